import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { MessageActKind, Visibility } from '@kontuar/contract';
import { ConnectorError, type Action } from '@kontuar/connectors/contract';
import { Database, errorFields, newId, Queues, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { raiseAlarm } from '../channels/channel-alarms';
import { ChannelContexts } from '../channels/channel-contexts';
import { firstOf } from '../first-of';
import { holdMessage } from '../moves/hold-message';
import { record } from '../history/history';
import { keepRevision, restorePreview } from '../messages/preview';
import { actSettled, ruleOfHit } from '../moderation/settled';
import { LOG, PULSE } from '../tokens';
import { retryDelayMs } from './retry';

interface Act {
  id: string; workspace_id: string; message_id: string; kind: MessageActKind; text: string | null; member_id: string | null; attempts: number; hit_id: string | null; lane_id: string | null;
  channel_id: string; conversation_id: string; seq: number; external_id: string | null; visibility: Visibility; thread_key: string | null; link_key: string | null; paused: boolean;
}
interface Trouble { code: string; detail: string; retryAfterMs: number | undefined; final: boolean; unauthorized: boolean }

/** Over about ten minutes: whoever asked looks at the message until then. */
const MAX_ATTEMPTS = 7;

/** Does on the platform what members asked for, and keeps what it answered. */
@Injectable()
export class Actions {
  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly queues: Queues,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Safe to call at any time, twice: one worker has it for two minutes. */
  async run(actId: string): Promise<void> {
    const act = await this.claim(actId);
    if (act === undefined) return;
    const trouble = await this.attempt(act);
    if (trouble === undefined) await this.settle(act, undefined);
    else if (trouble.final || act.attempts >= MAX_ATTEMPTS) await this.settle(act, trouble);
    else await this.again(act, trouble);
  }

  /** Asked for by a process of the version before, which kept nothing of it but its wake-up. */
  async adopt(messageId: string): Promise<void> {
    const [act] = await this.database.asSystem((tx) => tx.query<{ id: string }>(
      `INSERT INTO message_acts (id, workspace_id, message_id, kind) SELECT gen_random_uuid(), workspace_id, id, 'delete' FROM messages WHERE id = $1 AND deleted_at IS NOT NULL AND external_id IS NOT NULL
       ON CONFLICT (message_id) WHERE state = 'pending' DO NOTHING RETURNING id`, [messageId]));
    if (act !== undefined) await this.run(act.id);
  }

  async sweep(): Promise<string[]> {
    return (await this.database.asSystem((tx) => tx.query<{ id: string }>(`SELECT id FROM message_acts WHERE state = 'pending' AND lane_id IS NULL AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 100`))).map((row) => row.id);
  }

  private claim(actId: string): Promise<Act | undefined> {
    return this.database.asSystem(async (tx) => (await tx.query<Act>(
      `WITH mine AS (UPDATE message_acts SET attempts = attempts + 1, next_attempt_at = now() + interval '2 minutes' WHERE id = $1 AND state = 'pending' AND next_attempt_at <= now() RETURNING *)
       SELECT a.id, a.workspace_id, a.message_id, a.kind, a.text, a.member_id, a.attempts, a.hit_id, a.lane_id, m.channel_id, m.conversation_id, m.seq, m.external_id, m.visibility, c.thread_key, ch.paused,
         (SELECT l.thread_key FROM thread_links l WHERE l.conversation_id = c.id ORDER BY l.created_at DESC LIMIT 1) AS link_key
       FROM mine a JOIN messages m ON m.id = a.message_id JOIN conversations c ON c.id = ${firstOf('m.thread_id', 'm.conversation_id')} JOIN channels ch ON ch.id = m.channel_id`,
      [actId],
    ))[0]);
  }

  private async attempt(act: Act): Promise<Trouble | undefined> {
    if (act.paused) return { code: 'channel-paused', detail: 'This channel is paused.', retryAfterMs: 60_000, final: false, unauthorized: false };
    try {
      const { connector, ctx } = await this.contexts.open(act.channel_id);
      if (connector.act === undefined || act.external_id === null) return { code: 'act-not-offered', detail: 'This channel does not offer that.', retryAfterMs: undefined, final: true, unauthorized: false };
      const where = { threadKey: (act.visibility === 'private' ? act.link_key : null) ?? act.thread_key ?? act.conversation_id, externalId: act.external_id };
      await connector.act(ctx, act.kind === 'edit' ? { kind: 'edit', ...where, text: act.text ?? '' } : ({ kind: act.kind, ...where } satisfies Action));
      return undefined;
    } catch (error) {
      this.log.warn({ actId: act.id, kind: act.kind, attempts: act.attempts, ...errorFields(error) }, 'the platform did not do it');
      if (!(error instanceof ConnectorError)) return { code: 'internal', detail: 'The platform could not be asked.', retryAfterMs: undefined, final: false, unauthorized: false };
      // What is gone already is deleted.
      if (act.kind === 'delete' && error.kind === 'rejected' && /gone|not-found/.test(error.reason ?? '')) return undefined;
      return { code: error.reason ?? error.kind, detail: error.message, retryAfterMs: error.retryAfterMs, final: error.kind === 'rejected' || error.kind === 'unauthorized', unauthorized: error.kind === 'unauthorized' };
    }
  }

  private async again(act: Act, trouble: Trouble): Promise<void> {
    const delayMs = retryDelayMs(act.attempts, trouble.retryAfterMs);
    await this.database.inWorkspace(act.workspace_id, (tx) => tx.execute(
      `UPDATE message_acts SET next_attempt_at = now() + $2 * interval '1 millisecond', error_code = $3, error_detail = $4, attempts = attempts - $5 WHERE id = $1 AND state = 'pending'`,
      [act.id, delayMs, trouble.code, trouble.detail.slice(0, 500), trouble.code === 'channel-paused' ? 1 : 0],
    ));
    if (act.lane_id === null) this.queues.poke('act', { actId: act.id }, delayMs);
    else this.queues.poke('act-by-rule', { channelId: act.lane_id }, delayMs);
  }

  private async settle(act: Act, trouble: Trouble | undefined): Promise<void> {
    await this.database.inWorkspace(act.workspace_id, async (tx) => {
      // It may have been moved while the platform was asked.
      Object.assign(act, await holdMessage(tx, act.message_id));
      const held = await tx.execute(`UPDATE message_acts SET state = $2, done_at = now(), error_code = $3, error_detail = $4 WHERE id = $1 AND state = 'pending'`, [act.id, trouble === undefined ? 'done' : 'failed', trouble?.code ?? null, trouble?.detail.slice(0, 500) ?? null]);
      if (held === 0) return;
      if (trouble === undefined) await this.done(tx, act);
      else await failed(tx, act, trouble);
      await actSettled(tx, { hitId: act.hit_id, messageId: act.message_id, kind: act.kind, memberId: act.member_id }, trouble?.code);
      if (trouble?.unauthorized === true) await raiseAlarm(tx, act.channel_id, { code: 'unauthorized', detail: trouble.detail });
    });
    this.pulse.publish('relay');
  }

  private async done(tx: Tx, act: Act): Promise<void> {
    const [before] = await tx.query<{ text: string; deleted: boolean; said: boolean }>(`SELECT m.text, m.deleted_at IS NOT NULL AS deleted, c.last_said_seq = m.seq AS said FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = $1`, [act.message_id]);
    // A copy of what was taken from sight or changed stays with us; the log names it by its number and hash.
    const copied = act.kind === 'hide' || act.kind === 'edit' || (act.kind === 'delete' && before?.deleted === false);
    const revision = copied ? await keepRevision(tx, act.message_id) : null;
    await tx.execute(`UPDATE messages SET moderation = coalesce(moderation, '{}') || $2::jsonb WHERE id = $1`, [act.message_id, JSON.stringify({ pending: null, failure: null, ...changeOf(act.kind) })]);
    if (act.kind === 'delete' && before?.deleted === false) await tx.execute(`UPDATE messages SET text = '', html = NULL, deleted_at = now() WHERE id = $1`, [act.message_id]);
    if (act.kind === 'edit') await tx.execute(`UPDATE messages SET text = $2, html = NULL, edited_at = now() WHERE id = $1`, [act.message_id, act.text]);
    if ((act.kind === 'delete' || act.kind === 'edit') && before?.said === true) {
      await restorePreview(tx, act.conversation_id, null);
      await record(tx, [{ type: 'conversation.updated', conversationId: act.conversation_id }]);
    }
    const data = { kind: act.kind, messageId: act.message_id, ...(act.member_id === null && act.hit_id !== null ? { rule: await ruleOfHit(tx, act.hit_id) } : {}) };
    if (act.kind !== 'edit' && !(act.kind === 'delete' && before?.deleted === true)) await tell(tx, act, data);
    const actor = { kind: act.member_id === null ? ('system' as const) : ('member' as const), id: act.member_id };
    await record(tx, [
      { type: 'message.updated', actor, conversationId: act.conversation_id, messageId: act.message_id, data: { seq: act.seq, what: act.kind } },
      { type: `message-act.${act.kind}`, actor, conversationId: act.conversation_id, messageId: act.message_id, data: { ...data, ...(revision === null ? {} : { revision, sha256: createHash('sha256').update(before?.text ?? '').digest('hex') }) } },
    ]);
  }
}

function changeOf(kind: MessageActKind): { hidden?: boolean; liked?: boolean; removed?: boolean } {
  if (kind === 'delete') return { removed: true };
  if (kind === 'hide' || kind === 'unhide') return { hidden: kind === 'hide' };
  if (kind === 'like' || kind === 'unlike') return { liked: kind === 'like' };
  return {};
}

async function failed(tx: Tx, act: Act, trouble: Trouble): Promise<void> {
  // Words that somebody wrote are not lost because the platform did not take them.
  const failure = { kind: act.kind, code: trouble.code, detail: trouble.detail.slice(0, 500), ...(act.kind === 'edit' && act.text !== null ? { text: act.text } : {}) };
  await tx.execute(`UPDATE messages SET moderation = coalesce(moderation, '{}') || $2::jsonb WHERE id = $1`, [act.message_id, JSON.stringify({ pending: null, failure })]);
  // Our own answer was shown as deleted at once; it still stands on the platform, so it stands here.
  if (act.kind === 'delete') {
    const back = await tx.execute(
      `UPDATE messages m SET text = r.text, html = r.html, deleted_at = NULL FROM message_revisions r
       WHERE m.id = $1 AND m.deleted_at IS NOT NULL AND r.message_id = m.id AND r.revision = (SELECT max(revision) FROM message_revisions WHERE message_id = $1)`, [act.message_id]);
    if (back > 0) {
      await restorePreview(tx, act.conversation_id, null);
      await record(tx, [{ type: 'conversation.updated', conversationId: act.conversation_id }]);
    }
  }
  await record(tx, [{ type: 'message.updated', conversationId: act.conversation_id, messageId: act.message_id, data: { seq: act.seq, what: 'act-failed', kind: act.kind, code: trouble.code } }]);
}

/** The line in the thread, in the name of who asked for it. */
async function tell(tx: Tx, act: Act, data: Record<string, unknown>): Promise<void> {
  const id = newId();
  const [row] = await tx.query<{ seq: number }>(
    `UPDATE conversations SET read_seq = CASE WHEN read_seq >= last_seq THEN last_seq + 1 ELSE read_seq END, last_seq = last_seq + 1, version = version + 1 WHERE id = $1 RETURNING last_seq AS seq`, [act.conversation_id]);
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, event_type, event_data, at)
     SELECT $1, $2, $3, $4, $5, 'event', 'none', 'logged', CASE WHEN $6::uuid IS NULL THEN 'system' ELSE 'member' END, $6, coalesce((SELECT u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = $6), ''), 'acted', $7, now()`,
    [act.workspace_id, id, act.conversation_id, act.channel_id, row?.seq, act.member_id, JSON.stringify(data)],
  );
  await record(tx, [{ type: 'message.created', conversationId: act.conversation_id, messageId: id, data: { seq: row?.seq, event: 'acted' } }]);
}
