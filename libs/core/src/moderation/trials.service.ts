import { Injectable } from '@nestjs/common';
import type { ModerationSample, ModerationTrial, ModerationTrialInput } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { withinTime } from '../views/within-time';
import { findComments, repeatedAmong } from './comments';
import { commentColumns, commentJoins, toComment, type CommentRow } from './hit.row';
import { ReadyRule } from './judge';
import { findRules } from './rule.row';

const DAYS = 30;
/** The newest; a page that gets more in a month is judged by these. */
const LOOKED = 20_000;
const SAMPLES = 60;
const TRIAL_MS = 8000;
/** Between looks at whether others wait for this process. */
const BREATH = 1000;

const newest = (mine: string): string => [mine, `AND m.text <> ''`, 'ORDER BY m.at DESC', `LIMIT ${LOOKED}`].join(' ');

/** What a rule would have done to the comments of the last thirty days: nothing is changed. */
@Injectable()
export class ModerationTrials {
  constructor(private readonly database: Database) {}

  try(actor: MemberActor, input: ModerationTrialInput): Promise<ModerationTrial> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId, input.channelIds];
      const mine = `m.workspace_id = $1 AND m.visibility = 'public' AND m.direction = 'in' AND m.kind = 'message' AND m.at > now() - interval '${DAYS} days' AND ($2::uuid[] IS NULL OR m.channel_id = ANY($2)) AND ${visibleConversations(actor, parameters)}`;
      const found = await withinTime(tx, TRIAL_MS, async () => {
        const [total] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE ${mine}`, parameters);
        // A comment that was deleted since says nothing any more.
        const comments = await findComments(tx, input.conditions, newest(mine), parameters);
        return { total: total?.count ?? 0, comments };
      });
      if (found === undefined) throw invalid('trial-too-slow', 'This takes too long to try. Narrow it to one channel.');
      const ready = new ReadyRule(input);
      const marked = input.ruleId === undefined ? new Set<string>() : new Set((await tx.query<{ id: string }>('SELECT message_id AS id FROM moderation_hits WHERE rule_id = $1 AND false_hit', [input.ruleId])).map(({ id }) => id));
      const hits: { id: string; reasons: ModerationSample['reasons']; at: Date; authorId: string | null }[] = [];
      for (const [index, comment] of repeatedAmong(found.comments).entries()) {
        if (index % BREATH === BREATH - 1) await new Promise((resolve) => { setImmediate(resolve); });
        const reasons = ready.hits(comment);
        if (reasons !== undefined) hits.push({ id: comment.id, reasons, at: comment.at, authorId: comment.authorId });
      }
      const days = new Map<string, number>();
      for (const { at } of hits) days.set(at.toISOString().slice(0, 10), (days.get(at.toISOString().slice(0, 10)) ?? 0) + 1);
      const still = hits.filter(({ id }) => marked.has(id)).length;
      return {
        days: DAYS, comments: found.total, looked: found.comments.length, hits: hits.length, authors: new Set(hits.map(({ authorId }) => authorId)).size, falseHits: still, spared: marked.size - still,
        perDay: [...days].map(([day, count]) => ({ day, hits: count })).sort((a, b) => (a.day < b.day ? -1 : 1)), samples: await samplesOf(tx, spread(hits), marked),
      };
    });
  }

  /** A hit of a trial, marked by hand: kept with the rule, so that the next trial is held against it. */
  mark(actor: MemberActor, ruleId: string, { messageId, falseHit }: { messageId: string; falseHit: boolean }): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const rule = (await findRules(tx, actor.workspaceId)).find(({ id }) => id === ruleId);
      if (rule === undefined) throw notFound('rule');
      const parameters: unknown[] = [messageId];
      const [comment] = await tx.query(`SELECT 1 FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = $1 AND m.visibility = 'public' AND m.direction = 'in' AND ${visibleConversations(actor, parameters)}`, parameters);
      if (comment === undefined) throw notFound('message');
      await tx.execute(
        `INSERT INTO moderation_hits (id, workspace_id, rule_id, rule_name, rule_version, actions, message_id, stage, decision, false_hit, reasons) VALUES ($1, $2, $3, $4, $5, $6, $7, 'trial', 'trial', $8, '[]')
         ON CONFLICT (rule_id, message_id) DO UPDATE SET false_hit = excluded.false_hit`,
        [newId(), actor.workspaceId, rule.id, rule.name, rule.version, JSON.stringify(rule.actions), messageId, falseHit]);
      await record(tx, [directoryChanged(actor, 'moderation', ruleId)]);
    });
  }
}

/** Of many, some from each time: the newest alone would be one flood. */
function spread<T>(items: readonly T[]): T[] {
  const step = Math.max(1, items.length / SAMPLES);
  return Array.from({ length: Math.min(SAMPLES, items.length) }, (_, index) => items[Math.floor(index * step)] as T);
}

async function samplesOf(tx: Tx, hits: readonly { id: string; reasons: ModerationSample['reasons'] }[], marked: ReadonlySet<string>): Promise<ModerationSample[]> {
  const rows = await tx.query<CommentRow>(`SELECT ${commentColumns} FROM messages m ${commentJoins} WHERE m.id = ANY($1::uuid[])`, [hits.map(({ id }) => id)]);
  const byId = new Map(rows.map((row) => [row.message_id, row]));
  return hits.flatMap(({ id, reasons }) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ message: toComment(row), reasons, falseHit: marked.has(id) }];
  });
}
