import { Inject, Injectable } from '@nestjs/common';
import { Database, metrics, Queues, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { AsideLetters } from '../asides/aside-letters';
import { ChannelContexts } from '../channels/channel-contexts';
import { clearAlarm, raiseAlarm } from '../channels/channel-alarms';
import { outcomeOf, type Outcome } from '../sending/outcome';
import { untilKept } from '../sending/until-kept';
import { NoticeLetters } from '../notice-mails/notice-letters';
import { ReportLetters } from '../report-mails/report-letters';
import { LOG, PULSE } from '../tokens';
import type { HouseLetters, HouseMailRow, MailPurpose } from './letters';

/** A process that stops renewing is taken for dead after this. */
const LEASE_MS = 20_000;
const columns = 'id, workspace_id, channel_id, purpose, subject_id, attempt, created_at';

/** Lets mails leave that are not for the customer: claimed in the database as answers are, one at a time for each thing that they are about. */
@Injectable()
export class HouseMail {
  private readonly letters: Record<MailPurpose, HouseLetters>;

  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly queues: Queues,
    asides: AsideLetters,
    notices: NoticeLetters,
    reports: ReportLetters,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.letters = { aside: asides, notice: notices, report: reports };
  }

  /** Sends what is due about one thing. Safe to call at any time, from anywhere, twice. */
  async run(subjectId: string): Promise<void> {
    for (;;) {
      const mail = await this.database.asSystem((tx) => claimNext(tx, subjectId));
      if (mail === undefined) return;
      const outcome = await this.attempt(mail);
      await this.settle(mail, outcome);
      if (outcome.state === 'retry') return;
    }
  }

  /** What no poke reached, after settling what dead workers left behind. */
  async sweep(): Promise<string[]> {
    const abandoned = await this.database.asSystem((tx) => tx.query<HouseMailRow & { handed_over: boolean }>(`SELECT ${columns}, handed_over FROM house_mails WHERE status = 'sending' AND lease_until < now() LIMIT 100`));
    for (const mail of abandoned) {
      await this.settle(mail, mail.handed_over ? { state: 'unknown', code: 'interrupted', detail: 'Kontuar was stopped while this was being sent.' } : { state: 'retry', afterMs: 0, code: 'interrupted', detail: '' }, 'AND lease_until < now()');
    }
    const due = await this.database.asSystem((tx) => tx.query<{ subject_id: string }>(
      `SELECT DISTINCT subject_id FROM (SELECT h.subject_id FROM house_mails h JOIN channels ch ON ch.id = h.channel_id WHERE h.status = 'queued' AND h.due_at <= now() AND NOT ch.paused ORDER BY h.due_at LIMIT 500) due`));
    return due.map((row) => row.subject_id);
  }

  private async attempt(mail: HouseMailRow): Promise<Outcome> {
    let mayHaveLeft = false;
    let connectorId = 'none';
    const ended = (outcome: Outcome): Outcome => {
      metrics.sends.inc({ connector: connectorId, outcome: outcome.state });
      return outcome;
    };
    const heartbeat = setInterval(() => {
      this.database.asSystem((tx) => tx.execute(`UPDATE house_mails SET lease_until = now() + $3 * interval '1 millisecond' WHERE id = $1 AND status = 'sending' AND attempt = $2`, [mail.id, mail.attempt, LEASE_MS])).catch(() => undefined);
    }, LEASE_MS / 4);
    try {
      const { connector, ctx } = await this.contexts.open(mail.channel_id);
      connectorId = connector.id;
      const letter = await this.database.inWorkspace(mail.workspace_id, (tx) => this.letters[mail.purpose].build(tx, mail));
      if ('code' in letter) return ended({ state: 'failed', ...letter });
      const fenced = await this.database.asSystem((tx) => tx.execute(`UPDATE house_mails SET handed_over = true, lease_until = now() + $3 * interval '1 millisecond' WHERE id = $1 AND status = 'sending' AND attempt = $2`, [mail.id, mail.attempt, LEASE_MS]));
      if (fenced === 0) return { state: 'failed', code: 'lost-claim', detail: '' };
      mayHaveLeft = true;
      return ended({ state: 'sent', sent: await connector.send(ctx, letter) });
    } catch (error) {
      return ended(outcomeOf(this.log, error, mail.attempt, mayHaveLeft));
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async settle(mail: HouseMailRow, outcome: Outcome, only = ''): Promise<void> {
    const delayMs = await untilKept(this.log, () => this.database.inWorkspace(mail.workspace_id, async (tx) => {
      const letters = this.letters[mail.purpose];
      if (!(await letters.hold(tx, mail))) return undefined;
      const held = await keepOutcome(tx, mail, outcome, only);
      if (!held) return undefined;
      if (outcome.state === 'sent') {
        await tx.execute(`UPDATE channels SET last_outbound_at = now() WHERE id = $1`, [mail.channel_id]);
        await clearAlarm(tx, mail.channel_id, ['unauthorized']);
      } else if (outcome.state === 'failed' && outcome.alarm === true) {
        await raiseAlarm(tx, mail.channel_id, { code: 'unauthorized', detail: outcome.detail });
      }
      await letters.settled(tx, mail, outcome);
      return outcome.state === 'retry' ? outcome.afterMs : undefined;
    }));
    this.pulse.publish('relay');
    if (delayMs !== undefined) this.queues.poke('house-mail', { subjectId: mail.subject_id }, delayMs);
  }
}

async function claimNext(tx: Tx, subjectId: string): Promise<HouseMailRow | undefined> {
  const rows = await tx.query<{ id: string; status: string; due: boolean; retrying: boolean }>(
    `SELECT h.id, h.status, h.due_at <= now() AND NOT ch.paused AS due, h.attempt > 0 AS retrying FROM house_mails h JOIN channels ch ON ch.id = h.channel_id
     WHERE h.subject_id = $1 AND h.status IN ('queued', 'sending') ORDER BY h.created_at, h.id FOR UPDATE OF h`,
    [subjectId],
  );
  if (rows.some((row) => row.status === 'sending')) return undefined;
  // One that waits for its retry holds up those behind it; one that can still be taken back does not.
  const next = rows.find((row) => row.due || row.retrying);
  if (next?.due !== true) return undefined;
  const [mail] = await tx.query<HouseMailRow>(
    `UPDATE house_mails SET status = 'sending', handed_over = false, attempt = attempt + 1, lease_until = now() + $2 * interval '1 millisecond' WHERE id = $1 RETURNING ${columns}`, [next.id, LEASE_MS]);
  return mail;
}

/** False when somebody took us for dead and it is theirs to decide; proof of success still counts. */
async function keepOutcome(tx: Tx, mail: HouseMailRow, outcome: Outcome, only: string): Promise<boolean> {
  if (outcome.state === 'sent') {
    return (await tx.execute(
      `UPDATE house_mails SET status = 'sent', external_id = $2, sent_at = now(), lease_until = NULL, failure_code = $3, failure_detail = $4 WHERE id = $1 AND status IN ('queued', 'sending', 'unknown')`,
      [mail.id, outcome.sent.externalId, outcome.sent.warning === undefined ? null : 'not-all', outcome.sent.warning?.slice(0, 1000) ?? null],
    )) > 0;
  }
  return (await tx.execute(
    `UPDATE house_mails SET status = $3, lease_until = NULL, failure_code = $4, failure_detail = $5, due_at = CASE WHEN $3 = 'queued' THEN now() + $6 * interval '1 millisecond' ELSE due_at END
     WHERE id = $1 AND status = 'sending' AND attempt = $2 ${only}`,
    [mail.id, mail.attempt, outcome.state === 'retry' ? 'queued' : outcome.state, outcome.code, outcome.detail.slice(0, 1000), outcome.state === 'retry' ? outcome.afterMs : 0],
  )) > 0;
}
