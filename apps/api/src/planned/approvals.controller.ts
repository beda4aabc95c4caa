import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { approvalQueue, approvalRule, approvalRuleInput, approvalRulePatch, approveInput, held, postedOrHeld, returnInput, type ApprovalQueue, type ApprovalRule, type ApprovalRuleInput, type ApprovalRulePatch, type ApproveInput, type Held, type PostedOrHeld, type ReturnInput } from '@kontuar/contract';
import { ApprovalRules, Approvals, type MemberActor } from '@kontuar/core';
import { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

const ruleList = z.object({ items: z.array(approvalRule) });

@Controller('api/v1')
export class ApprovalsController {
  constructor(private readonly approvals: Approvals, private readonly rules: ApprovalRules) {}

  /** What waits for this member's yes, longest first. */
  @Get('approvals')
  @Allow('message.approve')
  @Answers(approvalQueue)
  queue(@Me() actor: MemberActor): Promise<ApprovalQueue> {
    return this.approvals.queue(actor);
  }

  /** With or without changes; it leaves in its author's name after the usual pause, or at its time. */
  @Post('planned/:id/approve')
  @Allow('message.approve')
  @Answers(postedOrHeld)
  approve(@Me() actor: MemberActor, @Id('planned answer') id: string, @Input(approveInput) input: ApproveInput): Promise<PostedOrHeld> {
    return this.approvals.approve(actor, id, input);
  }

  @Post('planned/:id/return')
  @Allow('message.approve')
  @Answers(held)
  giveBack(@Me() actor: MemberActor, @Id('planned answer') id: string, @Input(returnInput) input: ReturnInput): Promise<Held> {
    return this.approvals.giveBack(actor, id, input.note);
  }

  @Get('approval-rules')
  @Allow('approval.manage')
  @Answers(ruleList)
  list(@Me() actor: MemberActor): Promise<{ items: ApprovalRule[] }> {
    return this.rules.list(actor);
  }

  @Post('approval-rules')
  @Allow('approval.manage')
  @Answers(approvalRule, 201)
  create(@Me() actor: MemberActor, @Input(approvalRuleInput) input: ApprovalRuleInput): Promise<ApprovalRule> {
    return this.rules.create(actor, input);
  }

  @Patch('approval-rules/:id')
  @Allow('approval.manage')
  @Answers(approvalRule)
  change(@Me() actor: MemberActor, @Id('rule') id: string, @Input(approvalRulePatch) input: ApprovalRulePatch): Promise<ApprovalRule> {
    return this.rules.change(actor, id, input);
  }

  @Delete('approval-rules/:id')
  @Allow('approval.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('rule') id: string): Promise<void> {
    await this.rules.remove(actor, id);
  }
}
