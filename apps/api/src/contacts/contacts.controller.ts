import { Controller, Get, Patch, Post, Res } from '@nestjs/common';
import {
  contactInput, contactPatch, contactQuery, contactView, conversationView, joinings, merged, mergeInput, mergeUndone, page, pageQuery, personTimeline, personTimelineQuery, splitDone, personSplitInput, splitUndone, suggestionList,
  type ContactInput, type ContactPatch, type ContactQuery, type ContactView, type ConversationView, type Joinings, type Merged, type MergeUndone, type Page, type PersonTimeline, type PersonTimelineQuery, type SplitDone, type PersonSplitInput, type SplitUndone, type SuggestionList,
} from '@kontuar/contract';
import { Contacts, Merges, notFound, PersonTimelines, Splits, Suggestions, type MemberActor } from '@kontuar/core';
import { Files } from '@kontuar/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { sendPicture } from '../http/picture';

@Controller('api/v1')
export class ContactsController {
  constructor(private readonly contacts: Contacts, private readonly merges: Merges, private readonly splits: Splits, private readonly suggestions: Suggestions, private readonly timelines: PersonTimelines, private readonly files: Files) {}

  @Get('contacts')
  @Allow('contact.list')
  @Answers(page(contactView))
  list(@Me() actor: MemberActor, @Filter(contactQuery) query: ContactQuery): Promise<Page<ContactView>> {
    return this.contacts.list(actor, query);
  }

  @Post('contacts')
  @Allow('contact.edit')
  @Answers(contactView, 201)
  create(@Me() actor: MemberActor, @Input(contactInput) input: ContactInput): Promise<ContactView> {
    return this.contacts.create(actor, input);
  }

  @Get('contacts/:id')
  @Allow('contact.read')
  @Answers(contactView)
  get(@Me() actor: MemberActor, @Id('contact') id: string): Promise<ContactView> {
    return this.contacts.get(actor, id);
  }

  @Patch('contacts/:id')
  @Allow('contact.edit')
  @Answers(contactView)
  change(@Me() actor: MemberActor, @Id('contact') id: string, @Input(contactPatch) patch: ContactPatch): Promise<ContactView> {
    return this.contacts.change(actor, id, patch);
  }

  /** Every conversation with this person that the member may read, on every channel. */
  @Get('contacts/:id/timeline')
  @Allow('contact.read')
  @Answers(page(conversationView))
  timeline(@Me() actor: MemberActor, @Id('contact') id: string, @Filter(pageQuery) query: z.infer<typeof pageQuery>): Promise<Page<ConversationView>> {
    return this.contacts.timeline(actor, id, query);
  }

  /** What was said by and to this person, on every channel that the member reads. */
  @Get('contacts/:id/messages')
  @Allow('contact.read')
  @Answers(personTimeline)
  messages(@Me() actor: MemberActor, @Id('contact') id: string, @Filter(personTimelineQuery) query: PersonTimelineQuery): Promise<PersonTimeline> {
    return this.timelines.page(actor, id, query);
  }

  @Get('contacts/:id/avatar')
  @Allow('contact.read')
  async avatar(@Me() actor: MemberActor, @Id('contact') id: string, @Res() reply: FastifyReply): Promise<void> {
    const key = await this.contacts.avatarKey(actor, id);
    if (key === undefined) throw notFound('picture');
    await sendPicture(reply, this.files, key);
  }

  @Post('contacts/:id/merge')
  @Allow('contact.merge')
  @Answers(merged)
  merge(@Me() actor: MemberActor, @Id('contact') id: string, @Input(mergeInput) input: { otherId: string }): Promise<Merged> {
    return this.merges.merge(actor, id, input.otherId);
  }

  /** What was merged into this person and split off, with who did it; each can be taken back at any time. */
  @Get('contacts/:id/merges')
  @Allow('contact.read')
  @Answers(joinings)
  joinings(@Me() actor: MemberActor, @Id('contact') id: string): Promise<Joinings> {
    return this.merges.list(actor, id);
  }

  /** Takes identities with their conversations out of a person, into a new one. */
  @Post('contacts/:id/split')
  @Allow('contact.merge')
  @Answers(splitDone)
  split(@Me() actor: MemberActor, @Id('contact') id: string, @Input(personSplitInput) input: PersonSplitInput): Promise<SplitDone> {
    return this.splits.split(actor, id, input);
  }

  @Post('splits/:id/undo')
  @Allow('contact.merge')
  @Answers(splitUndone)
  undoSplit(@Me() actor: MemberActor, @Id('split') id: string): Promise<SplitUndone> {
    return this.splits.undo(actor, id);
  }

  /** Who may be the same person on another network, with the evidence; accepted by a merge. */
  @Get('contacts/:id/suggestions')
  @Allow('contact.read')
  @Answers(suggestionList)
  suggest(@Me() actor: MemberActor, @Id('contact') id: string): Promise<SuggestionList> {
    return this.suggestions.list(actor, id);
  }

  @Post('contacts/:id/suggestions/dismiss')
  @Allow('contact.merge')
  @AnswersNothing()
  dismiss(@Me() actor: MemberActor, @Id('contact') id: string, @Input(mergeInput) input: { otherId: string }): Promise<void> {
    return this.suggestions.dismiss(actor, id, input.otherId);
  }

  @Post('merges/:id/undo')
  @Allow('contact.merge')
  @Answers(mergeUndone)
  undoMerge(@Me() actor: MemberActor, @Id('merge') id: string): Promise<MergeUndone> {
    return this.merges.undo(actor, id);
  }
}
