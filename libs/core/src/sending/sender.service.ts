import { Inject, Injectable } from '@nestjs/common';
import type { Capabilities, Sent } from '@kontuar/connectors/contract';
import { Database, Files, metrics, newId, Queues, Secrets, type Log, type Pulse, type ReadyConfig, type Tx } from '@kontuar/platform';
import type { MessageStatus } from '@kontuar/contract';
import { ChannelContexts } from '../channels/channel-contexts';
import { answersMoved } from '../cases/answers';
import { clearAlarm, raiseAlarm } from '../channels/channel-alarms';
import { changeConversations, lockConversations } from '../conversations/change';
import { tellInThread } from '../conversations/tell-in-thread';
import { waitAgain, waitNoMore } from '../conversations/waiting';
import { record } from '../history/history';
import { holdIds, takeEarly } from '../ingest/early-updates';
import { advance } from '../ingest/ledger.updates';
import { toldMeanwhile } from '../ingest/same-words';
import { FairPlaces, type Share } from '../fair-places';
import { CONFIG, LOG, PULSE } from '../tokens';
import { outreachNow } from '../outreach/at-sending';
import { answeredThread, findAnswered, isRefused, recountPrivateReplies, wayOf, type Refused } from './answer-rules';
import { notAsked } from '../surveys/take-answers';
import { takeOverEchoes } from './echoes';
import { buildOutbound, type LeavingMessage } from './outbound';
import { outcomeOf, type Outcome } from './outcome';
import { keepLinkState, linkThread } from './thread-links';
import { untilKept } from './until-kept';
import { holderOf } from './way-out';

interface Claim { attemptId: string; message: LeavingMessage & { channel_id: string } }

/** A process that stops renewing is taken for dead after this. */
const LEASE_MS = 20_000;

/** Of the sixteen that a process lets leave at once. */
const sharesOf = ({ channelId, workspaceId }: { channelId: string; workspaceId: string }): Share[] => [{ of: channelId, most: 8 }, { of: workspaceId, most: 12 }];

/** Lets answers leave: in the order of their conversation, one at a time, claimed in the database so that no two workers send the same. */
@Injectable()
export class Sender {
  private readonly places = new FairPlaces();

  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly files: Files,
    private readonly secrets: Secrets,
    private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: ReadyConfig,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Sends what is due in a conversation. Safe to call at any time, from anywhere, twice. */
  async run(conversationId: string): Promise<void> {
    for (;;) {
      let leaving: Share[] | undefined;
      try {
        const claim = await this.database.asSystem((tx) => claimNext(tx, conversationId, (shares) => {
          if (this.places.take(shares, conversationId)) leaving = shares;
          return leaving !== undefined;
        }));
        if (claim === undefined) return;
        this.pulse.publish('relay');
        const outcome = await this.attempt(claim);
        await this.settle(claim, outcome);
        if (outcome.state === 'retry') return;
      } finally {
        if (leaving !== undefined) for (const next of this.places.leave(leaving)) this.queues.poke('send', { conversationId: next });
      }
    }
  }

  /** Conversations with something due that no poke reached, after settling what dead workers left behind. */
  async sweep(): Promise<string[]> {
    const abandoned = await this.database.asSystem((tx) => tx.query<{ id: string; state: 'claimed' | 'sending'; message_id: string }>(`SELECT id, state, message_id FROM send_attempts WHERE state IN ('claimed', 'sending') AND lease_until < now() LIMIT 100`));
    for (const attempt of abandoned) await this.settleAbandoned(attempt);
    const due = await this.database.asSystem((tx) => tx.query<{ conversation_id: string }>(`SELECT DISTINCT conversation_id FROM (SELECT m.conversation_id FROM messages m JOIN channels ch ON ch.id = m.channel_id WHERE m.status = 'queued' AND m.send_at <= now() AND NOT ch.paused AND m.automatic IS DISTINCT FROM 'bulk' ORDER BY m.send_at LIMIT 500) due`));
    return due.map((row) => row.conversation_id);
  }

