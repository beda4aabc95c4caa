import { Controller, Delete, Get, Put } from '@nestjs/common';
import { draft, draftView, type Draft, type DraftView } from '@kontuar/contract';
import { Drafts, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

@Controller('api/v1/conversations/:id/draft')
export class DraftsController {
  constructor(private readonly drafts: Drafts) {}

  /** The member's own; an empty one when there is none. */
  @Get()
  @Allow('conversation.read')
  @Answers(draftView)
  get(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<DraftView> {
    return this.drafts.get(actor, id);
  }

  @Put()
  @Allow('conversation.note')
  @Answers(draftView)
  put(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(draft) input: Draft): Promise<DraftView> {
    return this.drafts.put(actor, id, input);
  }

  @Delete()
  @Allow('conversation.note')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<void> {
    await this.drafts.remove(actor, id);
  }
}
