import { Controller, Get, Patch, Post, Put } from '@nestjs/common';
import { assignInput, bulkInput, bulkResult, conversationChange, conversationCounts, conversationPatch, conversationQuery, conversationView, page, readInput, startInput, nextInput, nextTaken, watchersAnswer, type AssignInput, type BulkInput, type BulkResult, type ConversationChange, type ConversationCounts, type ConversationPatch, type ConversationQuery, type ConversationView, type NextInput, type NextTaken, type Page, type StartInput } from '@kontuar/contract';
import { Conversations, Next, Signals, Starts, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { Watchers, type Watcher } from '../live/watchers';

@Controller('api/v1/conversations')
export class ConversationsController {
  constructor(private readonly conversations: Conversations, private readonly nexts: Next, private readonly starts: Starts, private readonly watchers: Watchers, private readonly signals: Signals) {}

  @Get()
  @Allow('conversation.list')
  @Answers(page(conversationView))
  list(@Me() actor: MemberActor, @Filter(conversationQuery) query: ConversationQuery): Promise<Page<ConversationView>> {
    return this.conversations.list(actor, query);
  }

  @Get('counts')
  @Allow('conversation.list')
  @Answers(conversationCounts)
  counts(@Me() actor: MemberActor): Promise<ConversationCounts> {
    return this.conversations.counts(actor);
  }

  /** An agent writes first, or logs a call or a visit. */
  @Post()
  @Allow('conversation.start')
  @Answers(conversationChange, 201)
  start(@Me() actor: MemberActor, @Input(startInput) input: StartInput): Promise<ConversationChange> {
    return this.starts.start(actor, input);
  }

  /** Takes the one that most speaks for, and says why; null when nobody waits. */
  @Post('next')
  @Allow('conversation.assign')
  @Answers(nextTaken)
  next(@Me() actor: MemberActor, @Input(nextInput) input: NextInput): Promise<NextTaken> {
    return this.nexts.take(actor, input);
  }

  @Post('bulk')
  @Allow('conversation.triage')
  @Answers(bulkResult)
  bulk(@Me() actor: MemberActor, @Input(bulkInput) input: BulkInput): Promise<BulkResult> {
    return this.conversations.bulk(actor, input);
  }

  @Get(':id')
  @Allow('conversation.read')
  @Answers(conversationView)
  get(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<ConversationView> {
    return this.conversations.get(actor, id);
  }

  @Patch(':id')
  @Allow('conversation.triage')
  @Answers(conversationChange)
  patch(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(conversationPatch) patch: ConversationPatch): Promise<ConversationChange> {
    return this.conversations.patch(actor, id, patch);
  }

  @Post(':id/assign')
  @Allow('conversation.assign')
  @Answers(conversationChange)
  assign(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(assignInput) input: AssignInput): Promise<ConversationChange> {
    return this.conversations.assign(actor, id, input);
  }

  @Put(':id/read')
  @Allow('conversation.read')
  @AnswersNothing()
  async read(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(readInput) input: { seq: number }): Promise<void> {
    const read = await this.conversations.markRead(actor, id, input.seq);
    if (read !== undefined) this.signals.read(read, Math.min(input.seq, read.lastInboundSeq));
  }

  /** Who has it open right now, and who writes. */
  @Get(':id/watchers')
  @Allow('conversation.read')
  @Answers(watchersAnswer)
  async watching(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<{ watchers: Watcher[] }> {
    await this.conversations.get(actor, id);
    return { watchers: this.watchers.of(id) };
  }
}
