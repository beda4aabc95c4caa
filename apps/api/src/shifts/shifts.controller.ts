import { Controller, Get, Patch } from '@nestjs/common';
import { ownShiftPatch, shiftPatch, shiftView, type OwnShiftPatch, type ShiftPatch, type ShiftView } from '@kontuar/contract';
import { Shifts, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class ShiftsController {
  constructor(private readonly shifts: Shifts) {}

  @Get('me/shift')
  @Allow('self.manage')
  @Answers(shiftView)
  own(@Me() actor: MemberActor): Promise<ShiftView> {
    return this.shifts.of(actor, actor.memberId);
  }

  /** One's own break, absence and substitute. */
  @Patch('me/shift')
  @Allow('self.manage')
  @Answers(shiftView)
  changeOwn(@Me() actor: MemberActor, @Input(ownShiftPatch) patch: OwnShiftPatch): Promise<ShiftView> {
    return this.shifts.change(actor, actor.memberId, patch);
  }

  @Get('members/:id/shift')
  @Allow('shift.manage')
  @Answers(shiftView)
  of(@Me() actor: MemberActor, @Id('member') id: string): Promise<ShiftView> {
    return this.shifts.of(actor, id);
  }

  /** Hours, absence and substitute of a colleague. */
  @Patch('members/:id/shift')
  @Allow('shift.manage')
  @Answers(shiftView)
  change(@Me() actor: MemberActor, @Id('member') id: string, @Input(shiftPatch) patch: ShiftPatch): Promise<ShiftView> {
    return this.shifts.change(actor, id, patch);
  }
}
