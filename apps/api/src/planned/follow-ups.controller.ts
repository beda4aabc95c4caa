import { Controller, Delete, Get, Post } from '@nestjs/common';
import { followUpChange, followUpInput, followUpPreset, followUpPreview, presetInput, presetQuery, type FollowUpChange, type FollowUpInput, type FollowUpPreset, type FollowUpPreview, type PresetInput, type PresetQuery } from '@kontuar/contract';
import { FollowUps, type MemberActor } from '@kontuar/core';
import { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

const presetList = z.object({ items: z.array(followUpPreset) });

@Controller('api/v1')
export class FollowUpsController {
  constructor(private readonly followUps: FollowUps) {}

  /** Those of the product first; `language` is the customer's, whom the texts are for. */
  @Get('follow-up-presets')
  @Allow('canned.list')
  @Answers(presetList)
  presets(@Me() actor: MemberActor, @Filter(presetQuery) query: PresetQuery): Promise<{ items: FollowUpPreset[] }> {
    return this.followUps.presets(actor, query.locale, query.language ?? null);
  }

  @Post('follow-up-presets')
  @Allow('conversation.reply')
  @Answers(followUpPreset, 201)
  addPreset(@Me() actor: MemberActor, @Input(presetInput) input: PresetInput): Promise<FollowUpPreset> {
    return this.followUps.addPreset(actor, input);
  }

  @Delete('follow-up-presets/:id')
  @Allow('conversation.reply')
  @AnswersNothing()
  async removePreset(@Me() actor: MemberActor, @Id('preset') id: string): Promise<void> {
    await this.followUps.removePreset(actor, id);
  }

  /** When each step would come, what it would say, and which the platform would not take then. */
  @Post('conversations/:id/follow-up/preview')
  @Allow('conversation.reply')
  @Answers(followUpPreview)
  preview(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(followUpInput) input: FollowUpInput): Promise<FollowUpPreview> {
    return this.followUps.preview(actor, id, input);
  }

  @Post('conversations/:id/follow-up')
  @Allow('conversation.reply')
  @Answers(followUpChange, 201)
  begin(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(followUpInput) input: FollowUpInput): Promise<FollowUpChange> {
    return this.followUps.begin(actor, id, input);
  }

  @Delete('conversations/:id/follow-up')
  @Allow('conversation.reply')
  @Answers(followUpChange)
  stop(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<FollowUpChange> {
    return this.followUps.stop(actor, id);
  }
}