  /** The same for what campaigns send, in a lane of its own. */
  async sweepApart(): Promise<string[]> {
    const due = await this.database.asSystem((tx) => tx.query<{ conversation_id: string }>(`SELECT m.conversation_id FROM messages m JOIN channels ch ON ch.id = m.channel_id WHERE m.status = 'queued' AND m.send_at <= now() AND NOT ch.paused AND m.automatic = 'bulk' ORDER BY m.send_at LIMIT 100`));
    return due.map((row) => row.conversation_id);
  }

  private async attempt(claim: Claim): Promise<Outcome> {
    const { message, attemptId } = claim;
    let mayHaveLeft = false;
    let connectorId = 'none';
    const ended = (outcome: Outcome): Outcome => {
      metrics.sends.inc({ connector: connectorId, outcome: outcome.state });
      return outcome;
    };
    const heartbeat = setInterval(() => {
      this.database.asSystem((tx) => tx.execute(`UPDATE send_attempts SET lease_until = now() + $2 * interval '1 millisecond' WHERE id = $1 AND state IN ('claimed', 'sending')`, [attemptId, LEASE_MS])).catch(() => undefined);
    }, LEASE_MS / 4);
    try {
      const { channel, connector, ctx } = await this.contexts.open(message.channel_id);
      connectorId = connector.id;
      const capabilities = this.contexts.capabilitiesOf(channel);
      const outbound = await this.database.inWorkspace(message.workspace_id, async (tx) => {
        const refused = await refusedNow(tx, capabilities, message);
        if (refused !== undefined) return refused;
        const ofCampaign = message.automatic === 'bulk' ? await outreachNow(tx, { secrets: this.secrets, publicUrl: this.config.http.publicUrl }, message) : {};
        return ofCampaign.refused ?? { ...(await buildOutbound(tx, { files: this.files, secrets: this.secrets, publicUrl: this.config.http.publicUrl, letters: capabilities.letters }, message)), ...(ofCampaign.unsubscribeUrl === undefined ? {} : { unsubscribeUrl: ofCampaign.unsubscribeUrl }) };
      });
      // The window closed while it waited: said in our words, rather than refused by the platform.
      if ('code' in outbound) return ended({ state: 'failed', code: outbound.code, detail: outbound.detail });
      const fenced = await this.database.asSystem((tx) => tx.execute(`UPDATE send_attempts SET state = 'sending', lease_until = now() + $2 * interval '1 millisecond' WHERE id = $1 AND state = 'claimed'`, [attemptId, LEASE_MS]));
      if (fenced === 0) return { state: 'failed', code: 'lost-claim', detail: '' };
      mayHaveLeft = true;
      return ended({ state: 'sent', sent: await connector.send(ctx, outbound) });
    } catch (error) {
      return ended(outcomeOf(this.log, error, message.attempt, mayHaveLeft));
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async settle({ attemptId, message }: Claim, answered: Outcome): Promise<void> {
    const delayMs = await untilKept(this.log, () => this.database.inWorkspace(message.workspace_id, async (tx) => {
      await lockConversations(tx, [message.conversation_id, holderOf(message)]);
      const told = answered.state === 'unknown' ? await toldMeanwhile(tx, message) : undefined;
      const outcome: Outcome = told === undefined ? answered : { state: 'sent', sent: { externalId: told } };
      const held = await tx.execute(`UPDATE send_attempts SET state = $2, ended_at = now(), error = $3 WHERE id = $1 AND state IN ('claimed', 'sending')`, [attemptId, outcome.state, outcome.state === 'sent' ? null : outcome.detail]);
      // Somebody took us for dead. Proof of success still counts; anything else is theirs to decide.
      if (held === 0 && outcome.state !== 'sent') return undefined;
      // The platform told meanwhile that it has it, by our own id: then what the answer to us says of it is wrong.
      if (outcome.state !== 'sent' && (await isProved(tx, message.id))) return undefined;
      switch (outcome.state) {
        case 'sent':
          await this.keepSent(tx, message, outcome.sent);
          if (outcome.sent.answer !== undefined) await tx.execute('UPDATE send_attempts SET answer = $2 WHERE id = $1', [attemptId, outcome.sent.answer.slice(0, 500)]);
          await answersMoved(tx, this.queues, [message.id]);
          return undefined;
        case 'retry':
          await tx.execute(`UPDATE messages SET status = 'queued', send_at = now() + $2 * interval '1 millisecond', failure_code = $3, failure_detail = $4 WHERE id = $1`, [message.id, outcome.afterMs, outcome.code, outcome.detail.slice(0, 1000)]);
          await record(tx, [{ type: 'message.updated', conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: 'retry', attempt: message.attempt } }]);
          return outcome.afterMs;
        case 'failed':
        case 'unknown':
          await markFailed(tx, message, outcome.state, outcome.code, outcome.detail);
          await answersMoved(tx, this.queues, [message.id]);
          if (outcome.state === 'failed' && outcome.alarm === true) await raiseAlarm(tx, message.channel_id, { code: 'unauthorized', detail: outcome.detail });
          return undefined;
        default:
          throw new Error(`no rule for ${JSON.stringify(outcome satisfies never)}`);
      }
    }));
    this.pulse.publish('relay');
    if (delayMs !== undefined) this.queues.poke('send', { conversationId: message.conversation_id }, delayMs);
  }

  private async keepSent(tx: Tx, message: Claim['message'], sent: Sent): Promise<void> {
    const ids = [sent.externalId, ...(sent.otherExternalIds ?? [])];
    // What came of it before we know its ids waits under them, or is still being kept: then we wait for that.
    await holdIds(tx, message.channel_id, ids);
    const echoes = await takeOverEchoes(tx, message, ids);
    const [before] = await tx.query<{ status: MessageStatus }>(`SELECT status FROM messages WHERE id = $1`, [message.id]);
    const doubted = before?.status === 'unknown' || before?.status === 'failed';
    // A receipt for all up to now may have come while it was on its way.
    const arrived = before?.status === 'delivered' || before?.status === 'read' ? before.status : 'sent';
    const status = echoes.reduce<MessageStatus>((furthest, echo) => advance(furthest, receiptOf(echo.status)), advance(arrived, sent.status ?? 'sent'));
    const failed = echoes.find((echo) => echo.status === 'failed');
    const [taken] = await tx.query<{ id: string }>(`SELECT id FROM messages WHERE channel_id = $1 AND external_id = $2 AND id <> $3`, [message.channel_id, sent.externalId, message.id]);
    await tx.execute(
      `UPDATE messages SET status = $2, external_id = coalesce($3, external_id), failure_code = NULL, failure_detail = NULL, send_at = NULL, at = now(),
         delivered_at = CASE WHEN $2 IN ('delivered', 'read') THEN coalesce(delivered_at, now()) END, recipients = recipients || jsonb_build_object('to', coalesce((
           SELECT jsonb_agg(jsonb_build_object('name', i.name, 'address', coalesce(i.handle, i.external_id))) FROM conversations c JOIN identities i ON i.id = c.identity_id WHERE c.id = coalesce(messages.thread_id, messages.conversation_id)), '[]'::jsonb))
       WHERE id = $1`,
      [message.id, status, taken === undefined ? sent.externalId : null],
    );
    if (sent.otherExternalIds !== undefined && sent.otherExternalIds.length > 0) {
      await tx.execute(`INSERT INTO message_aliases (workspace_id, channel_id, external_id, message_id) SELECT $1, $2, alias, $3 FROM unnest($4::text[]) AS alias ON CONFLICT DO NOTHING`, [message.workspace_id, message.channel_id, message.id, sent.otherExternalIds]);
    }
    await tx.execute(
      `INSERT INTO participants (workspace_id, conversation_id, identity_id, verified) SELECT workspace_id, id, identity_id, true FROM conversations WHERE id = $1 ON CONFLICT (conversation_id, identity_id) DO UPDATE SET verified = true`,
      [holderOf(message)],
    );
    await keepThread(tx, message, sent);
    await tx.execute(`UPDATE channels SET last_outbound_at = now() WHERE id = $1`, [message.channel_id]);
    await clearAlarm(tx, message.channel_id, ['unauthorized']);
    await record(tx, [{ type: 'message.updated', conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: status } }]);
    if (sent.warning !== undefined) await tellInThread(tx, message, 'send-warning', { messageId: message.id, detail: sent.warning.slice(0, 500) });
    if (doubted) {
      await waitNoMore(tx, message.id);
      await record(tx, [{ type: 'conversation.updated', conversationId: message.conversation_id }]);
    }
    if (status === 'failed') await markFailed(tx, message, 'failed', failed?.failure_code ?? 'bounced', failed?.failure_detail ?? '');
    await takeEarly(tx, message.channel_id, ids);
  }

