import { Controller, Get, Param, Put, Res } from '@nestjs/common';
import { report, reportBehind, reportBehindQuery, reportDefinitions, reportFileQuery, reportHours, reportMeasure, reportQuery, type Report, type ReportBehind, type ReportBehindQuery, type ReportDefinitions, type ReportFileQuery, type ReportHours, type ReportMeasure, type ReportQuery } from '@kontuar/contract';
import { notFound, ReportFiles, ReportHoursDesk, Reports, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { sendFile } from '../cases/send-file';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Input } from '../http/parsed.decorator';

function measureOf(name: string): ReportMeasure {
  const parsed = reportMeasure.safeParse(name);
  if (!parsed.success) throw notFound('report');
  return parsed.data;
}

/** What happened, in figures, and the conversations behind them. */
@Controller('api/v1/reports')
export class ReportsController {
  constructor(private readonly reports: Reports, private readonly files: ReportFiles, private readonly openHours: ReportHoursDesk) {}

  /** What can be counted, and how it is. */
  @Get()
  @Allow('report.read')
  @Answers(reportDefinitions)
  definitions(@Me() actor: MemberActor): Promise<ReportDefinitions> {
    return this.reports.definitions(actor);
  }

  /** By whose hours business time is counted. */
  @Get('hours')
  @Allow('report.read')
  @Answers(reportHours)
  hours(@Me() actor: MemberActor): Promise<ReportHours> {
    return this.openHours.hours(actor);
  }

  /** What was counted by others is counted anew. */
  @Put('hours')
  @Allow('sla.manage')
  @Answers(reportHours)
  changeHours(@Me() actor: MemberActor, @Input(reportHours) input: ReportHours): Promise<ReportHours> {
    return this.openHours.change(actor, input);
  }

  /** To take along: for spreadsheets, or for paper. */
  @Get('file')
  @Allow('report.read')
  async file(@Me() actor: MemberActor, @Filter(reportFileQuery) query: ReportFileQuery, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(reply, await this.files.file(actor, query), 'attachment');
  }

  @Get(':measure')
  @Allow('report.read')
  @Answers(report)
  report(@Me() actor: MemberActor, @Param('measure') measure: string, @Filter(reportQuery) query: ReportQuery): Promise<Report> {
    return this.reports.report(actor, measureOf(measure), query);
  }

  @Get(':measure/conversations')
  @Allow('report.read')
  @Answers(reportBehind)
  behind(@Me() actor: MemberActor, @Param('measure') measure: string, @Filter(reportBehindQuery) query: ReportBehindQuery): Promise<ReportBehind> {
    return this.reports.behind(actor, measureOf(measure), query);
  }
}
