import { Controller, Get, Patch, Post } from '@nestjs/common';
import { kindInput, kindList, kindPatch, kindTrial, kindTrialInput, kindView, type KindInput, type KindList, type KindPatch, type KindTrial, type KindTrialInput, type KindView } from '@kontuar/contract';
import { Kinds, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

@Controller('api/v1/kinds')
export class KindsController {
  constructor(private readonly kinds: Kinds) {}

  @Get()
  @Allow('contact.list')
  @Answers(kindList)
  list(@Me() actor: MemberActor): Promise<KindList> {
    return this.kinds.list(actor);
  }

  @Post()
  @Allow('kind.manage')
  @Answers(kindView, 201)
  create(@Me() actor: MemberActor, @Input(kindInput) input: KindInput): Promise<KindView> {
    return this.kinds.create(actor, input);
  }

  /** Who would get and who would lose the kind by this rule; changes nothing. */
  @Post('trial')
  @Allow('kind.manage')
  @Answers(kindTrial)
  trial(@Me() actor: MemberActor, @Input(kindTrialInput) input: KindTrialInput): Promise<KindTrial> {
    return this.kinds.trial(actor, input);
  }

  @Patch(':id')
  @Allow('kind.manage')
  @Answers(kindView)
  change(@Me() actor: MemberActor, @Id('kind') id: string, @Input(kindPatch) patch: KindPatch): Promise<KindView> {
    return this.kinds.change(actor, id, patch);
  }
}