  private async settleAbandoned(attempt: { id: string; state: 'claimed' | 'sending'; message_id: string }): Promise<void> {
    const found = await this.database.asSystem((tx) => tx.query<LeavingMessage & { channel_id: string }>(`SELECT ${leavingColumns}, 1 AS attempt FROM messages m WHERE m.id = $1`, [attempt.message_id]));
    const [message] = found;
    if (message === undefined) return;
    await this.database.inWorkspace(message.workspace_id, async (tx) => {
      await lockConversations(tx, [message.conversation_id]);
      const told = attempt.state === 'sending' ? await toldMeanwhile(tx, message) : undefined;
      const end = attempt.state === 'claimed' ? 'retry' : told === undefined ? 'unknown' : 'sent';
      const held = await tx.execute(`UPDATE send_attempts SET state = $2, ended_at = now(), error = 'worker died' WHERE id = $1 AND state = $3 AND lease_until < now()`, [attempt.id, end, attempt.state]);
      if (held === 0) return;
      if (await isProved(tx, message.id)) return;
      if (end === 'retry') await tx.execute(`UPDATE messages SET status = 'queued', send_at = now() WHERE id = $1 AND status = 'sending'`, [message.id]);
      else if (told !== undefined) await this.keepSent(tx, message, { externalId: told });
      else await markFailed(tx, message, 'unknown', 'interrupted', 'Kontuar was stopped while this was being sent.');
      await answersMoved(tx, this.queues, [message.id]);
    });
    this.pulse.publish('relay');
  }
}

