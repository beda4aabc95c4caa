import type { Tx } from '@kontuar/platform';
import { lockConversations } from '../conversations/change';
import { findChannel } from '../channels/channel.row';
import { emptyWrites } from './ledger.decide';
import { KeptMeanwhile } from './kept-meanwhile';
import { load } from './ledger.load';
import type { EarlyUpdate, LedgerChannel, LedgerState, LedgerWrites } from './ledger.types';
import { applyUpdate } from './ledger.updates';
import { write } from './ledger.write';

/**
 * One at a time for each id, to the end of the transaction: who gives a message of ours its id, and who keeps something for an id that no
 * message has. Neither sees what the other has not committed, so both could look, find nothing, and leave an update lying for ever.
 */
export async function holdIds(tx: Tx, channelId: string, externalIds: readonly string[]): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('message ' || $1 || ' ' || id, 0)) FROM (SELECT DISTINCT id FROM unnest($2::text[]) AS id ORDER BY id) ids`, [channelId, externalIds]);
}

/**
 * Before a batch is written: what it is about to keep for later, or to add as written elsewhere, must still be unknown.
 * @throws KeptMeanwhile
 */
export async function holdUnknown(tx: Tx, channel: LedgerChannel, state: LedgerState, writes: LedgerWrites): Promise<void> {
  const channelId = channel.id;
  if (channel.sides?.links === true && writes.newConversations.size > 0) await holdThreads(tx, channelId, state, writes);
  const ids = [...writes.earlyNew.map((early) => early.external_id), ...writes.messages.flatMap((message) => (message.author_kind === 'elsewhere' && message.external_id !== null ? [message.external_id] : []))];
  if (ids.length === 0) return;
  await holdIds(tx, channelId, ids);
  const known = await tx.query(
    `SELECT 1 FROM messages WHERE channel_id = $1 AND external_id = ANY($2) UNION ALL SELECT 1 FROM message_aliases WHERE channel_id = $1 AND external_id = ANY($2) LIMIT 1`,
    [channelId, ids],
  );
  if (known.length > 0) throw new KeptMeanwhile();
}

/** A private reply may have made a thread part of another conversation while this batch took it for a new one. */
async function holdThreads(tx: Tx, channelId: string, state: LedgerState, writes: LedgerWrites): Promise<void> {
  const keys = [...writes.newConversations].flatMap((id) => state.conversations.get(id)?.thread_key ?? []).filter((key) => !writes.unlinked.includes(key));
  if (keys.length === 0) return;
  await holdIds(tx, channelId, keys.map(threadLock));
  if ((await tx.query(`SELECT 1 FROM thread_links WHERE channel_id = $1 AND thread_key = ANY($2) LIMIT 1`, [channelId, keys])).length > 0) throw new KeptMeanwhile();
}

/** Held by who opens a conversation for a thread, and by who makes that thread part of another. */
export const threadLock = (threadKey: string): string => `thread ${threadKey}`;

/** Applies what spoke of these ids before a message had them, as if it came now. Callers hold the ids and their conversations. */
export async function takeEarly(tx: Tx, channelId: string, externalIds: readonly string[]): Promise<void> {
  const waiting = await tx.query<{ id: string; inbound: EarlyUpdate }>(`SELECT id, inbound FROM early_updates WHERE channel_id = $1 AND external_id = ANY($2) ORDER BY created_at, id`, [channelId, externalIds]);
  const channel = waiting.length === 0 ? undefined : await findChannel(tx, channelId);
  if (channel === undefined) return;
  const ledgerChannel: LedgerChannel = {
    id: channel.id, workspaceId: channel.workspace_id, connectorId: channel.connector_id, identityScope: channel.identity_scope, defaultTeamId: channel.default_team_id,
    // Of messages alone: updates neither reopen nor find their thread by tokens.
    reopenWindowHours: 0, readTokens: () => [],
  };
  const state = await load(tx, ledgerChannel, waiting.map((early) => ({ deliveryId: early.id, inbounds: [withoutMessage(early.inbound)] })));
  const ledger = { channel: ledgerChannel, state, writes: emptyWrites(), files: new Map(), now: new Date() };
  for (const early of waiting) if (applyUpdate(ledger, early.inbound) !== undefined) ledger.writes.earlyUsed.push(early.id);
  await write(tx, ledgerChannel, state, ledger.writes);
}

export interface LeftEarly { workspace_id: string; channel_id: string; external_id: string; conversation_id: string }

/** What lies beside its message all the same: kept by an older version, which runs beside this one during a roll-out. */
export async function findLeftEarly(tx: Tx): Promise<LeftEarly[]> {
  return tx.query<LeftEarly>(
    `SELECT e.workspace_id, e.channel_id, e.external_id, m.conversation_id FROM early_updates e
       JOIN messages m ON m.channel_id = e.channel_id AND m.external_id = e.external_id WHERE e.created_at < now() - interval '1 minute'
     UNION
     SELECT e.workspace_id, e.channel_id, e.external_id, m.conversation_id FROM early_updates e
       JOIN message_aliases a ON a.channel_id = e.channel_id AND a.external_id = e.external_id JOIN messages m ON m.id = a.message_id WHERE e.created_at < now() - interval '1 minute'
     LIMIT 500`,
  );
}

export async function takeLeftEarly(tx: Tx, early: LeftEarly): Promise<void> {
  await lockConversations(tx, [early.conversation_id]);
  await holdIds(tx, early.channel_id, [early.external_id]);
  await takeEarly(tx, early.channel_id, [early.external_id]);
}

/** The bounce mail that brought a receipt is in a thread already; only what it says of ours is left to do. */
function withoutMessage(update: EarlyUpdate): EarlyUpdate {
  if (update.kind !== 'receipt') return update;
  const { message: _, ...receipt } = update;
  return receipt;
}
