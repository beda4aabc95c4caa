import { Controller, Get, Patch } from '@nestjs/common';
import { stuckList, stuckSettings, stuckSettingsPatch, type StuckList, type StuckSettings, type StuckSettingsPatch } from '@kontuar/contract';
import { Stuck, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Input } from '../http/parsed.decorator';

@Controller('api/v1/stuck')
export class StuckController {
  constructor(private readonly stuck: Stuck) {}

  /** Work that does not move on, with the reasons; the longest stuck first. */
  @Get()
  @Allow('stuck.read')
  @Answers(stuckList)
  list(@Me() actor: MemberActor): Promise<StuckList> {
    return this.stuck.list(actor);
  }

  /** From when on work counts as stuck. */
  @Get('settings')
  @Allow('stuck.read')
  @Answers(stuckSettings)
  settings(@Me() actor: MemberActor): Promise<StuckSettings> {
    return this.stuck.settings(actor);
  }

  @Patch('settings')
  @Allow('sla.manage')
  @Answers(stuckSettings)
  change(@Me() actor: MemberActor, @Input(stuckSettingsPatch) patch: StuckSettingsPatch): Promise<StuckSettings> {
    return this.stuck.change(actor, patch);
  }
}