const leavingColumns = 'm.id, m.conversation_id, m.thread_id, m.workspace_id, m.channel_id, m.seq, m.text, m.html, m.author_name, m.author_kind, m.recipients, m.reply_to_id, m.automatic, m.visibility, m.template, m.letter';

/** The next message that may leave, if nothing of the conversation is on its way. One that waits for its retry holds up those behind it; a scheduled one does not. */
async function claimNext(tx: Tx, conversationId: string, mayLeave: (shares: Share[]) => boolean): Promise<Claim | undefined> {
  if ((await tx.query(`SELECT 1 FROM conversations WHERE id = $1 FOR NO KEY UPDATE`, [conversationId])).length === 0) return undefined;
  const rows = await tx.query<LeavingMessage & { channel_id: string; status: string; due: boolean; retrying: boolean; paused: boolean }>(
    `SELECT ${leavingColumns}, m.status, ch.paused, m.send_at <= now() AS due, m.failure_code IS NOT NULL AS retrying,
       1 + (SELECT count(*)::int FROM send_attempts a WHERE a.message_id = m.id) AS attempt
     FROM messages m JOIN channels ch ON ch.id = m.channel_id WHERE m.conversation_id = $1 AND m.status IN ('queued', 'sending') ORDER BY m.seq`,
    [conversationId],
  );
  if (rows.some((row) => row.status === 'sending')) return undefined;
  // On a paused channel answers wait; the sweeper finds them when it goes on.
  const next = rows.find((row) => !row.paused && (row.due || row.retrying));
  if (next?.due !== true || !mayLeave(sharesOf({ channelId: next.channel_id, workspaceId: next.workspace_id }))) return undefined;
  const attemptId = newId();
  await tx.execute(`UPDATE messages SET status = 'sending' WHERE id = $1`, [next.id]);
  await tx.execute(`INSERT INTO send_attempts (id, workspace_id, message_id, attempt, state, lease_until) VALUES ($1, $2, $3, $4, 'claimed', now() + $5 * interval '1 millisecond')`, [attemptId, next.workspace_id, next.id, next.attempt, LEASE_MS]);
  // A word that a rule says by itself answers nobody's question.
  if (next.automatic !== 'auto-reply' && next.automatic !== 'rule') await tx.execute(`UPDATE conversations SET waiting_since = NULL, version = version + 1 WHERE id = $1 AND waiting_since IS NOT NULL AND last_inbound_seq < $2`, [conversationId, next.seq]);
  await record(tx, [{ type: 'message.updated', conversationId, messageId: next.id, data: { seq: next.seq, what: 'sending', attempt: next.attempt } }], next.workspace_id);
  return { attemptId, message: next };
}

