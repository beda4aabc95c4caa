import { Controller, Delete, Get, Post } from '@nestjs/common';
import { linked, linkInput, linkViews, mergeCandidates, mergeCandidatesQuery, mergeConversationsInput, mergePreview, mergePreviewQuery, movedMessages, moveInput, moveViews, splitInput, type Linked, type LinkInput, type LinkView, type MergeCandidate, type MergeConversationsInput, type MergePreview, type MovedMessages, type MoveInput, type MoveView, type SplitInput } from '@kontuar/contract';
import { Links, MergeCandidates, Moves, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Conversations become one, come apart, exchange messages, and are linked. Each act answers with what takes it back: `POST /undo/:token`. */
@Controller('api/v1/conversations')
export class MovesController {
  constructor(private readonly moves: Moves, private readonly candidates: MergeCandidates, private readonly links: Links) {}

  @Post('merge')
  @Allow('conversation.triage')
  @Answers(movedMessages)
  merge(@Me() actor: MemberActor, @Input(mergeConversationsInput) input: MergeConversationsInput): Promise<MovedMessages> {
    return this.moves.merge(actor, input);
  }

  @Get(':id/merge-candidates')
  @Allow('conversation.read')
  @Answers(mergeCandidates)
  find(@Me() actor: MemberActor, @Id('conversation') id: string, @Filter(mergeCandidatesQuery) query: { q?: string }): Promise<{ items: MergeCandidate[] }> {
    return this.candidates.find(actor, id, query.q);
  }

  @Get(':id/merge-preview')
  @Allow('conversation.read')
  @Answers(mergePreview)
  preview(@Me() actor: MemberActor, @Id('conversation') id: string, @Filter(mergePreviewQuery) query: { intoId: string }): Promise<MergePreview> {
    return this.candidates.preview(actor, id, query.intoId);
  }

  @Post(':id/split')
  @Allow('conversation.triage')
  @Answers(movedMessages)
  split(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(splitInput) input: SplitInput): Promise<MovedMessages> {
    return this.moves.split(actor, id, input.messageId);
  }

  @Post(':id/move')
  @Allow('conversation.triage')
  @Answers(movedMessages)
  move(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(moveInput) input: MoveInput): Promise<MovedMessages> {
    return this.moves.move(actor, id, input);
  }

  @Get(':id/moves')
  @Allow('conversation.read')
  @Answers(moveViews)
  history(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<{ items: MoveView[] }> {
    return this.moves.list(actor, id);
  }

  @Get(':id/links')
  @Allow('conversation.read')
  @Answers(linkViews)
  linksOf(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<{ items: LinkView[] }> {
    return this.links.list(actor, id);
  }

  @Post(':id/links')
  @Allow('conversation.triage')
  @Answers(linked)
  link(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(linkInput) input: LinkInput): Promise<Linked> {
    return this.links.add(actor, id, input);
  }

  @Delete(':id/links/:linkId')
  @Allow('conversation.triage')
  @Answers(linked)
  unlink(@Me() actor: MemberActor, @Id('conversation') id: string, @Id('link', 'linkId') linkId: string): Promise<Linked> {
    return this.links.remove(actor, id, linkId);
  }
}
