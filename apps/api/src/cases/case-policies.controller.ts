import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import {
  casePolicies, casePolicy, casePolicyInput, casePolicyPatch, caseSettings, caseSettingsPatch, type CasePolicies as PoliciesView, type CasePolicy, type CasePolicyInput, type CasePolicyPatch, type CaseSettings, type CaseSettingsPatch,
} from '@kontuar/contract';
import { CasePolicies, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** In which time claims are answered, and on which days nobody works. */
@Controller('api/v1')
export class CasePoliciesController {
  constructor(private readonly policies: CasePolicies) {}

  @Get('case-settings')
  @Allow('case.read')
  @Answers(caseSettings)
  settings(@Me() actor: MemberActor): Promise<CaseSettings> {
    return this.policies.settings(actor);
  }

  @Patch('case-settings')
  @Allow('case.manage')
  @Answers(caseSettings)
  change(@Me() actor: MemberActor, @Input(caseSettingsPatch) patch: CaseSettingsPatch): Promise<CaseSettings> {
    return this.policies.change(actor, patch);
  }

  /** The workspace's own, and what the law says where they are silent. */
  @Get('case-policies')
  @Allow('case.read')
  @Answers(casePolicies)
  list(@Me() actor: MemberActor): Promise<PoliciesView> {
    return this.policies.list(actor);
  }

  @Post('case-policies')
  @Allow('case.manage')
  @Answers(casePolicy, 201)
  add(@Me() actor: MemberActor, @Input(casePolicyInput) input: CasePolicyInput): Promise<CasePolicy> {
    return this.policies.add(actor, input);
  }

  @Patch('case-policies/:id')
  @Allow('case.manage')
  @Answers(casePolicy)
  edit(@Me() actor: MemberActor, @Id('policy') id: string, @Input(casePolicyPatch) patch: CasePolicyPatch): Promise<CasePolicy> {
    return this.policies.edit(actor, id, patch);
  }

  @Delete('case-policies/:id')
  @Allow('case.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('policy') id: string): Promise<void> {
    await this.policies.remove(actor, id);
  }
}
