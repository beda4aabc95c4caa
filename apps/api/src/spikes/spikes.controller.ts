import { Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { spikeAlert, spikeAlerts, spikeJudgement, spikeMute, spikeTake, type SpikeAlert, type SpikeAlerts } from '@kontuar/contract';
import { Spikes, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** Where unusually much came in, with what caused it, and what people say to it. */
@Controller('api/v1/spikes')
export class SpikesController {
  constructor(private readonly spikes: Spikes) {}

  /** Those that go on first, then the newest. */
  @Get()
  @Allow('board.read')
  @Answers(spikeAlerts)
  list(@Me() actor: MemberActor): Promise<SpikeAlerts> {
    return this.spikes.list(actor);
  }

  /** It is theirs from now on, or that of somebody else, who is told. */
  @Post(':id/take')
  @Allow('board.move')
  @Answers(spikeAlert)
  take(@Me() actor: MemberActor, @Id('alert') id: string, @Input(spikeTake) input: { memberId?: string | null }): Promise<SpikeAlert> {
    return this.spikes.take(actor, id, input.memberId);
  }

  @Post(':id/calm')
  @Allow('board.move')
  @Answers(spikeAlert)
  calm(@Me() actor: MemberActor, @Id('alert') id: string): Promise<SpikeAlert> {
    return this.spikes.calm(actor, id);
  }

  /** Somebody said too early that it is over. */
  @Delete(':id/calm')
  @Allow('board.move')
  @Answers(spikeAlert)
  goOn(@Me() actor: MemberActor, @Id('alert') id: string): Promise<SpikeAlert> {
    return this.spikes.goOn(actor, id);
  }

  /** Whether it was worth it: the channel is alarmed less or more easily from then on. */
  @Post(':id/judgement')
  @Allow('board.move')
  @Answers(spikeAlert)
  judge(@Me() actor: MemberActor, @Id('alert') id: string, @Input(spikeJudgement) input: { useful: boolean | null }): Promise<SpikeAlert> {
    return this.spikes.judge(actor, id, input.useful);
  }

  /** Alerts about the same are written down, and nobody is told. */
  @Put(':id/mute')
  @Allow('board.move')
  @Answers(spikeAlert)
  hush(@Me() actor: MemberActor, @Id('alert') id: string, @Input(spikeMute) input: { hours: number | null }): Promise<SpikeAlert> {
    return this.spikes.hush(actor, id, input.hours);
  }

  /** Alerts of the channel are written down, and nobody is told. */
  @Put('channels/:id/mute')
  @Allow('board.move')
  @AnswersNothing()
  async mute(@Me() actor: MemberActor, @Id('channel') id: string, @Input(spikeMute) input: { hours: number | null }): Promise<void> {
    await this.spikes.mute(actor, id, input.hours);
  }
}
