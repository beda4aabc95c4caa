import { Injectable } from '@nestjs/common';
import type { BrandMention, InsightFileQuery, InsightMeasure, Page, Report, ReportBehindQuery, ReportDefinitions, ReportQuery } from '@kontuar/contract';
import { insightMeasure } from '@kontuar/contract';
import { Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { pageOfThese } from '../monitoring/mention.rows';
import { allMeasures } from '../reports/all-measures';
import { ReportFiles, type ReportFile } from '../reports/report-files.service';
import { Reports, rowsBehind } from '../reports/reports.service';

/** Figures of what is said in public: reports as all others are, and behind each point its mentions. */
@Injectable()
export class Insight {
  constructor(private readonly database: Database, private readonly reports: Reports, private readonly files: ReportFiles) {}

  definitions(actor: MemberActor): Promise<ReportDefinitions> {
    return this.reports.definitions(actor, 'heard');
  }

  report(actor: MemberActor, measure: InsightMeasure, query: ReportQuery): Promise<Report> {
    return this.reports.report(actor, measure, query);
  }

  file(actor: MemberActor, query: InsightFileQuery): Promise<ReportFile> {
    return this.files.file(actor, { ...query, measure: query.measure ?? [...insightMeasure.options] });
  }

  /** Exactly those that were counted, the latest first. */
  mentions(actor: MemberActor, measure: InsightMeasure, query: ReportBehindQuery): Promise<Page<BrandMention>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const { from, where, parameters } = await rowsBehind(tx, actor, allMeasures[measure], query);
      return pageOfThese(tx, { ids: `SELECT f.mention_id FROM ${from} WHERE ${where}`, parameters }, query);
    });
  }
}
