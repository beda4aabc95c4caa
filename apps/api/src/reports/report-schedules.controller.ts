import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { reportSchedule, reportScheduleInput, reportSchedulePatch, reportSchedules, type ReportSchedule, type ReportScheduleInput, type ReportSchedulePatch, type ReportSchedules } from '@kontuar/contract';
import { ReportScheduleDesk, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** Reports that come by mail. */
@Controller('api/v1/report-schedules')
export class ReportSchedulesController {
  constructor(private readonly schedules: ReportScheduleDesk) {}

  /** With when each is due next, and how the last one went. */
  @Get()
  @Allow('report.read')
  @Answers(reportSchedules)
  list(@Me() actor: MemberActor): Promise<ReportSchedules> {
    return this.schedules.list(actor);
  }

  @Post()
  @Allow('report.send')
  @Answers(reportSchedule, 201)
  create(@Me() actor: MemberActor, @Input(reportScheduleInput) input: ReportScheduleInput): Promise<ReportSchedule> {
    return this.schedules.create(actor, input);
  }

  @Patch(':id')
  @Allow('report.send')
  @Answers(reportSchedule)
  change(@Me() actor: MemberActor, @Id('report-schedule') id: string, @Input(reportSchedulePatch) patch: ReportSchedulePatch): Promise<ReportSchedule> {
    return this.schedules.change(actor, id, patch);
  }

  @Delete(':id')
  @Allow('report.send')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('report-schedule') id: string): Promise<void> {
    await this.schedules.remove(actor, id);
  }

  /** To oneself, to see what the others will get. */
  @Post(':id/send')
  @Allow('report.send')
  @AnswersNothing()
  async sendNow(@Me() actor: MemberActor, @Id('report-schedule') id: string): Promise<void> {
    await this.schedules.sendNow(actor, id);
  }

  /** No more of these for oneself. */
  @Post(':id/leave')
  @Allow('self.manage')
  @AnswersNothing()
  async leave(@Me() actor: MemberActor, @Id('report-schedule') id: string): Promise<void> {
    await this.schedules.leave(actor, id);
  }
}
