import { Controller, Get } from '@nestjs/common';
import { feedPage, feedQuery, type FeedPage } from '@kontuar/contract';
import { Feed, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter } from '../http/parsed.decorator';

@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly feed: Feed) {}

  /** What happened after a number, as far as the member may see it. */
  @Get()
  @Allow('conversation.list')
  @Answers(feedPage)
  since(@Me() actor: MemberActor, @Filter(feedQuery) query: { after: number; limit: number }): Promise<FeedPage> {
    return this.feed.since(actor, query.after, query.limit);
  }
}
