import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import {
  retentionRule, retentionRuleInput, retentionRuleList, retentionRulePatch, retentionTrial, retentionTrialInput,
  type RetentionRule, type RetentionRuleInput, type RetentionRuleList, type RetentionRulePatch, type RetentionTrial, type RetentionTrialInput,
} from '@kontuar/contract';
import { Retention, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** How long things are kept: rules that run at night, and what each would take. */
@Controller('api/v1/privacy/retention')
export class RetentionController {
  constructor(private readonly retention: Retention) {}

  @Get()
  @Allow('privacy.manage')
  @Answers(retentionRuleList)
  list(@Me() actor: MemberActor): Promise<RetentionRuleList> {
    return this.retention.list(actor);
  }

  /** What a rule would take now, and what holds the rest; changes nothing. */
  @Post('trial')
  @HttpCode(200)
  @Allow('privacy.manage')
  @Answers(retentionTrial)
  trial(@Me() actor: MemberActor, @Input(retentionTrialInput) input: RetentionTrialInput): Promise<RetentionTrial> {
    return this.retention.trial(actor, input);
  }

  @Post()
  @Allow('privacy.manage')
  @Answers(retentionRule, 201)
  add(@Me() actor: MemberActor, @Input(retentionRuleInput) input: RetentionRuleInput): Promise<RetentionRule> {
    return this.retention.add(actor, input);
  }

  @Patch(':id')
  @Allow('privacy.manage')
  @Answers(retentionRule)
  change(@Me() actor: MemberActor, @Id('rule about keeping') id: string, @Input(retentionRulePatch) patch: RetentionRulePatch): Promise<RetentionRule> {
    return this.retention.change(actor, id, patch);
  }

  @Delete(':id')
  @Allow('privacy.manage')
  @AnswersNothing()
  remove(@Me() actor: MemberActor, @Id('rule about keeping') id: string): Promise<void> {
    return this.retention.remove(actor, id);
  }

  /** Now, and not at night. */
  @Post(':id/run')
  @HttpCode(200)
  @Allow('privacy.manage')
  @Answers(retentionRule)
  begin(@Me() actor: MemberActor, @Id('rule about keeping') id: string): Promise<RetentionRule> {
    return this.retention.begin(actor, id);
  }
}
