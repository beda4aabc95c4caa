import { Controller, Get, Param, Res } from '@nestjs/common';
import { brandMentionPage, insightFileQuery, insightMeasure, listeningDay, listeningDayQuery, report, reportBehindQuery, reportDefinitions, reportQuery, type BrandMention, type InsightFileQuery, type InsightMeasure, type ListeningDay, type ListeningDayQuery, type Page, type Report, type ReportBehindQuery, type ReportDefinitions, type ReportQuery } from '@kontuar/contract';
import { Insight, ListeningDays, notFound, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { sendFile } from '../cases/send-file';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter } from '../http/parsed.decorator';

function measureOf(name: string): InsightMeasure {
  const parsed = insightMeasure.safeParse(name);
  if (!parsed.success) throw notFound('report');
  return parsed.data;
}

/** What is said in public, in figures, and the mentions behind them. */
@Controller('api/v1/listening/insight')
export class InsightController {
  constructor(private readonly insight: Insight, private readonly days: ListeningDays) {}

  /** What can be counted, and how it is. */
  @Get()
  @Allow('listening.read')
  @Answers(reportDefinitions)
  definitions(@Me() actor: MemberActor): Promise<ReportDefinitions> {
    return this.insight.definitions(actor);
  }

  /** To take along: for spreadsheets, or for paper. */
  @Get('file')
  @Allow('listening.read')
  async file(@Me() actor: MemberActor, @Filter(insightFileQuery) query: InsightFileQuery, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(reply, await this.insight.file(actor, query), 'attachment');
  }

  /** What stands beside the stream: the last 24 hours against usual, where, and how much is on each shelf. */
  @Get('day')
  @Allow('listening.read')
  @Answers(listeningDay)
  day(@Me() actor: MemberActor, @Filter(listeningDayQuery) query: ListeningDayQuery): Promise<ListeningDay> {
    return this.days.day(actor, query);
  }

  @Get(':measure')
  @Allow('listening.read')
  @Answers(report)
  report(@Me() actor: MemberActor, @Param('measure') measure: string, @Filter(reportQuery) query: ReportQuery): Promise<Report> {
    return this.insight.report(actor, measureOf(measure), query);
  }

  /** Exactly those that were counted. */
  @Get(':measure/mentions')
  @Allow('listening.read')
  @Answers(brandMentionPage)
  behind(@Me() actor: MemberActor, @Param('measure') measure: string, @Filter(reportBehindQuery) query: ReportBehindQuery): Promise<Page<BrandMention>> {
    return this.insight.mentions(actor, measureOf(measure), query);
  }
}
