import { Controller, Get, Patch, Put } from '@nestjs/common';
import { mentionPatch, mentionQuery, mentionView, page, watchInput, watchList, type MentionPatch, type MentionQuery, type MentionView, type Page, type WatchInput, type WatchList } from '@kontuar/contract';
import { Mentions, Watches, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class MentionsController {
  constructor(private readonly mentions: Mentions, private readonly watches: Watches) {}

  /** Notes that name the reader, as work. */
  @Get('mentions')
  @Allow('conversation.list')
  @Answers(page(mentionView))
  list(@Me() actor: MemberActor, @Filter(mentionQuery) query: MentionQuery): Promise<Page<MentionView>> {
    return this.mentions.list(actor, query);
  }

  /** Done, put off, or taken up again; the id is the note's. */
  @Patch('mentions/:id')
  @Allow('self.manage')
  @AnswersNothing()
  async change(@Me() actor: MemberActor, @Id('mention') id: string, @Input(mentionPatch) patch: MentionPatch): Promise<void> {
    await this.mentions.change(actor, id, patch);
  }

  /** Who is told of everything in this conversation. */
  @Get('conversations/:id/watch')
  @Allow('conversation.read')
  @Answers(watchList)
  watching(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<WatchList> {
    return this.watches.of(actor, id);
  }

  @Put('conversations/:id/watch')
  @Allow('self.manage')
  @Answers(watchList)
  watch(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(watchInput) input: WatchInput): Promise<WatchList> {
    return this.watches.change(actor, id, input);
  }
}
