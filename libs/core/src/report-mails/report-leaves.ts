import { Injectable } from '@nestjs/common';
import type { Locale } from '@kontuar/contract';
import { Database, Secrets } from '@kontuar/platform';
import { DomainError } from '../errors';
import { record } from '../history/history';
import { readLeaveToken, type Receiver } from './leave-token';

export interface LeaveFacts { locale: Locale; /** What the report is called. */ name: string; /** They are on its list no more. */ already: boolean }
interface Line extends Receiver { workspaceId: string; locale: Locale; name: string; receives: boolean }

/** "No more of these" from a mail with a report: one member off one list, and nothing else. */
@Injectable()
export class ReportLeaves {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  /** @throws not-found */
  async ask(token: string): Promise<LeaveFacts> {
    const { locale, name, receives } = await this.line(token);
    return { locale, name, already: !receives };
  }

  /** Said again it changes nothing: mail programs press such buttons twice. */
  async end(token: string): Promise<LeaveFacts> {
    const { workspaceId, scheduleId, memberId, locale, name } = await this.line(token);
    await this.database.inWorkspace(workspaceId, async (tx) => {
      const gone = await tx.execute('DELETE FROM report_receivers WHERE schedule_id = $1 AND member_id = $2', [scheduleId, memberId]);
      if (gone > 0) await record(tx, [{ type: 'report-schedule.left', actor: { kind: 'member', id: memberId }, subjectId: scheduleId, data: { how: 'link' } }]);
    });
    return { locale, name, already: true };
  }

  private async line(token: string): Promise<Line> {
    const receiver = readLeaveToken(this.secrets, token);
    const [line] = receiver === undefined ? [] : await this.database.asSystem((tx) => tx.query<Omit<Line, keyof Receiver>>(
      `SELECT s.workspace_id AS "workspaceId", s.name, u.locale, EXISTS (SELECT 1 FROM report_receivers r WHERE r.schedule_id = s.id AND r.member_id = m.id) AS receives
       FROM report_schedules s JOIN memberships m ON m.workspace_id = s.workspace_id AND m.id = $2 JOIN users u ON u.id = m.user_id WHERE s.id = $1`, [receiver.scheduleId, receiver.memberId]));
    if (receiver === undefined || line === undefined) throw new DomainError('not-found', 'not-found', 'This link is wrong or too old.');
    return { ...receiver, ...line };
  }
}
