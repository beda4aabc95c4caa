import { Inject, Injectable } from '@nestjs/common';
import type { OpenComment, StatementAbout, StatementDesk, StatementInput, StatementMade, StatementRound } from '@kontuar/contract';
import { BUSY, Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { lockConversations } from '../conversations/change';
import { CrisisHolds } from '../crisis/crisis-holds.service';
import { inCrisis } from '../crisis/in-force';
import { conflict, DomainError, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { Messages } from '../messages/messages.service';
import { refreshPlan } from '../planned/plan';
import { plannedColumns, type PlannedRow } from '../planned/planned.row';
import { endPlanned } from '../planned/release';
import { PULSE } from '../tokens';
import { findOpenComments } from './open-comments';

/** Whoever sent it may think again, for all of it. */
const FIRST_AFTER_MS = 20_000;
const AT_ONCE = 50;
const SHOWN = 20;
const waitsFor = `('scheduled', 'awaiting', 'returned')`;

interface RoundRow { id: string; text: string; made_by: string; made_by_name: string; every_seconds: number; created_at: Date; stopped_at: Date | null; left_count: number; waiting: number; dropped: number; ends_at: Date | null }

/** One statement to many who wait for a public answer: reviewed by a person, each an answer of its own, at a pace, and taken back as far as it has not left. */
@Injectable()
export class Statements {
  constructor(private readonly database: Database, private readonly messages: Messages, private readonly holds: CrisisHolds, @Inject(PULSE) private readonly pulse: Pulse) {}

  desk(actor: MemberActor, about: StatementAbout): Promise<StatementDesk> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ ...await findOpenComments(tx, actor, about), rounds: await findRounds(tx, `(r.alert_id = $1 OR r.crisis_id = $1)`, about.alertId ?? about.crisisId ?? '') }));
  }

  /** Twice with one id goes on with what was begun; nobody gets two, whoever begins another at the same moment. */
  async begin(actor: MemberActor, input: StatementInput): Promise<StatementMade> {
    const made = await this.database.holding(`statement:${actor.workspaceId}`, () => this.run(actor, input));
    if (made === BUSY) throw conflict('statement-busy', 'Another statement is being made at this moment. Look at who still waits afterwards.');
    return made;
  }

  private async run(actor: MemberActor, input: StatementInput): Promise<StatementMade> {
    const about = { ...(input.alertId === null ? {} : { alertId: input.alertId }), ...(input.crisisId === null ? {} : { crisisId: input.crisisId }) };
    const { id, open, made } = await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { items: waiting } = await findOpenComments(tx, actor, about, input.items.map(({ conversationId }) => conversationId));
      const inserted = await tx.execute('INSERT INTO statement_rounds (id, workspace_id, client_id, alert_id, crisis_id, text, every_seconds, made_by, made_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (workspace_id, client_id) DO NOTHING',
        [newId(), actor.workspaceId, input.clientId, input.alertId, input.crisisId, input.text, input.everySeconds, actor.memberId, actor.name]);
      const [round] = await tx.query<{ id: string; text: string; made_by: string; stopped_at: Date | null }>('SELECT id, text, made_by, stopped_at FROM statement_rounds WHERE workspace_id = $1 AND client_id = $2', [actor.workspaceId, input.clientId]);
      if (round === undefined) throw notFound('statement');
      if (round.made_by !== actor.memberId || round.text !== input.text || round.stopped_at !== null) throw conflict('statement-known', 'This statement was made already, or was stopped.');
      if (inserted > 0) await record(tx, [{ type: 'statement.begun', actor: actorOf(actor), subjectId: round.id, data: { count: input.items.length, ...about } }]);
      const done = new Set((await tx.query<{ conversation_id: string }>('SELECT p.conversation_id FROM statement_answers s JOIN planned_answers p ON p.id = s.planned_id WHERE s.round_id = $1', [round.id])).map((row) => row.conversation_id));
      return { id: round.id, open: new Map(waiting.map((one) => [one.conversationId, one])), made: done };
    });
    const refused: StatementMade['refused'] = [];
    let place = made.size;
    for (const { conversationId, messageId } of input.items) {
      if (made.has(conversationId)) continue;
      const comment = open.get(conversationId);
      const reason = comment === undefined ? 'Somebody answers this already, or nobody waits for an answer any more.' : comment.messageId !== messageId ? 'They wrote again after you read it.' : await this.one(actor, { ...input, id }, comment, place);
      if (reason === undefined) place += 1;
      else refused.push({ conversationId, reason });
    }
    await this.letGo(actor, id);
    return { round: await this.find(actor, id), refused };
  }

  /** An answer like any other: with the rights, windows, lengths and approvals of its channel. Answers why not. */
  private async one(actor: MemberActor, { id, text, everySeconds }: StatementInput & { id: string }, comment: OpenComment, place: number): Promise<string | undefined> {
    try {
      const answer = await this.messages.post(actor, comment.conversationId, {
        clientId: `statement:${id}`, text: text.replaceAll('{name}', comment.authorName), visibility: 'public', replyToId: comment.messageId, private: false, attachmentIds: [], mentions: [], sendNow: false,
        sendAt: new Date(Date.now() + FIRST_AFTER_MS + place * everySeconds * 1_000).toISOString(), ifCustomerWrites: 'cancel',
      });
      if ('planned' in answer) await this.database.inWorkspace(actor.workspaceId, (tx) => tx.execute('INSERT INTO statement_answers (workspace_id, round_id, planned_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [actor.workspaceId, id, answer.planned.id]));
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return error.message;
    }
  }

  /** What is said because of a crisis is not what the crisis holds: whoever leads said so by making it. */
  private async letGo(actor: MemberActor, roundId: string): Promise<void> {
    const { crisisId, items } = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const rows = await tx.query<{ id: string; crisis_id: string }>(
        `SELECT p.id, (SELECT x.id FROM crises x WHERE x.workspace_id = p.workspace_id AND x.ended_at IS NULL) AS crisis_id FROM statement_answers s JOIN planned_answers p ON p.id = s.planned_id JOIN conversations c ON c.id = p.conversation_id WHERE s.round_id = $1 AND p.state = 'scheduled' AND ${inCrisis('c')} AND NOT EXISTS (SELECT 1 FROM crisis_holds h WHERE h.kind = 'planned' AND h.item_id = p.id AND h.state <> 'held')`, [roundId]);
      return { crisisId: rows[0]?.crisis_id, items: rows.map(({ id }) => ({ kind: 'planned' as const, id })) };
    });
    if (crisisId !== undefined) await this.holds.decide(actor, crisisId, { act: 'send', items });
  }

  /** What has not left does not leave; what has, stands. Stopped twice is stopped once. */
  async stop(actor: MemberActor, roundId: string): Promise<StatementRound> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const stopped = await tx.execute('UPDATE statement_rounds SET stopped_at = now(), stopped_by = $2 WHERE id = $1 AND stopped_at IS NULL', [roundId, actor.memberId]);
      if (stopped > 0) await record(tx, [{ type: 'statement.stopped', actor: actorOf(actor), subjectId: roundId }, directoryChanged(actor, 'crisis')]);
    });
    for (let done = AT_ONCE; done === AT_ONCE;) done = await this.database.inWorkspace(actor.workspaceId, (tx) => dropSome(tx, actor, roundId));
    this.pulse.publish('relay');
    return this.find(actor, roundId);
  }

  find(actor: MemberActor, roundId: string): Promise<StatementRound> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [round] = await findRounds(tx, 'r.id = $1', roundId);
      if (round === undefined) throw notFound('statement');
      return round;
    });
  }
}

