import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import {
  moderationDecide, moderationDecided, moderationException, moderationHit, moderationHitQuery, moderationMark, moderationOfConversation, moderationOrder, moderationRestoreInput, moderationRule, moderationRuleInput, moderationRulePatch, moderationRules, moderationTrial, moderationTrialInput, page,
  type ModerationDecide, type ModerationDecided, type ModerationException, type ModerationHit, type ModerationHitQuery, type ModerationOfConversation, type ModerationRule, type ModerationRuleInput, type ModerationRulePatch, type ModerationRules, type ModerationTrial, type ModerationTrialInput, type Page,
} from '@kontuar/contract';
import { ModerationHits, ModerationRuleBook, ModerationTrials, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Rules about public comments, what they hit, and what people say to it. */
@Controller('api/v1')
export class ModerationController {
  constructor(private readonly rules: ModerationRuleBook, private readonly trials: ModerationTrials, private readonly found: ModerationHits) {}

  /** In the order in which they are asked; all that match apply. */
  @Get('moderation/rules')
  @Allow('moderation.read')
  @Answers(moderationRules)
  list(@Me() actor: MemberActor): Promise<ModerationRules> {
    return this.rules.list(actor);
  }

  @Post('moderation/rules')
  @Allow('moderation.manage')
  @Answers(moderationRule, 201)
  create(@Me() actor: MemberActor, @Input(moderationRuleInput) input: ModerationRuleInput): Promise<ModerationRule> {
    return this.rules.create(actor, input);
  }

  /** What it would have done to the comments of the last thirty days; changes nothing. */
  @Post('moderation/rules/trial')
  @Allow('moderation.manage')
  @Answers(moderationTrial)
  trial(@Me() actor: MemberActor, @Input(moderationTrialInput) input: ModerationTrialInput): Promise<ModerationTrial> {
    return this.trials.try(actor, input);
  }

  @Put('moderation/rules/order')
  @Allow('moderation.manage')
  @AnswersNothing()
  async order(@Me() actor: MemberActor, @Input(moderationOrder) input: { ids: string[] }): Promise<void> {
    await this.rules.order(actor, input.ids);
  }

  @Patch('moderation/rules/:id')
  @Allow('moderation.manage')
  @Answers(moderationRule)
  change(@Me() actor: MemberActor, @Id('rule') id: string, @Input(moderationRulePatch) patch: ModerationRulePatch): Promise<ModerationRule> {
    return this.rules.change(actor, id, patch);
  }

  @Delete('moderation/rules/:id')
  @Allow('moderation.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('rule') id: string): Promise<void> {
    await this.rules.remove(actor, id);
  }

  /** From now on it leaves an author, a post or words alone. */
  @Post('moderation/rules/:id/exceptions')
  @Allow('moderation.manage')
  @Answers(moderationRule)
  except(@Me() actor: MemberActor, @Id('rule') id: string, @Input(moderationException) input: ModerationException): Promise<ModerationRule> {
    return this.rules.except(actor, id, input);
  }

  /** A hit of a trial, marked by hand as false, or as right after all. */
  @Put('moderation/rules/:id/marks')
  @Allow('moderation.manage')
  @AnswersNothing()
  async mark(@Me() actor: MemberActor, @Id('rule') id: string, @Input(moderationMark) input: { messageId: string; falseHit: boolean }): Promise<void> {
    await this.trials.mark(actor, id, input);
  }

  /** Takes back all that it did since then, as far as platforms let it; also of a rule that is gone. */
  @Post('moderation/rules/:id/restore')
  @Allow('moderation.manage')
  @Answers(moderationDecided)
  restore(@Me() actor: MemberActor, @Id('rule') id: string, @Input(moderationRestoreInput) input: { since: string }): Promise<ModerationDecided> {
    return this.found.restoreSince(actor, id, input.since);
  }

  /** Newest first. */
  @Get('moderation/hits')
  @Allow('moderation.read')
  @Answers(page(moderationHit))
  hits(@Me() actor: MemberActor, @Filter(moderationHitQuery) query: ModerationHitQuery): Promise<Page<ModerationHit>> {
    return this.found.list(actor, query);
  }

  /** One or many: do it, refuse it, take it back, say that it was a false hit. */
  @Post('moderation/hits/decide')
  @Allow('message.act')
  @Answers(moderationDecided)
  decide(@Me() actor: MemberActor, @Input(moderationDecide) input: ModerationDecide): Promise<ModerationDecided> {
    return this.found.decide(actor, input);
  }

  /** What rules said of its comments. */
  @Get('conversations/:id/moderation')
  @Allow('conversation.read')
  @Answers(moderationOfConversation)
  ofConversation(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<ModerationOfConversation> {
    return this.found.ofConversation(actor, id);
  }
}
