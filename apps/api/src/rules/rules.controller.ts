import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import {
  rule, ruleBack, ruleCallPage, ruleCallQuery, ruleInput, ruleList, ruleOrder, rulePatch, ruleRunPage, ruleRunQuery, ruleRuns, ruleSecret, ruleTrial, ruleTrialInput, ruleVersions,
  type Page, type Rule, type RuleBack, type RuleCall, type RuleCallQuery, type RuleInput, type RuleList, type RuleOrder, type RulePatch, type RuleRun, type RuleRunQuery, type RuleRuns, type RuleSecret, type RuleTrial, type RuleTrialInput, type RuleVersions,
} from '@kontuar/contract';
import { RuleCalls, RuleRunLog, Rules, RuleTrials, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** When, if, then: what the house does by itself, in which order, and what came of it. */
@Controller('api/v1')
export class RulesController {
  constructor(private readonly rules: Rules, private readonly runs: RuleRunLog, private readonly trials: RuleTrials, private readonly calls: RuleCalls) {}

  /** In the order in which they are asked. */
  @Get('rules')
  @Allow('rules.read')
  @Answers(ruleList)
  list(@Me() actor: MemberActor): Promise<RuleList> {
    return this.rules.list(actor);
  }

  /** Behind all others; it works once it is switched on. */
  @Post('rules')
  @Allow('rules.manage')
  @Answers(rule, 201)
  create(@Me() actor: MemberActor, @Input(ruleInput) input: RuleInput): Promise<Rule> {
    return this.rules.create(actor, input);
  }

  /** What it would have come to in the last thirty days; changes nothing. */
  @Post('rules/trial')
  @Allow('rules.manage')
  @Answers(ruleTrial)
  trial(@Me() actor: MemberActor, @Input(ruleTrialInput) input: RuleTrialInput): Promise<RuleTrial> {
    return this.trials.try(actor, input);
  }

  @Put('rules/order')
  @Allow('rules.manage')
  @AnswersNothing()
  async order(@Me() actor: MemberActor, @Input(ruleOrder) input: RuleOrder): Promise<void> {
    await this.rules.order(actor, input.ids);
  }

  @Get('rules/:id')
  @Allow('rules.read')
  @Answers(rule)
  get(@Me() actor: MemberActor, @Id('rule') id: string): Promise<Rule> {
    return this.rules.get(actor, id);
  }

  /** What it says becomes a new version. */
  @Patch('rules/:id')
  @Allow('rules.manage')
  @Answers(rule)
  change(@Me() actor: MemberActor, @Id('rule') id: string, @Input(rulePatch) patch: RulePatch): Promise<Rule> {
    return this.rules.change(actor, id, patch);
  }

  /** What it did stays known. */
  @Delete('rules/:id')
  @Allow('rules.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('rule') id: string): Promise<void> {
    await this.rules.remove(actor, id);
  }

  @Get('rules/:id/versions')
  @Allow('rules.read')
  @Answers(ruleVersions)
  versions(@Me() actor: MemberActor, @Id('rule') id: string): Promise<RuleVersions> {
    return this.rules.versions(actor, id);
  }

  /** Says again what an earlier version said, as a new one. */
  @Post('rules/:id/back')
  @Allow('rules.manage')
  @Answers(rule)
  back(@Me() actor: MemberActor, @Id('rule') id: string, @Input(ruleBack) input: RuleBack): Promise<Rule> {
    return this.rules.back(actor, id, input);
  }

  /** A new secret for the signatures of its calls; shown this once. */
  @Post('rules/:id/secret')
  @Allow('rules.manage')
  @Answers(ruleSecret)
  secret(@Me() actor: MemberActor, @Id('rule') id: string): Promise<RuleSecret> {
    return this.rules.newSecret(actor, id);
  }

  /** What it did and why, newest first. */
  @Get('rules/:id/runs')
  @Allow('rules.read')
  @Answers(ruleRunPage)
  ofRule(@Me() actor: MemberActor, @Id('rule') id: string, @Filter(ruleRunQuery) query: RuleRunQuery): Promise<Page<RuleRun>> {
    return this.runs.ofRule(actor, id, query);
  }

  /** Its calls to other systems, newest first. */
  @Get('rules/:id/calls')
  @Allow('rules.read')
  @Answers(ruleCallPage)
  callsOf(@Me() actor: MemberActor, @Id('rule') id: string, @Filter(ruleCallQuery) query: RuleCallQuery): Promise<Page<RuleCall>> {
    return this.calls.list(actor, id, query);
  }

  /** What rules did in a conversation, and why. */
  @Get('conversations/:id/rule-runs')
  @Allow('conversation.read')
  @Answers(ruleRuns)
  ofConversation(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<RuleRuns> {
    return this.runs.ofConversation(actor, id);
  }
}
