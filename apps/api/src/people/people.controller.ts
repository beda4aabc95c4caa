import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import {
  conversationCount, page, peopleBulk, peopleBulkInput, peopleCountQuery, peopleQuery, personRow, segment, segmentInput, segmentList, segmentPatch, viewCounts,
  type ConversationCount, type Page, type PeopleBulk, type PeopleBulkInput, type PeopleCountQuery, type PeopleQuery, type PersonRow, type Segment, type SegmentInput, type SegmentPatch, type ViewCounts,
} from '@kontuar/contract';
import { People, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class PeopleController {
  constructor(private readonly people: People) {}

  /** A question with a body: a filter is a tree, and words that people search for have no place in an address. */
  @Post('contacts/find')
  @Allow('contact.list', 'reads')
  @Answers(page(personRow))
  find(@Me() actor: MemberActor, @Input(peopleQuery) query: PeopleQuery): Promise<Page<PersonRow>> {
    return this.people.find(actor, query);
  }

  @Post('contacts/count')
  @Allow('contact.list', 'reads')
  @Answers(conversationCount)
  count(@Me() actor: MemberActor, @Input(peopleCountQuery) query: PeopleCountQuery): Promise<ConversationCount> {
    return this.people.count(actor, query);
  }

  /** Kinds for many at once, by hand; answers whom it changed. */
  @Post('contacts/bulk')
  @Allow('contact.edit')
  @Answers(peopleBulk)
  bulk(@Me() actor: MemberActor, @Input(peopleBulkInput) input: PeopleBulkInput): Promise<PeopleBulk> {
    return this.people.bulk(actor, input);
  }

  @Get('segments')
  @Allow('contact.list')
  @Answers(segmentList)
  segments(@Me() actor: MemberActor): Promise<{ items: Segment[] }> {
    return this.people.segments(actor);
  }

  @Get('segments/counts')
  @Allow('contact.list')
  @Answers(viewCounts)
  counts(@Me() actor: MemberActor): Promise<ViewCounts> {
    return this.people.segmentCounts(actor);
  }

  @Post('segments')
  @Allow('view.save')
  @Answers(segment, 201)
  create(@Me() actor: MemberActor, @Input(segmentInput) input: SegmentInput): Promise<Segment> {
    return this.people.createSegment(actor, input);
  }

  @Patch('segments/:id')
  @Allow('view.save')
  @Answers(segment)
  change(@Me() actor: MemberActor, @Id('segment') id: string, @Input(segmentPatch) patch: SegmentPatch): Promise<Segment> {
    return this.people.changeSegment(actor, id, patch);
  }

  @Delete('segments/:id')
  @Allow('view.save')
  @AnswersNothing()
  remove(@Me() actor: MemberActor, @Id('segment') id: string): Promise<void> {
    return this.people.removeSegment(actor, id);
  }

  @Post('segments/:id/restore')
  @Allow('view.save')
  @Answers(segment)
  restore(@Me() actor: MemberActor, @Id('segment') id: string): Promise<Segment> {
    return this.people.restoreSegment(actor, id);
  }
}
