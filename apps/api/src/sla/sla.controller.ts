import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import {
  businessCalendar, businessCalendarInput, businessCalendarPatch, slaPolicy, slaPolicyInput, slaPolicyOrder, slaPolicyPatch, slaPromises, slaSettings, slaTrial, slaTrialInput,
  type BusinessCalendar, type BusinessCalendarInput, type BusinessCalendarPatch, type SlaPolicy, type SlaPolicyInput, type SlaPolicyPatch, type SlaPromises, type SlaSettings, type SlaTrial, type SlaTrialInput,
} from '@kontuar/contract';
import { BusinessCalendars, SlaPolicies, SlaTrials, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** How soon customers are promised an answer, by whose clock, and how that went. */
@Controller('api/v1')
export class SlaController {
  constructor(private readonly policies: SlaPolicies, private readonly calendars: BusinessCalendars, private readonly trials: SlaTrials) {}

  /** Policies in the order in which they are asked, and the calendars that they count by. */
  @Get('sla')
  @Allow('sla.read')
  @Answers(slaSettings)
  settings(@Me() actor: MemberActor): Promise<SlaSettings> {
    return this.policies.settings(actor);
  }

  @Post('sla/policies')
  @Allow('sla.manage')
  @Answers(slaPolicy, 201)
  create(@Me() actor: MemberActor, @Input(slaPolicyInput) input: SlaPolicyInput): Promise<SlaPolicy> {
    return this.policies.create(actor, input);
  }

  /** What it would have come to in the last thirty days; changes nothing. */
  @Post('sla/policies/trial')
  @Allow('sla.manage')
  @Answers(slaTrial)
  trial(@Me() actor: MemberActor, @Input(slaTrialInput) input: SlaTrialInput): Promise<SlaTrial> {
    return this.trials.try(actor, input);
  }

  @Put('sla/policies/order')
  @Allow('sla.manage')
  @AnswersNothing()
  async order(@Me() actor: MemberActor, @Input(slaPolicyOrder) input: { ids: string[] }): Promise<void> {
    await this.policies.order(actor, input.ids);
  }

  @Patch('sla/policies/:id')
  @Allow('sla.manage')
  @Answers(slaPolicy)
  change(@Me() actor: MemberActor, @Id('policy') id: string, @Input(slaPolicyPatch) patch: SlaPolicyPatch): Promise<SlaPolicy> {
    return this.policies.change(actor, id, patch);
  }

  @Delete('sla/policies/:id')
  @Allow('sla.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('policy') id: string): Promise<void> {
    await this.policies.remove(actor, id);
  }

  @Post('sla/calendars')
  @Allow('sla.manage')
  @Answers(businessCalendar, 201)
  addCalendar(@Me() actor: MemberActor, @Input(businessCalendarInput) input: BusinessCalendarInput): Promise<BusinessCalendar> {
    return this.calendars.create(actor, input);
  }

  @Patch('sla/calendars/:id')
  @Allow('sla.manage')
  @Answers(businessCalendar)
  changeCalendar(@Me() actor: MemberActor, @Id('calendar') id: string, @Input(businessCalendarPatch) patch: BusinessCalendarPatch): Promise<BusinessCalendar> {
    return this.calendars.change(actor, id, patch);
  }

  @Delete('sla/calendars/:id')
  @Allow('sla.manage')
  @AnswersNothing()
  async removeCalendar(@Me() actor: MemberActor, @Id('calendar') id: string): Promise<void> {
    await this.calendars.remove(actor, id);
  }

  /** Every promise of a conversation, newest first. */
  @Get('conversations/:id/sla')
  @Allow('conversation.read')
  @Answers(slaPromises)
  ofConversation(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<SlaPromises> {
    return this.policies.ofConversation(actor, id);
  }
}
