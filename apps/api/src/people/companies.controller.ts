import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import {
  companiesOfContact, companyInput, companyList, companyMembers, companyPatch, companyQuery, companyView, membershipInput,
  type CompaniesOfContact, type CompanyInput, type CompanyList, type CompanyMembers, type CompanyPatch, type CompanyQuery, type CompanyView, type MembershipInput,
} from '@kontuar/contract';
import { Companies, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class CompaniesController {
  constructor(private readonly companies: Companies) {}

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
