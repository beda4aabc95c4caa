import { Inject, Injectable } from '@nestjs/common';
import { BUSY, Database, errorFields, givingWay, prepared, Secrets, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { chainHash } from '../history/history';
import { NOTICES_DUE } from '../notices/notifier.service';
import { LOG, PULSE } from '../tokens';
import { THREADS_CHANGED, threadsChanged } from '../widget/threads-changed';
import { hydrate, type EventRow, type Published } from './feed';
import { LISTENING, ListenersAnywhere } from './listening';
import { Unheard } from './unheard';

/** Where published events go: the app knows sockets, the core doesn't. */
export interface Publisher { publish(events: readonly Published[]): void }
export const PUBLISHER = Symbol('publisher');

const BATCH = 500;
const LOOK_EVERY_MS = 1000;
/** Rest after a round, as a part of what it took: what happens meanwhile is numbered together, at the price of one. After a quiet moment the first is told at once. */
const RESTS_PER_ROUND = 1;
const LONGEST_REST_MS = 10;
/** While a backlog of deliveries is read, that comes first: nobody reads along at thousands a second. */
const REST_IN_BACKLOG_MS = 100;

/**
 * Numbers what happened, chains it and tells the screens. One process leads at a time (a lock that dies with it), so numbers are
 * given in the order in which they can be seen; what a dead leader had numbered but not told, its successor tells again.
 */
@Injectable()
export class Relay {
  private stopped = false;
  private wake: () => void = () => undefined;
  private awake = false;
  private done: Promise<void> = Promise.resolve();
  /** Told, but not yet noted in the database. */
  private told = new Map<string, string>();
  private readonly listeners = new ListenersAnywhere();
  private readonly unheard = new Unheard();
  /** Workspaces in which somebody began to listen just now. */
  private readonly came = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOG) private readonly log: Log,
  ) {}

  start(): void {
    const ends = [
      this.pulse.subscribe('relay', () => { this.nudge(); }),
      this.pulse.subscribe(LISTENING, (payload) => {
        const fresh = this.listeners.hear(payload);
        for (const workspaceId of fresh) this.came.add(workspaceId);
        if (fresh.length > 0) this.nudge();
      }),
    ];
    this.done = this.lead().finally(() => { for (const end of ends) end(); });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.nudge();
    await this.done;
  }

  private nudge(): void {
    this.awake = true;
    this.wake();
  }

  private async lead(): Promise<void> {
    while (!this.stopped) {
      try {
        const result = await this.database.holding('relay', async (units) => {
          await this.tellAgain(units);
          while (!this.stopped) {
            this.awake = false;
            const since = performance.now();
            let numbered = 0;
            for (let round = BATCH; round === BATCH; numbered += round) round = await this.number(units);
            if (numbered > 0) await this.rest(restAfter(performance.now() - since), true);
            await this.rest(LOOK_EVERY_MS);
            if (!this.awake) await this.note(units);
          }
          while ((await this.number(units)) === BATCH);
          await this.note(units);
        });
        if (result === BUSY) await this.rest(LOOK_EVERY_MS, true);
      } catch (error) {
        this.told.clear();
        this.log.warn(errorFields(error), 'relay lost its database; trying again');
        await this.rest(LOOK_EVERY_MS, true);
      }
    }
  }

  /** Until somebody nudges or the time is over. A follower isn't nudged out of its rest, or it would ask for the lock all day. */
  private rest(ms: number, deaf = false): Promise<void> {
    if (this.stopped || (this.awake && !deaf)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        resolve();
      }
      this.wake = () => { if (!deaf || this.stopped) done(); };
    });
  }

  private async number(units: Units): Promise<number> {
    const told = this.told;
    if (this.came.size > 0) await this.tellNewcomers(units);
    const { rows, published, unheard } = await units.asSystem(async (tx) => {
      const sealed = await sealBatch(tx);
      if (sealed.rows.length === 0) return { rows: [], published: [], unheard: [] };
      const listening = new Set([...sealed.heads.keys()].filter((workspaceId) => this.listeners.listens(workspaceId)));
      const heard = sealed.rows.filter((row) => listening.has(row.workspace_id));
      // Looked up while the numbers are being written, all in one round trip; told once they are safe.
      const asked = Promise.all([heard.length === 0 ? [] : hydrate(tx, this.secrets, heard), writeNumbers(tx, sealed, told)]);
      tx.commitBehind();
      const [events] = await asked;
      return { rows: sealed.rows, published: events, unheard: sealed.rows.filter((row) => !listening.has(row.workspace_id)) };
    });
    if (rows.length === 0) return 0;
    this.unheard.keep(unheard);
    for (const workspaceId of new Set(rows.map((row) => row.workspace_id))) told.delete(workspaceId);
    this.tell(rows, published);
    return rows.length;
  }

  private tell(rows: readonly EventRow[], published: readonly Published[]): void {
    this.publisher.publish(published);
    const touched = rows.filter((row) => row.conversation_id !== null && (row.type.startsWith('message.') || row.type.startsWith('conversation.')));
    if (touched.length > 0) this.pulse.publish(THREADS_CHANGED, JSON.stringify(threadsChanged(touched)));
    this.pulse.publish(NOTICES_DUE);
    for (const row of rows) this.told.set(row.workspace_id, row.seq);
  }

  /** What they may have missed since they came: we make no views of what nobody looks at, and hear of them a moment later. */
  private async tellNewcomers(units: Units): Promise<void> {
    const missed = this.unheard.take(this.came);
    this.came.clear();
    if (missed.length > 0) this.publisher.publish(await units.lookAsSystem((tx) => hydrate(tx, this.secrets, missed)));
  }

  /** Writes down what was told. The next numbering does it on the way, so this is for quiet times; whoever takes over without it tells a little twice. */
  private async note(units: Units): Promise<void> {
    const told = [...this.told];
    if (told.length === 0) return;
    await units.asSystem((tx) => tx.execute(
      `UPDATE feeds f SET published_seq = r.seq FROM unnest($1::uuid[], $2::bigint[]) AS r (workspace_id, seq) WHERE f.workspace_id = r.workspace_id AND f.published_seq < r.seq`,
      [told.map(([workspaceId]) => workspaceId), told.map(([, seq]) => seq)],
    ));
    for (const [workspaceId, seq] of told) if (this.told.get(workspaceId) === seq) this.told.delete(workspaceId);
  }

  /** What a leader before us numbered and did not live to tell. */
  private async tellAgain(units: Units): Promise<void> {
    for (let rows = await this.untold(units); rows.length > 0; rows = await this.untold(units)) {
      const again = rows;
      this.tell(again, await units.asSystem((tx) => hydrate(tx, this.secrets, again)));
      await this.note(units);
    }
  }

  private untold(units: Units): Promise<EventRow[]> {
    return units.asSystem((tx) => tx.query<EventRow>(
      `SELECT ${eventColumns} FROM events e JOIN feeds f ON f.workspace_id = e.workspace_id WHERE f.published_seq < f.last_seq AND e.seq > f.published_seq ORDER BY e.workspace_id, e.seq LIMIT ${BATCH}`,
    ));
  }
}

