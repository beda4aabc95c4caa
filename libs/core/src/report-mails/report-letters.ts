import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Outbound } from '@kontuar/connectors/contract';
import { reportFileQuery, type Locale } from '@kontuar/contract';
import { Secrets, type ReadyConfig, type Tx } from '@kontuar/platform';
import { houseToken } from '../house-mail/house-token';
import type { HouseLetters, HouseMailRow } from '../house-mail/letters';
import { findActors } from '../members/members.service';
import { mayReadKeys } from '../reports/all-measures';
import { reportFile } from '../reports/report-files.service';
import { readSheet } from '../reports/report-sheet';
import { Reports } from '../reports/reports.service';
import { CONFIG } from '../tokens';
import { reportLetter } from './report-letter';
import { reportLeaveUrl } from './leave-token';

interface MailRow { schedule_id: string; member_id: string; from: string; to: string; name: string; every: 'day' | 'week' | 'month'; time_zone: string; asked: object; formats: ('pdf' | 'csv')[]; email: string; member: string; locale: Locale; workspace: string }

/** Reports as mails: written as they leave, in the language and with the rights that their receiver has then. Who may not open a report gets none. */
@Injectable()
export class ReportLetters implements HouseLetters {
  constructor(private readonly reports: Reports, private readonly secrets: Secrets, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  async build(tx: Tx, mail: HouseMailRow): Promise<Outbound | { code: string; detail: string }> {
    const [row] = await tx.query<MailRow>(
      `SELECT n.schedule_id, n.member_id, n.from_day::text AS from, n.to_day::text AS to, s.name, s.every, s.time_zone, s.asked, s.formats, u.email, u.name AS member, u.locale, w.name AS workspace
       FROM report_mails n JOIN report_schedules s ON s.id = n.schedule_id JOIN memberships m ON m.id = n.member_id JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = n.workspace_id WHERE n.id = $1`, [mail.id]);
    const [actor] = row === undefined ? [] : await findActors(tx, [row.member_id]);
    if (row === undefined || actor === undefined) return { code: 'not-allowed', detail: 'The member is not active any more.' };
    const asked = reportFileQuery.pick({ measure: true }).parse(row.asked);
    if (!mayReadKeys(actor, asked.measure)) return { code: 'not-allowed', detail: 'The member may not read reports any more.' };
    const query = reportFileQuery.parse({ ...row.asked, from: row.from, to: row.to, zone: row.time_zone, by: row.every === 'day' ? 'hour' : 'day', format: 'pdf', locale: row.locale });
    const sheet = await readSheet(tx, this.reports, actor, query);
    const files = await Promise.all(row.formats.map((format) => reportFile(sheet, format)));
    const { publicUrl } = this.config.http;
    const leaveUrl = publicUrl === undefined ? undefined : reportLeaveUrl(this.secrets, publicUrl, { scheduleId: row.schedule_id, memberId: row.member_id });
    const letter = reportLetter({ sheet, name: row.name, screenUrl: publicUrl === undefined ? undefined : `${publicUrl}${sheet.sections.every(({ measure }) => measure.heard !== undefined) ? '/listening/insight' : '/reports'}`, settingsUrl: publicUrl === undefined ? undefined : `${publicUrl}/settings/report-mails`, leaveUrl });
    return {
      messageId: mail.id, attempt: mail.attempt, to: { id: row.email, name: row.member }, ...letter, references: [], visibility: 'private', replyToken: houseToken(this.secrets, 'notice', mail.id),
      attachments: files.map(({ name, contentType, content }) => ({ name, contentType, sizeBytes: content.length, open: () => Promise.resolve(Readable.from([content])) })),
      author: { name: row.workspace, workspace: row.workspace }, language: row.locale, automatic: true, ...(leaveUrl === undefined ? {} : { unsubscribeUrl: leaveUrl }),
    };
  }

  async hold(tx: Tx, mail: HouseMailRow): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM report_mails WHERE id = $1', [mail.id])).length > 0;
  }

  /** How it ended stands at its mail, and on the screen of schedules. */
  async settled(): Promise<void> {
    return undefined;
  }
}
