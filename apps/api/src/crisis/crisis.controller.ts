import { Controller, Get, Patch, Post, Res } from '@nestjs/common';
import { crises, crisisEnd, crisisEntryInput, crisisFileQuery, crisisInput, crisisNow, crisisPatch, crisisRoom, crisisTaskState, crisisView, heldDecided, heldDecision, heldList, type Crises as CrisisList, type CrisisEntryInput, type CrisisFileQuery, type CrisisInput, type CrisisNow, type CrisisPatch, type CrisisRoom, type CrisisView, type HeldDecided, type HeldDecision, type HeldList } from '@kontuar/contract';
import { Crises, CrisisHolds, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { sendFile } from '../cases/send-file';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** Crisis mode: one switch, what it holds, and the room in which one works together until it is over. */
@Controller('api/v1/crises')
export class CrisisController {
  constructor(private readonly crises: Crises, private readonly holds: CrisisHolds) {}

  /** Those that are on first, then the newest. */
  @Get()
  @Allow('crisis.read')
  @Answers(crises)
  list(@Me() actor: MemberActor): Promise<CrisisList> {
    return this.crises.list(actor);
  }

  /** Whether one is on, with what we say meanwhile; and what nobody decided yet of those that are over. */
  @Get('now')
  @Allow('crisis.read')
  @Answers(crisisNow)
  now(@Me() actor: MemberActor): Promise<CrisisNow> {
    return this.crises.now(actor);
  }

  /** When one is on already, that one is answered, and the reason stands in its room. */
  @Post()
  @Allow('crisis.lead')
  @Answers(crisisView)
  begin(@Me() actor: MemberActor, @Input(crisisInput) input: CrisisInput): Promise<CrisisView> {
    return this.crises.begin(actor, input);
  }

  @Get(':id')
  @Allow('crisis.read')
  @Answers(crisisRoom)
  room(@Me() actor: MemberActor, @Id('crisis') id: string): Promise<CrisisRoom> {
    return this.crises.room(actor, id);
  }

  /** What happened, to take along: for spreadsheets, or for paper. */
  @Get(':id/file')
  @Allow('crisis.read')
  async file(@Me() actor: MemberActor, @Id('crisis') id: string, @Filter(crisisFileQuery) query: CrisisFileQuery, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(reply, await this.crises.file(actor, id, query), 'attachment');
  }

  /** Why, what it concerns, what we say. */
  @Patch(':id')
  @Allow('crisis.lead')
  @Answers(crisisView)
  change(@Me() actor: MemberActor, @Id('crisis') id: string, @Input(crisisPatch) input: CrisisPatch): Promise<CrisisView> {
    return this.crises.change(actor, id, input);
  }

  /** Everything leaves again at its time; of what came to it meanwhile somebody decides. */
  @Post(':id/end')
  @Allow('crisis.lead')
  @Answers(crisisView)
  end(@Me() actor: MemberActor, @Id('crisis') id: string, @Input(crisisEnd) input: { note: string }): Promise<CrisisView> {
    return this.crises.end(actor, id, input.note);
  }

  /** A note, a decision, or a task for somebody. */
  @Post(':id/entries')
  @Allow('crisis.note')
  @Answers(crisisRoom, 201)
  add(@Me() actor: MemberActor, @Id('crisis') id: string, @Input(crisisEntryInput) input: CrisisEntryInput): Promise<CrisisRoom> {
    return this.crises.add(actor, id, input);
  }

  @Patch(':id/entries/:entryId')
  @Allow('crisis.note')
  @Answers(crisisRoom)
  settle(@Me() actor: MemberActor, @Id('crisis') id: string, @Id('task', 'entryId') entryId: string, @Input(crisisTaskState) input: { done: boolean }): Promise<CrisisRoom> {
    return this.crises.settle(actor, id, entryId, input.done);
  }

  /** What waits, of what this reader may see. */
  @Get(':id/held')
  @Allow('crisis.lead')
  @Answers(heldList)
  held(@Me() actor: MemberActor, @Id('crisis') id: string): Promise<HeldList> {
    return this.holds.list(actor, id);
  }

  /** Lets go, shifts or drops: these, or all that came to their time. */
  @Post(':id/held')
  @Allow('crisis.lead')
  @Answers(heldDecided)
  decide(@Me() actor: MemberActor, @Id('crisis') id: string, @Input(heldDecision) input: HeldDecision): Promise<HeldDecided> {
    return this.holds.decide(actor, id, input);
  }
}
