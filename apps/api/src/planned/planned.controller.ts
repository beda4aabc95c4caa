import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { customerZone, held, plannedList, plannedPatch, plannedView, postedOrHeld, zoneInput, type CustomerZone, type Held, type PlannedList, type PlannedPatch, type PlannedView, type PostedOrHeld } from '@kontuar/contract';
import { Planned, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class PlannedController {
  constructor(private readonly planned: Planned) {}

  /** Answers that wait in a conversation, its follow-up, and on which clock the customer lives. */
  @Get('conversations/:id/planned')
  @Allow('conversation.read')
  @Answers(plannedList)
  list(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<PlannedList> {
    return this.planned.list(actor, id);
  }

  @Get('planned/:id')
  @Allow('conversation.read')
  @Answers(plannedView)
  get(@Me() actor: MemberActor, @Id('planned answer') id: string): Promise<PlannedView> {
    return this.planned.get(actor, id);
  }

  /** Words, time, and what happens when the customer writes first. */
  @Patch('planned/:id')
  @Allow('conversation.reply')
  @Answers(held)
  change(@Me() actor: MemberActor, @Id('planned answer') id: string, @Input(plannedPatch) input: PlannedPatch): Promise<Held> {
    return this.planned.change(actor, id, input);
  }

  /** Also of one that the customer was faster than. */
  @Post('planned/:id/send-now')
  @Allow('conversation.reply')
  @Answers(postedOrHeld)
  sendNow(@Me() actor: MemberActor, @Id('planned answer') id: string): Promise<PostedOrHeld> {
    return this.planned.sendNow(actor, id);
  }

  /** Cancels, withdraws or drops it, and answers with what it said. */
  @Delete('planned/:id')
  @Allow('conversation.reply')
  @Answers(held)
  drop(@Me() actor: MemberActor, @Id('planned answer') id: string): Promise<Held> {
    return this.planned.drop(actor, id);
  }

  @Get('contacts/:id/time-zone')
  @Allow('contact.read')
  @Answers(customerZone)
  zone(@Me() actor: MemberActor, @Id('contact') id: string): Promise<CustomerZone> {
    return this.planned.zone(actor, id);
  }

  /** By hand; null: guessed again. */
  @Put('contacts/:id/time-zone')
  @Allow('contact.edit')
  @Answers(customerZone)
  setZone(@Me() actor: MemberActor, @Id('contact') id: string, @Input(zoneInput) input: { timeZone: string | null }): Promise<CustomerZone> {
    return this.planned.setZone(actor, id, input.timeZone);
  }
}
