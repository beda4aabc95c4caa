import { Controller, Get, Patch } from '@nestjs/common';
import { privacySettings, privacySettingsPatch, type PrivacySettings, type PrivacySettingsPatch } from '@kontuar/contract';
import { PrivacyDesk, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Input } from '../http/parsed.decorator';

/** What is masked as it comes in, and how long things are kept. */
@Controller('api/v1/privacy/settings')
export class PrivacyController {
  constructor(private readonly desk: PrivacyDesk) {}

  @Get()
  @Allow('workspace.read')
  @Answers(privacySettings)
  get(@Me() actor: MemberActor): Promise<PrivacySettings> {
    return this.desk.get(actor);
  }

  @Patch()
  @Allow('privacy.manage')
  @Answers(privacySettings)
  change(@Me() actor: MemberActor, @Input(privacySettingsPatch) patch: PrivacySettingsPatch): Promise<PrivacySettings> {
    return this.desk.change(actor, patch);
  }
}
