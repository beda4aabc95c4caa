import { Controller, Get, Post } from '@nestjs/common';
import { sweep, sweepInput, type Sweep, type SweepInput } from '@kontuar/contract';
import { Sweeps, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** Acts on everything that matches, in batches; its id is also the token that takes it back. */
@Controller('api/v1/sweeps')
export class SweepsController {
  constructor(private readonly sweeps: Sweeps) {}

  @Post()
  @Allow('conversation.triage')
  @Answers(sweep, 201)
  start(@Me() actor: MemberActor, @Input(sweepInput) input: SweepInput): Promise<Sweep> {
    return this.sweeps.start(actor, input);
  }

  @Get(':id')
  @Allow('conversation.triage')
  @Answers(sweep)
  get(@Me() actor: MemberActor, @Id('act') id: string): Promise<Sweep> {
    return this.sweeps.get(actor, id);
  }
}