/** Shown inside the message, on its row in the list, and back with its owner. Callers hold the conversation. */
async function markFailed(tx: Tx, message: { automatic?: string | null; id: string; conversation_id: string; thread_id: string | null; workspace_id: string; seq: number }, status: 'failed' | 'unknown', code: string, detail: string): Promise<void> {
  await tx.execute(`UPDATE messages SET status = $2, failure_code = $3, failure_detail = $4 WHERE id = $1`, [message.id, status, code, detail.slice(0, 1000)]);
  // A question of the house that did not arrive needs nobody, and was never asked.
  if (message.automatic === 'survey') {
    await notAsked(tx, message.id);
    return record(tx, [{ type: 'message.updated', conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: status, code } }], message.workspace_id);
  }
  await tx.execute(`UPDATE conversations SET preview_failed = true, version = version + 1 WHERE id = $1`, [message.conversation_id]);
  const rows = await lockConversations(tx, [message.conversation_id]);
  // Of a campaign its results tell it: nobody has to answer a conversation in which nobody spoke.
  const [{ apart = false } = {}] = await tx.query<{ apart: boolean }>('SELECT kept_apart AS apart FROM conversations WHERE id = $1', [message.conversation_id]);
  if (apart) return record(tx, [{ type: 'message.updated', conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: status, code } }]);
  await changeConversations(tx, { kind: 'system', workspaceId: message.workspace_id }, rows, () => ({ state: 'open' }), { reason: 'failure' });
  await waitAgain(tx, [message.conversation_id]);
  if (status === 'failed') await recountPrivateReplies(tx, holderOf(message));
  await record(tx, [
    { type: 'message.updated', conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what: status, code } },
    { type: 'conversation.updated', conversationId: message.conversation_id },
    { type: 'notification', conversationId: message.conversation_id, messageId: message.id, data: { kind: 'send-failed', memberIds: rows.flatMap((row) => row.assignee_id ?? []) } },
  ]);
}

const receiptOf = (status: MessageStatus): 'sent' | 'delivered' | 'read' | 'failed' => (status === 'delivered' || status === 'read' || status === 'failed' ? status : 'sent');

/** Why the platform would not take it any more. Only channels with such rules are asked. */
async function refusedNow(tx: Tx, capabilities: Capabilities, message: LeavingMessage): Promise<Refused | undefined> {
  if (message.visibility === 'public' || (capabilities.replyWindowHours === undefined && capabilities.privateReply === undefined)) return undefined;
  const way = await wayOf(tx, await answeredThread(tx, holderOf(message)), capabilities, {
    side: 'private', replyTo: await findAnswered(tx, message.conversation_id, message.reply_to_id), template: message.template !== null,
    byPerson: message.author_kind === 'member' && message.automatic === null, messageId: message.id,
  });
  return isRefused(way) ? way : undefined;
}

async function isProved(tx: Tx, messageId: string): Promise<boolean> {
  return (await tx.query(`SELECT 1 FROM messages WHERE id = $1 AND external_id IS NOT NULL AND status IN ('sent', 'delivered', 'read')`, [messageId])).length > 0;
}

/** Where the thread goes on: its state at the platform, and the private thread that this answer opened. */
async function keepThread(tx: Tx, message: Claim['message'], sent: Sent): Promise<void> {
  if (sent.threadKey !== undefined) return linkThread(tx, message, sent.threadKey, sent.threadState);
  if (sent.threadState === undefined) return;
  const [link] = message.visibility === 'public' ? [] : await tx.query<{ thread_key: string }>(`SELECT l.thread_key FROM thread_links l JOIN conversations c ON c.id = l.conversation_id WHERE c.id = $1 AND c.has_public ORDER BY l.created_at DESC LIMIT 1`, [holderOf(message)]);
  if (link !== undefined) return keepLinkState(tx, message.channel_id, link.thread_key, sent.threadState);
  await tx.execute(`UPDATE conversations SET thread_state = $2 WHERE id = $1`, [holderOf(message), JSON.stringify(sent.threadState)]);
}
