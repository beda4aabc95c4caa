import { Inject, Injectable } from '@nestjs/common';
import type { ReconciliationView } from '@kontuar/contract';
import { ConnectorError, type Delivery, type HistoryMemory, type Inbound, type Json } from '@kontuar/connectors/contract';
import { BUSY, Database, errorFields, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { dedupeKey, Deliveries } from '../ingest/deliveries.service';
import { PARSER, type Parser } from '../ingest/parse';
import { Connectors, LOG, PULSE } from '../tokens';
import { clearAlarm, raiseAlarm, tellHealth } from './channel-alarms';
import { ChannelContexts, type OpenChannel } from './channel-contexts';
import { CHANNEL_COLUMNS, type ChannelRow } from './channel.row';

const HOUR = 3_600_000;
/** Beyond the last comparison: what the platform was slow to show. */
const OVERLAP_MS = 2 * HOUR;
/** A channel that was away for longer asks for so much, and says so. */
const FURTHEST_MS = 30 * 24 * HOUR;
/** One comparison: pages, and time. */
const MAX_PAGES = 500;
const MAX_MS = 10 * 60_000;
const MAX_PAGE_MS = 2 * 60_000;
const AGAIN_AFTER_FAILURE_MS = 10 * 60_000;

interface Known { external_id: string; text: string; rating: { stars: number } | null; edited_at: Date | null; deleted_at: Date | null }
interface Count { seen: number; missing: number; fetched: number }

/** Compares, hourly and after every gap, what the platform holds with what we hold, and fetches the difference. */
@Injectable()
export class Reconciliation {
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly contexts: ChannelContexts,
    private readonly deliveries: Deliveries,
    @Inject(PARSER) private readonly parser: Parser,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** What is under way ends with its page; the next worker goes on from the same moment. */
  stop(): void {
    this.stopped = true;
  }

  /** Channels whose comparison is due. What cannot be reached is not asked; it is compared as soon as it is back. */
  async due(): Promise<string[]> {
    const able = this.connectors.all.filter((connector) => connector.history !== undefined).map((connector) => connector.id);
    if (able.length === 0) return [];
    return (await this.database.asSystem((tx) => tx.query<{ id: string }>(
      `SELECT id FROM channels WHERE deleted_at IS NULL AND NOT paused AND connector_id = ANY($1) AND (reconcile_at IS NULL OR reconcile_at <= now())
         AND coalesce(alarm ->> 'code', '') NOT IN ('failing', 'unauthorized') ORDER BY reconcile_at NULLS FIRST LIMIT 50`,
      [able],
    ))).map((row) => row.id);
  }

  /** One worker for each channel at a time. */
  async run(channelId: string, now = new Date()): Promise<void> {
    const result = await this.database.holding(`history:${channelId}`, async (units) => {
      const [row] = await units.asSystem((tx) => tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.id = $1 AND c.deleted_at IS NULL AND NOT c.paused AND (c.reconcile_at IS NULL OR c.reconcile_at <= now())`, [channelId]));
      if (row === undefined) return;
      await this.compare(row, now);
    });
    if (result !== BUSY) this.pulse.publish('relay');
  }

  private async compare(row: ChannelRow, now: Date): Promise<void> {
    const since = sinceOf(row, now);
    const count: Count = { seen: 0, missing: 0, fetched: 0 };
    let error: string | null = null;
    let unauthorized = false;
    let noted = row.reconciliation?.memory;
    const memory: HistoryMemory = { noted, cursor: row.cursor as Json | undefined ?? undefined, note: (value) => { noted = value; } };
    try {
      const open = await this.contexts.open(row);
      if (await this.readAll(open, { since, memory }, count, now.getTime() + MAX_MS)) error = 'There is more than one comparison can read; it goes on with the next one.';
    } catch (cause) {
      this.log.warn({ channelId: row.id, ...errorFields(cause) }, 'comparison with the platform broke off');
      error = cause instanceof ConnectorError ? cause.message : 'The comparison broke off.';
      unauthorized = cause instanceof ConnectorError && cause.kind === 'unauthorized';
    }
    await this.database.inWorkspace(row.workspace_id, (tx) => keep(tx, row, { lastAt: now.toISOString(), since: since.toISOString(), ...count, error }, { unauthorized, memory: noted }));
  }

  /** Resolves with whether something was left for the next time. */
  private async readAll({ channel, connector, ctx }: OpenChannel, { since, memory }: { since: Date; memory: HistoryMemory }, count: Count, until: number): Promise<boolean> {
    const iterator = (connector.history?.(ctx, since, memory) ?? nothing())[Symbol.asyncIterator]();
    for (let pages = 0; pages < MAX_PAGES && Date.now() < until && !this.stopped; pages += 1) {
      const page = await inTime(iterator.next());
      if (page.done === true) return false;
      await this.readPage(channel, ctx.settings, page.value, count);
    }
    // Whoever listed holds nothing open any longer.
    await iterator.return?.()?.catch(() => undefined);
    return true;
  }

  private async readPage(channel: ChannelRow, settings: unknown, page: readonly Delivery[], count: Count): Promise<void> {
    const connector = this.connectors.get(channel.connector_id);
    const parsed = await Promise.all(page.map(async (delivery) => ({ delivery, inbounds: await this.parser.parse(connector, delivery, settings).catch(() => undefined) })));
    const ids = parsed.flatMap(({ inbounds }) => (inbounds ?? []).flatMap(idsOf));
    const known = new Map((await this.database.inWorkspace(channel.workspace_id, (tx) => findKnown(tx, channel.id, ids))).map((message) => [message.external_id, message]));
    // What was read and deliberately left out is not missing.
    const left = new Set((await this.database.inWorkspace(channel.workspace_id, (tx) => tx.query<{ key: string }>(
      `SELECT dedupe_key AS key FROM deliveries WHERE channel_id = $1 AND dedupe_key = ANY($2) AND state = 'ignored'`, [channel.id, page.map(dedupeKey)]))).map((row) => row.key));
    const fresh = parsed.filter(({ delivery, inbounds }) => !left.has(dedupeKey(delivery)) && (inbounds === undefined || inbounds.some((inbound) => isNews(inbound, known))));
    const messagesOf = (list: typeof parsed) => list.flatMap(({ inbounds }) => (inbounds ?? []).filter((inbound) => inbound.kind === 'message'));
    count.seen += messagesOf(parsed).length;
    count.missing += messagesOf(fresh).filter((inbound) => isNews(inbound, known)).length;
    if (fresh.length === 0) return;
    const target = { channelId: channel.id, workspaceId: channel.workspace_id };
    await this.deliveries.store(target, fresh.map(({ delivery }) => delivery));
    // One that came before and yielded nothing is read once more; what it yields now is not doubled.
    await this.database.inWorkspace(channel.workspace_id, (tx) => tx.execute(
      `UPDATE deliveries SET state = 'received', attempts = 0, error = NULL, next_attempt_at = NULL, done_at = NULL WHERE channel_id = $1 AND dedupe_key = ANY($2) AND state = 'done'`,
      [channel.id, fresh.map(({ delivery }) => dedupeKey(delivery))],
    ));
    this.deliveries.poke(channel.id);
    count.fetched += fresh.length;
  }
}

async function* nothing(): AsyncGenerator<Delivery[]> { await Promise.resolve(); }

/** A platform that never answers must not keep the channel from its next comparison. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => { reject(new ConnectorError('unavailable', 'The platform did not answer in time.')); }, MAX_PAGE_MS); });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** From where the last one was sure; after a gap from its beginning. */
function sinceOf(row: ChannelRow, now: Date): Date {
  const last = row.reconciliation;
  const from = Math.min(
    row.gap_from?.getTime() ?? Infinity,
    // What broke off is asked for again, from the same moment.
    last === null ? now.getTime() - 24 * HOUR : last.error === null ? Date.parse(last.lastAt) - OVERLAP_MS : Date.parse(last.since),
  );
  return new Date(Math.max(from, row.created_at.getTime(), now.getTime() - FURTHEST_MS));
}

const idsOf = (inbound: Inbound): string[] => {
  if (inbound.kind === 'message') return [inbound.externalId, ...(inbound.externalIdIfTaken === undefined ? [] : [inbound.externalIdIfTaken])];
  return inbound.kind === 'edit' || inbound.kind === 'deletion' ? [inbound.externalId] : [];
};

/** Whether we would be different with it. Receipts, reactions and names are not worth reading a day again for. */
function isNews(inbound: Inbound, known: ReadonlyMap<string, Known>): boolean {
  switch (inbound.kind) {
    case 'message':
      return !known.has(inbound.externalId) && (inbound.externalIdIfTaken === undefined || !known.has(inbound.externalIdIfTaken));
    case 'edit': {
      const message = known.get(inbound.externalId);
      if (message === undefined || message.deleted_at !== null || (message.edited_at !== null && message.edited_at.getTime() >= Date.parse(inbound.at))) return false;
      return message.text !== inbound.text || (inbound.rating !== undefined && message.rating?.stars !== inbound.rating.stars);
    }
    case 'deletion': {
      const message = known.get(inbound.externalId);
      return message !== undefined && message.deleted_at === null;
    }
    default:
      return false;
  }
}

function findKnown(tx: Tx, channelId: string, ids: readonly string[]): Promise<Known[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return tx.query<Known>(
    `SELECT external_id, text, rating, edited_at, deleted_at FROM messages WHERE channel_id = $1 AND external_id = ANY($2)
     UNION ALL SELECT a.external_id, m.text, m.rating, m.edited_at, m.deleted_at FROM message_aliases a JOIN messages m ON m.id = a.message_id WHERE a.channel_id = $1 AND a.external_id = ANY($2)`,
    [channelId, ids],
  );
}

async function keep(tx: Tx, row: ChannelRow, result: ReconciliationView, { unauthorized, memory }: { unauthorized: boolean; memory: Json | undefined }): Promise<void> {
  const whole = result.error === null;
  await tx.execute(
    `UPDATE channels SET reconciliation = $2, reconcile_at = now() + $3 * interval '1 millisecond', gap_from = CASE WHEN $4 THEN NULL ELSE gap_from END WHERE id = $1`,
    // Channels that were added together drift apart.
    [row.id, JSON.stringify({ ...result, memory }), (whole ? HOUR : AGAIN_AFTER_FAILURE_MS) * (0.9 + Math.random() * 0.2), whole],
  );
  if (unauthorized) await raiseAlarm(tx, row.id, { code: 'unauthorized', detail: result.error ?? '' });
  // Once may be a bad moment; twice in a row somebody should know.
  else if (!whole && row.reconciliation?.error != null) await raiseAlarm(tx, row.id, { code: 'history', detail: `What this channel holds could not be compared with what arrived: ${result.error}` });
  else if (whole) await clearAlarm(tx, row.id, ['history']);
  if (JSON.stringify([row.reconciliation?.missing, row.reconciliation?.error]) !== JSON.stringify([result.missing, result.error])) await tellHealth(tx, row);
}
