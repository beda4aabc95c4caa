import { Controller, Get, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { assignInput, bulkInput, conversationPatch, conversationQuery, readInput, startInput, type AssignInput, type BulkInput, type BulkResult, type ConversationChange, type ConversationCounts, type ConversationPatch, type ConversationQuery, type ConversationView, type Page, type StartInput } from '@kontuar/contract';
import { Conversations, Starts, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { Watchers, type Watcher } from '../live/watchers';

@Controller('api/v1/conversations')
export class ConversationsController {
  constructor(private readonly conversations: Conversations, private readonly starts: Starts, private readonly watchers: Watchers) {}

  @Get()
  @Allow('conversation.list')
  list(@Me() actor: MemberActor, @Filter(conversationQuery) query: ConversationQuery): Promise<Page<ConversationView>> {
    return this.conversations.list(actor, query);
  }

  @Get('counts')
  @Allow('conversation.list')
  counts(@Me() actor: MemberActor): Promise<ConversationCounts> {
    return this.conversations.counts(actor);
  }

  /** An agent writes first, or logs a call or a visit. */
  @Post()
  @Allow('conversation.start')
  start(@Me() actor: MemberActor, @Input(startInput) input: StartInput): Promise<ConversationChange> {
    return this.starts.start(actor, input);
  }

  /** Takes the one that has waited longest; null when nobody waits. */
  @Post('next')
  @HttpCode(200)
  @Allow('conversation.assign')
  next(@Me() actor: MemberActor): Promise<ConversationChange | { conversation: null; undoToken: null }> {
    return this.conversations.next(actor);
  }

  @Post('bulk')
  @HttpCode(200)
  @Allow('conversation.triage')
  bulk(@Me() actor: MemberActor, @Input(bulkInput) input: BulkInput): Promise<BulkResult> {
    return this.conversations.bulk(actor, input);
  }

  @Get(':id')
  @Allow('conversation.read')
  get(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<ConversationView> {
    return this.conversations.get(actor, id);
  }

  @Patch(':id')
  @Allow('conversation.triage')
  patch(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(conversationPatch) patch: ConversationPatch): Promise<ConversationChange> {
    return this.conversations.patch(actor, id, patch);
  }

  @Post(':id/assign')
  @HttpCode(200)
  @Allow('conversation.assign')
  assign(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(assignInput) input: AssignInput): Promise<ConversationChange> {
    return this.conversations.assign(actor, id, input);
  }

  @Put(':id/read')
  @HttpCode(204)
  @Allow('conversation.read')
  read(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(readInput) input: { seq: number }): Promise<void> {
    return this.conversations.markRead(actor, id, input.seq);
  }

  /** Who has it open right now, and who writes. */
  @Get(':id/watchers')
  @Allow('conversation.read')
  async watching(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<{ watchers: Watcher[] }> {
    await this.conversations.get(actor, id);
    return { watchers: this.watchers.of(id) };
  }
}
