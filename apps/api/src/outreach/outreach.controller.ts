import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import {
  campaignInput, campaignPage, campaignPatch, campaignView, dryRun, outreachPeople, outreachPeopleQuery, outreachSettings, outreachSettingsPatch, pageQuery, testSend,
  type CampaignInput, type CampaignPatch, type CampaignRow, type CampaignView, type DryRun, type Locale, type OutreachPeopleQuery, type OutreachPerson, type OutreachSettings, type OutreachSettingsPatch, type Page,
} from '@kontuar/contract';
import { Campaigns, type MemberActor } from '@kontuar/core';
import type { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Messages to people who agreed to get them. */
@Controller('api/v1')
export class OutreachController {
  constructor(private readonly campaigns: Campaigns) {}

  @Get('campaigns')
  @Allow('outreach.read')
  @Answers(campaignPage)
  list(@Me() actor: MemberActor, @Filter(pageQuery) query: z.infer<typeof pageQuery>): Promise<Page<CampaignRow>> {
    return this.campaigns.list(actor, query);
  }

  @Post('campaigns')
  @Allow('outreach.manage')
  @Answers(campaignView, 201)
  add(@Me() actor: MemberActor, @Input(campaignInput) input: CampaignInput): Promise<CampaignView> {
    return this.campaigns.add(actor, input);
  }

  @Get('campaigns/:id')
  @Allow('outreach.read')
  @Answers(campaignView)
  get(@Me() actor: MemberActor, @Id('campaign') id: string): Promise<CampaignView> {
    return this.campaigns.get(actor, id);
  }

  @Patch('campaigns/:id')
  @Allow('outreach.manage')
  @Answers(campaignView)
  change(@Me() actor: MemberActor, @Id('campaign') id: string, @Input(campaignPatch) patch: CampaignPatch): Promise<CampaignView> {
    return this.campaigns.change(actor, id, patch);
  }

  @Delete('campaigns/:id')
  @Allow('outreach.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('campaign') id: string): Promise<void> {
    await this.campaigns.remove(actor, id);
  }

  /** The people behind a figure. */
  @Get('campaigns/:id/people')
  @Allow('outreach.read')
  @Answers(outreachPeople)
  people(@Me() actor: MemberActor, @Id('campaign') id: string, @Filter(outreachPeopleQuery) query: OutreachPeopleQuery): Promise<Page<OutreachPerson>> {
    return this.campaigns.people(actor, id, query);
  }

  /** Who would get it now and who would not. Nothing is written, nothing leaves. */
  @Get('campaigns/:id/trial')
  @Allow('outreach.manage')
  @Answers(dryRun)
  trial(@Me() actor: MemberActor, @Id('campaign') id: string): Promise<DryRun> {
    return this.campaigns.dryRun(actor, id);
  }

  /** To one's own address. */
  @Post('campaigns/:id/test')
  @Allow('outreach.manage')
  @AnswersNothing()
  async test(@Me() actor: MemberActor, @Id('campaign') id: string, @Input(testSend) { locale }: { locale: Locale }): Promise<void> {
    await this.campaigns.test(actor, id, locale);
  }

  @Post('campaigns/:id/start')
  @Allow('outreach.manage')
  @Answers(campaignView)
  start(@Me() actor: MemberActor, @Id('campaign') id: string): Promise<CampaignView> {
    return this.campaigns.start(actor, id);
  }

  /** By somebody else than who started it. */
  @Post('campaigns/:id/approve')
  @Allow('outreach.manage')
  @Answers(campaignView)
  approve(@Me() actor: MemberActor, @Id('campaign') id: string): Promise<CampaignView> {
    return this.campaigns.approve(actor, id);
  }

  @Post('campaigns/:id/pause')
  @Allow('outreach.manage')
  @Answers(campaignView)
  pause(@Me() actor: MemberActor, @Id('campaign') id: string): Promise<CampaignView> {
    return this.campaigns.pause(actor, id);
  }

  @Post('campaigns/:id/resume')
  @Allow('outreach.manage')
  @Answers(campaignView)
  resume(@Me() actor: MemberActor, @Id('campaign') id: string): Promise<CampaignView> {
    return this.campaigns.resume(actor, id);
  }

  /** For good. */
  @Post('campaigns/:id/stop')
  @Allow('outreach.manage')
  @Answers(campaignView)
  stop(@Me() actor: MemberActor, @Id('campaign') id: string): Promise<CampaignView> {
    return this.campaigns.stop(actor, id);
  }

  @Post('campaigns/:id/people/:personId/complaint')
  @Allow('outreach.manage')
  @Answers(campaignView)
  complain(@Me() actor: MemberActor, @Id('campaign') id: string, @Id('recipient', 'personId') personId: string): Promise<CampaignView> {
    return this.campaigns.complain(actor, id, personId);
  }

  @Get('outreach-settings')
  @Allow('outreach.read')
  @Answers(outreachSettings)
  settings(@Me() actor: MemberActor): Promise<OutreachSettings> {
    return this.campaigns.settings(actor);
  }

  @Patch('outreach-settings')
  @Allow('outreach.manage')
  @Answers(outreachSettings)
  changeSettings(@Me() actor: MemberActor, @Input(outreachSettingsPatch) patch: OutreachSettingsPatch): Promise<OutreachSettings> {
    return this.campaigns.changeSettings(actor, patch);
  }
}
