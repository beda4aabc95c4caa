import { z } from 'zod';
import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import {
  companiesOfContact, companyInput, companyList, companyMembers, companyMerge, companyMerged, companyMergeList, companyMergePreview, companyMergeUndone, companyPatch, companyQuery, companySuggestions, companySuggestionTake, companySuggestionTaken, companyView, conversationView, membershipInput,
  type CompaniesOfContact, type CompanyInput, type CompanyList, type CompanyMembers, type CompanyMerge, type CompanyMerged, type CompanyMergeList, type CompanyMergePreview, type CompanyMergeUndone, type CompanyPatch, type CompanyQuery, type CompanySuggestions, type CompanySuggestionTake, type CompanySuggestionTaken, type CompanyView, type ConversationView, type MembershipInput,
} from '@kontuar/contract';
import { Companies, CompanyMerges, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class CompaniesController {
  constructor(private readonly companies: Companies, private readonly merges: CompanyMerges) {}

  @Get('companies')
  @Allow('contact.list')
  @Answers(companyList)
  list(@Me() actor: MemberActor, @Filter(companyQuery) query: CompanyQuery): Promise<CompanyList> {
    return this.companies.list(actor, query);
  }

  @Post('companies')
  @Allow('company.manage')
  @Answers(companyView, 201)
  create(@Me() actor: MemberActor, @Input(companyInput) input: CompanyInput): Promise<CompanyView> {
    return this.companies.create(actor, input);
  }

  /** Firms that nobody wrote down yet, and those that seem to be written down twice. */
  @Get('companies/suggestions')
  @Allow('company.manage')
  @Answers(companySuggestions)
  suggestions(@Me() actor: MemberActor): Promise<CompanySuggestions> {
    return this.merges.suggestions(actor);
  }

  @Post('companies/suggestions')
  @Allow('company.manage')
  @Answers(companySuggestionTaken)
  takeSuggestion(@Me() actor: MemberActor, @Input(companySuggestionTake) input: CompanySuggestionTake): Promise<CompanySuggestionTaken> {
    return this.merges.takeDomain(actor, input);
  }

  @Get('companies/:id')
  @Allow('contact.list')
  @Answers(companyView)
  get(@Me() actor: MemberActor, @Id('company') id: string): Promise<CompanyView> {
    return this.companies.get(actor, id);
  }

  @Patch('companies/:id')
  @Allow('company.manage')
  @Answers(companyView)
  change(@Me() actor: MemberActor, @Id('company') id: string, @Input(companyPatch) patch: CompanyPatch): Promise<CompanyView> {
    return this.companies.change(actor, id, patch);
  }

  @Get('companies/:id/members')
  @Allow('contact.list')
  @Answers(companyMembers)
  members(@Me() actor: MemberActor, @Id('company') id: string): Promise<CompanyMembers> {
    return this.companies.members(actor, id);
  }

  @Get('companies/:id/conversations')
  @Allow('contact.list')
  @Answers(z.object({ items: z.array(conversationView) }))
  conversations(@Me() actor: MemberActor, @Id('company') id: string): Promise<{ items: ConversationView[] }> {
    return this.merges.conversations(actor, id);
  }

  /** The other one's people come over, and it is no more until that is taken back. */
  @Post('companies/:id/merge')
  @Allow('company.manage')
  @Answers(companyMerged)
  merge(@Me() actor: MemberActor, @Id('company') id: string, @Input(companyMerge) { otherId }: CompanyMerge): Promise<CompanyMerged> {
    return this.merges.merge(actor, id, otherId);
  }

  /** What a merge would do, before it is done. */
  @Get('companies/:id/merge')
  @Allow('company.manage')
  @Answers(companyMergePreview)
  mergePreview(@Me() actor: MemberActor, @Id('company') id: string, @Filter(companyMerge) { otherId }: CompanyMerge): Promise<CompanyMergePreview> {
    return this.merges.preview(actor, id, otherId);
  }

  @Get('companies/:id/merges')
  @Allow('contact.list')
  @Answers(companyMergeList)
  mergesOf(@Me() actor: MemberActor, @Id('company') id: string): Promise<CompanyMergeList> {
    return this.merges.list(actor, id);
  }

  @Post('company-merges/:id/undo')
  @Allow('company.manage')
  @Answers(companyMergeUndone)
  undoMerge(@Me() actor: MemberActor, @Id('company-merge') id: string): Promise<CompanyMergeUndone> {
    return this.merges.undo(actor, id);
  }

  /** With whom a person is, and which companies have the domain of their mail. */
  @Get('contacts/:id/companies')
  @Allow('contact.read')
  @Answers(companiesOfContact)
  ofContact(@Me() actor: MemberActor, @Id('contact') id: string): Promise<CompaniesOfContact> {
    return this.companies.ofContact(actor, id);
  }

  @Put('contacts/:id/companies/:companyId')
  @Allow('contact.edit')
  @Answers(companiesOfContact)
  join(@Me() actor: MemberActor, @Id('contact') id: string, @Id('company', 'companyId') companyId: string, @Input(membershipInput) input: MembershipInput): Promise<CompaniesOfContact> {
    return this.companies.join(actor, id, companyId, input);
  }

  @Delete('contacts/:id/companies/:companyId')
  @Allow('contact.edit')
  @Answers(companiesOfContact)
  leave(@Me() actor: MemberActor, @Id('contact') id: string, @Id('company', 'companyId') companyId: string): Promise<CompaniesOfContact> {
    return this.companies.leave(actor, id, companyId);
  }
}