const restAfter = (tookMs: number): number => (givingWay.inBacklog ? REST_IN_BACKLOG_MS : Math.min(tookMs * RESTS_PER_ROUND, LONGEST_REST_MS));

export const eventColumns = 'e.id, e.seq, e.workspace_id, e.type, e.at, e.actor_kind, e.actor_id, e.conversation_id, e.message_id, e.subject_id, e.data';

/** Along the index of what has no number: a database that has never counted its rows would read and sort a whole backlog for each piece of it. */
const IN_ORDER = prepared('SET LOCAL enable_sort = off');
const UNNUMBERED = prepared(`SELECT ${eventColumns} FROM events e WHERE e.seq IS NULL ORDER BY e.position LIMIT ${BATCH}`);
/** Asked together with them. */
const THEIR_HEADS = prepared(`SELECT workspace_id, last_seq, last_hash FROM feeds WHERE workspace_id IN (SELECT e.workspace_id FROM events e WHERE e.seq IS NULL ORDER BY e.position LIMIT ${BATCH}) FOR UPDATE`);

interface FeedRow { workspace_id: string; last_seq: string; last_hash: string }
interface Sealed { rows: EventRow[]; heads: Map<string, { seq: bigint; hash: string }>; seals: { id: string; seq: string; previous_hash: string; hash: string }[] }

