import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { directoryQuery, glossaryInput, glossaryPatch, glossaryTerm, page, type DirectoryQuery, type GlossaryInput, type GlossaryPatch, type GlossaryTerm, type Page } from '@kontuar/contract';
import { GlossaryTerms, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Kept by those who keep the canned answers: both are about how the house speaks. */
@Controller('api/v1/glossary')
export class GlossaryController {
  constructor(private readonly terms: GlossaryTerms) {}

  @Get()
  @Allow('canned.list')
  @Answers(page(glossaryTerm))
  list(@Me() actor: MemberActor, @Filter(directoryQuery) query: DirectoryQuery): Promise<Page<GlossaryTerm>> {
    return this.terms.list(actor, query);
  }

  @Post()
  @Allow('canned.manage')
  @Answers(glossaryTerm, 201)
  create(@Me() actor: MemberActor, @Input(glossaryInput) input: GlossaryInput): Promise<GlossaryTerm> {
    return this.terms.create(actor, input);
  }

  @Patch(':id')
  @Allow('canned.manage')
  @Answers(glossaryTerm)
  change(@Me() actor: MemberActor, @Id('trade word') id: string, @Input(glossaryPatch) patch: GlossaryPatch): Promise<GlossaryTerm> {
    return this.terms.change(actor, id, patch);
  }

  @Delete(':id')
  @Allow('canned.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('trade word') id: string): Promise<void> {
    await this.terms.remove(actor, id);
  }
}
