import { Controller, Get, Patch, Post, Res } from '@nestjs/common';
import {
  leadChange, leadExportQuery, leadFilter, leadHistory, leadInput, leadLink, leadOf, leadPage, leadPatch, leadQuery, leadSettings, leadSettingsPatch, leadSums, leadView, pageQuery,
  type LeadChange, type LeadExportQuery, type LeadFilter, type LeadHistory, type LeadInput, type LeadOf, type LeadPatch, type LeadQuery, type LeadRow, type LeadSettings, type LeadSettingsPatch, type LeadSums, type LeadView, type Page,
} from '@kontuar/contract';
import { LeadList, Leads, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { sendFile } from '../cases/send-file';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Potential customers, with what is to be done next. */
@Controller('api/v1')
export class LeadsController {
  constructor(private readonly leads: Leads, private readonly all: LeadList) {}

  @Get('leads')
  @Allow('lead.read')
  @Answers(leadPage)
  list(@Me() actor: MemberActor, @Filter(leadQuery) query: LeadQuery): Promise<Page<LeadRow>> {
    return this.all.list(actor, query);
  }

  /** How many stand on each stage, and what they are worth. */
  @Get('leads/sums')
  @Allow('lead.read')
  @Answers(leadSums)
  sums(@Me() actor: MemberActor, @Filter(leadFilter) filter: LeadFilter): Promise<LeadSums> {
    return this.all.sums(actor, filter);
  }

  @Get('leads/export')
  @Allow('lead.manage')
  async export(@Me() actor: MemberActor, @Filter(leadExportQuery) query: LeadExportQuery, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(reply, await this.all.file(actor, query), 'attachment');
  }

  @Get('lead-settings')
  @Allow('lead.read')
  @Answers(leadSettings)
  settings(@Me() actor: MemberActor): Promise<LeadSettings> {
    return this.all.settings(actor);
  }

  @Patch('lead-settings')
  @Allow('lead.manage')
  @Answers(leadSettings)
  changeSettings(@Me() actor: MemberActor, @Input(leadSettingsPatch) patch: LeadSettingsPatch): Promise<LeadSettings> {
    return this.all.change(actor, patch);
  }

  /** Takes a conversation up as a lead. */
  @Post('conversations/:id/lead')
  @Allow('lead.edit')
  @Answers(leadChange, 201)
  open(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(leadInput) input: LeadInput): Promise<LeadChange> {
    return this.leads.open(actor, id, input);
  }

  @Get('conversations/:id/lead')
  @Allow('lead.read')
  @Answers(leadOf)
  ofConversation(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<LeadOf> {
    return this.leads.ofConversation(actor, id);
  }

  @Get('leads/:id')
  @Allow('lead.read')
  @Answers(leadView)
  get(@Me() actor: MemberActor, @Id('lead') id: string): Promise<LeadView> {
    return this.leads.get(actor, id);
  }

  @Get('leads/:id/history')
  @Allow('lead.read')
  @Answers(leadHistory)
  history(@Me() actor: MemberActor, @Id('lead') id: string, @Filter(pageQuery) query: z.infer<typeof pageQuery>): Promise<LeadHistory> {
    return this.all.history(actor, id, query);
  }

  @Patch('leads/:id')
  @Allow('lead.edit')
  @Answers(leadChange)
  change(@Me() actor: MemberActor, @Id('lead') id: string, @Input(leadPatch) patch: LeadPatch): Promise<LeadChange> {
    return this.leads.change(actor, id, patch);
  }

  @Post('leads/:id/conversations')
  @Allow('lead.edit')
  @Answers(leadChange)
  join(@Me() actor: MemberActor, @Id('lead') id: string, @Input(leadLink) input: { conversationId: string }): Promise<LeadChange> {
    return this.leads.join(actor, id, input.conversationId);
  }

  /** A POST, because it answers with the lead as it stands then. */
  @Post('leads/:id/conversations/remove')
  @Allow('lead.edit')
  @Answers(leadChange)
  leave(@Me() actor: MemberActor, @Id('lead') id: string, @Input(leadLink) input: { conversationId: string }): Promise<LeadChange> {
    return this.leads.leave(actor, id, input.conversationId);
  }
}
