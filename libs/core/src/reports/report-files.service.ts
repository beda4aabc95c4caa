import { Injectable } from '@nestjs/common';
import type { ReportFileQuery } from '@kontuar/contract';
import { Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { reportCsv } from './report-csv';
import { reportPdf } from './report-pdf';
import { readSheet, type ReportSheet } from './report-sheet';
import { Reports } from './reports.service';

export interface ReportFile { name: string; contentType: string; content: Buffer }

/** Figures to take along: for spreadsheets, or for paper. */
@Injectable()
export class ReportFiles {
  constructor(private readonly database: Database, private readonly reports: Reports) {}

  async file(actor: MemberActor, query: ReportFileQuery): Promise<ReportFile> {
    return reportFile(await this.database.lookInWorkspace(actor.workspaceId, (tx) => readSheet(tx, this.reports, actor, query)), query.format);
  }
}

export async function reportFile(sheet: ReportSheet, format: 'csv' | 'pdf'): Promise<ReportFile> {
  const [only, ...others] = sheet.sections;
  const what = only !== undefined && others.length === 0 ? `-${only.measure.key}` : '';
  const name = `${sheet.locale === 'pl' ? 'raport' : 'report'}${what}-${sheet.from}-${sheet.to}.${format}`;
  return format === 'csv' ? { name, contentType: 'text/csv; charset=utf-8', content: reportCsv(sheet) } : { name, contentType: 'application/pdf', content: await reportPdf(sheet) };
}