/** Gives the next numbers and hashes; callers hold the relay's lock. */
async function sealBatch(tx: Tx): Promise<Sealed> {
  const [, rows, feeds] = await Promise.all([tx.execute(IN_ORDER), tx.query<EventRow>(UNNUMBERED), tx.query<FeedRow>(THEIR_HEADS)]);
  const heads = await feedHeads(tx, feeds, [...new Set(rows.map((row) => row.workspace_id))]);
  const seals = rows.map((row) => {
    const head = heads.get(row.workspace_id);
    if (head === undefined) throw new Error('a workspace has no feed');
    const previous = head.hash;
    head.seq += 1n;
    row.seq = head.seq.toString();
    head.hash = chainHash(previous, {
      id: row.id, workspaceId: row.workspace_id, seq: row.seq, type: row.type, at: row.at.toISOString(), actorKind: row.actor_kind, actorId: row.actor_id,
      conversationId: row.conversation_id, messageId: row.message_id, subjectId: row.subject_id, data: row.data,
    });
    return { id: row.id, seq: row.seq, previous_hash: previous, hash: head.hash };
  });
  return { rows, heads, seals };
}

/** Writes them down, and with them what was told before. */
async function writeNumbers(tx: Tx, { heads, seals }: Sealed, told: ReadonlyMap<string, string>): Promise<void> {
  const moved = [...heads].map(([workspaceId, head]) => ({ workspace_id: workspaceId, seq: head.seq.toString(), hash: head.hash, told: told.get(workspaceId) ?? '0' }));
  await Promise.all([
    tx.execute(
      prepared(`UPDATE events e SET seq = r.seq, previous_hash = r.previous_hash, hash = r.hash FROM json_to_recordset($1::json) AS r (id uuid, seq bigint, previous_hash text, hash text) WHERE e.id = r.id`),
      [JSON.stringify(seals)],
    ),
    tx.execute(
      prepared(`UPDATE feeds f SET last_seq = r.seq, last_hash = r.hash, published_seq = greatest(f.published_seq, r.told)
       FROM jsonb_to_recordset($1::jsonb) AS r (workspace_id uuid, seq bigint, hash text, told bigint) WHERE f.workspace_id = r.workspace_id`),
      [JSON.stringify(moved)],
    ),
  ]);
}

/** `found` are the heads of those workspaces that had something to number a moment ago; one that is missing has its first now, or had it since. */
async function feedHeads(tx: Tx, found: readonly FeedRow[], workspaceIds: readonly string[]): Promise<Map<string, { seq: bigint; hash: string }>> {
  const heads = new Map<string, { seq: bigint; hash: string }>();
  const take = (feeds: readonly FeedRow[]) => { for (const feed of feeds) if (workspaceIds.includes(feed.workspace_id)) heads.set(feed.workspace_id, { seq: BigInt(feed.last_seq), hash: feed.last_hash }); };
  take(found);
  const missing = workspaceIds.filter((id) => !heads.has(id));
  if (missing.length > 0) {
    await tx.execute(`INSERT INTO feeds (workspace_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING`, [missing]);
    take(await tx.query<FeedRow>(`SELECT workspace_id, last_seq, last_hash FROM feeds WHERE workspace_id = ANY($1::uuid[]) FOR UPDATE`, [missing]));
  }
  return heads;
}