async function dropSome(tx: Tx, actor: MemberActor, roundId: string): Promise<number> {
  const rows = await tx.query<{ id: string; conversation_id: string }>(`SELECT p.id, p.conversation_id FROM statement_answers s JOIN planned_answers p ON p.id = s.planned_id WHERE s.round_id = $1 AND p.state IN ${waitsFor} ORDER BY p.id LIMIT ${AT_ONCE}`, [roundId]);
  const conversationIds = [...new Set(rows.map((row) => row.conversation_id))];
  // As the clock does: first the conversations, then what stands in them.
  await lockConversations(tx, conversationIds);
  for (const planned of await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = ANY($1::uuid[]) AND p.state IN ${waitsFor} FOR UPDATE`, [rows.map(({ id }) => id)])) await endPlanned(tx, actor, planned, 'withdrawn', 'member');
  await refreshPlan(tx, actor.workspaceId, conversationIds, actor);
  return rows.length;
}

async function findRounds(tx: Tx, where: string, about: string): Promise<StatementRound[]> {
  const rows = await tx.query<RoundRow>(
    `SELECT r.id, r.text, r.made_by, r.made_by_name, r.every_seconds, r.created_at, r.stopped_at, count(*) FILTER (WHERE p.state = 'released' AND m.status IS DISTINCT FROM 'failed')::int AS left_count, count(*) FILTER (WHERE p.state IN ${waitsFor})::int AS waiting, count(*) FILTER (WHERE p.state IN ('cancelled', 'withdrawn') OR m.status = 'failed')::int AS dropped, max(p.send_at) FILTER (WHERE p.state = 'scheduled') AS ends_at
     FROM statement_rounds r LEFT JOIN statement_answers s ON s.round_id = r.id LEFT JOIN planned_answers p ON p.id = s.planned_id LEFT JOIN messages m ON m.id = p.message_id WHERE ${where} GROUP BY r.id ORDER BY r.created_at DESC LIMIT ${SHOWN}`, [about]);
  return rows.map((row) => ({
    id: row.id, text: row.text, by: { id: row.made_by, name: row.made_by_name }, everySeconds: row.every_seconds, at: row.created_at.toISOString(), stoppedAt: row.stopped_at?.toISOString() ?? null,
    counts: { left: row.left_count, waiting: row.waiting, dropped: row.dropped }, endsAt: row.ends_at?.toISOString() ?? null,
  }));
}
