import { Inject, Injectable } from '@nestjs/common';
import type { Inbound, Json } from '@kontuar/connectors/contract';
import type { RedactionKind } from '@kontuar/contract';
import type { Learnt, MatterLearnt } from '@kontuar/language';
import { BUSY, Database, errorFields, Files, givingWay, metrics, prepared, Queues, Secrets, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { takeOutsideFields } from '../attributes/outside';
import { ChannelContexts, type Settings } from '../channels/channel-contexts';
import { capabilitiesOf } from '../channels/channel-rules';
import { CHANNEL_COLUMNS, type ChannelRow } from '../channels/channel.row';
import { answersMoved } from '../cases/answers';
import { clearAlarm, raiseAlarm } from '../channels/channel-alarms';
import { HouseDoor } from '../house-mail/house-door';
import type { HouseArrival } from '../house-mail/arrival';
import { readReplyToken } from '../messages/reply-token';
import { customerWrote } from '../planned/customer-wrote';
import { spokenIn, whatWaits } from '../planned/what-waits';
import { takeAnswers } from '../surveys/take-answers';
import { offeredMatters } from '../matters/matters';
import { waitForRules } from '../moderation/waiting';
import { Lessons } from '../moods/lessons';
import { Connectors, LOG, PULSE } from '../tokens';
import { decide, emptyWrites } from './ledger.decide';
import { holdUnknown } from './early-updates';
import { untilSettled } from './kept-meanwhile';
import { load } from './ledger.load';
import { sidesOf, type LedgerSides } from './ledger.sides';
import { write } from './ledger.write';
import { reserveNumbers } from './numbers';
import type { LedgerChannel, LedgerEntry, LedgerWrites } from './ledger.types';
import { PARSER, type Parser } from './parse';
import { portionsOf } from './portions';
import { facesWanted, nothingFollows } from './what-follows';
import { goneKey } from '../privacy/erase/gone-hash';
import { emptyDeliveriesOf, maskAcross } from '../privacy/redact-across';
import { redactArrivals } from '../privacy/redact-arrivals';

interface DeliveryRow { id: string; external_id: string | null; content_type: string; body: Buffer; meta: Json; attempts: number }

interface Looked { channel: HomeChannel | undefined; rows: DeliveryRow[]; learnt: Learnt | undefined; matterLessons: MatterLearnt | undefined }

const BATCH = 200;
const BATCH_BYTES = 12 * 1024 * 1024;
/** A delivery that fails for a reason that may pass is tried so often, then it is a dead letter. */
const MAX_ATTEMPTS = 5;
const MAX_ATTACHMENT_BYTES = 40 * 1024 * 1024;

interface HomeChannel extends ChannelRow { reopen_window_hours: number; lessons: number | null; matter_lessons: number | null; matters: readonly { key: string; archived: boolean }[] | null; erasures: boolean; redact: RedactionKind[] }
const CHANNEL = prepared(`SELECT ${CHANNEL_COLUMNS}, w.reopen_window_hours, w.redact, l.version AS lessons, ml.version AS matter_lessons, (SELECT jsonb_agg(jsonb_build_object('key', m.key, 'archived', m.archived_at IS NOT NULL)) FROM matters m WHERE m.workspace_id = w.id) AS matters, EXISTS (SELECT 1 FROM erased_messages e WHERE e.channel_id = c.id) AS erasures FROM channels c JOIN workspaces w ON w.id = c.workspace_id LEFT JOIN mood_lessons l ON l.workspace_id = w.id LEFT JOIN matter_lessons ml ON ml.workspace_id = w.id WHERE c.id = $1 AND c.deleted_at IS NULL`);
/** In the order in which they came, up to a number and a size. */
const WAITING = prepared(`SELECT id, external_id, content_type, body, meta, attempts FROM (
    SELECT *, sum(octet_length(body)) OVER (ORDER BY position) - octet_length(body) AS before
    FROM (SELECT * FROM deliveries WHERE channel_id = $1 AND state = 'received' ORDER BY position LIMIT ${BATCH}) waiting
  ) sized WHERE before < ${BATCH_BYTES} ORDER BY position`);

/** What was masked in a message must not stand in the delivery that brought it: that was read, and is not needed any more. */
async function emptyMasked(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  const ids = entries.flatMap(({ deliveryId, masked }) => (masked === true ? [deliveryId] : []));
  if (ids.length > 0) await tx.execute(`UPDATE deliveries SET body = '', meta = NULL WHERE id = ANY($1::uuid[])`, [ids]);
}

/** Failures that say nothing about the delivery: the database is away, a lock was lost. The whole batch waits. */
const passing = (error: unknown): boolean => /^(08|57|53|40|55P03|25P03)|ECONN|EPIPE|ENOSPC|ETIMEDOUT/.test(String((error as { code?: unknown }).code ?? '')) || /Connection terminated|connection is closed|timeout exceeded/i.test(String((error as Error).message));

/** Turns kept deliveries into conversations: one lane for each channel, so that a channel's messages keep their order. */
@Injectable()
export class Ingest {
  /** Lanes that run in this process; true: somebody asked again meanwhile. */
  private readonly lanes = new Map<string, { again: boolean }>();
  private readonly lessons = new Lessons<Learnt>('mood_lessons');
  private readonly matterLessons = new Lessons<MatterLearnt>('matter_lessons');

  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly connectors: Connectors,
    private readonly files: Files,
    private readonly secrets: Secrets,
    private readonly queues: Queues,
    private readonly house: HouseDoor,
    @Inject(PARSER) private readonly parser: Parser,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Reads everything that waits on a channel. Safe to call at any time, from anywhere, twice. */
  async run(channelId: string): Promise<void> {
    const running = this.lanes.get(channelId);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const lane = { again: true };
    this.lanes.set(channelId, lane);
    try {
      while (lane.again) {
        lane.again = false;
        const result = await this.database.holdingAfterLook(`ingest:${channelId}`, (tx) => this.look(tx, channelId), async (units, looked) => {
          await this.drain(units, channelId, looked);
          while (lane.again) {
            lane.again = false;
            await this.drain(units, channelId);
          }
        });
        if (result !== BUSY) continue;
        // Another process reads this channel. It may have looked just before ours came in, so look again shortly.
        lane.again = false;
        if (await this.somethingWaits(channelId)) {
          await new Promise((wake) => setTimeout(wake, 25));
          lane.again = true;
        }
      }
    } finally {
      this.lanes.delete(channelId);
    }
  }

  /** Finds what no poke ever reached: a poke lost with Redis, a worker that died, a retry that is due. */
  async sweep(): Promise<string[]> {
    const rows = await this.database.asSystem(async (tx) => {
      await tx.execute(`UPDATE deliveries SET state = 'received', next_attempt_at = NULL WHERE state = 'failed' AND next_attempt_at <= now()`);
      return tx.query<{ channel_id: string }>(`SELECT DISTINCT channel_id FROM deliveries WHERE state = 'received'`);
    });
    return rows.map((row) => row.channel_id);
  }

  private async somethingWaits(channelId: string): Promise<boolean> {
    const rows = await this.database.asSystem((tx) => tx.query(`SELECT 1 FROM deliveries WHERE channel_id = $1 AND state = 'received' LIMIT 1`, [channelId]));
    return rows.length > 0;
  }

  /** What waits on a channel, and what it takes to read it. */
  private async look(tx: Tx, channelId: string): Promise<Looked> {
    const [[channel], rows] = await Promise.all([tx.query<HomeChannel>(CHANNEL, [channelId]), tx.query<DeliveryRow>(WAITING, [channelId])]);
    if (channel === undefined || rows.length === 0) return { channel, rows, learnt: undefined, matterLessons: undefined };
    return { channel, rows, learnt: await this.lessons.of(tx, channel.workspace_id, channel.lessons), matterLessons: await this.matterLessons.of(tx, channel.workspace_id, channel.matter_lessons) };
  }

  private async drain(units: Units, channelId: string, first?: Looked): Promise<void> {
    for (let looked = first; ; looked = undefined) {
      const { channel, rows, learnt, matterLessons } = looked ?? await units.lookAsSystem((tx) => this.look(tx, channelId));
      if (channel === undefined || rows.length === 0) return;
      if (rows.length === BATCH) givingWay.comeUponBacklog(this.pulse);
      await this.readBatch(units, channel, rows, { learnt, matterLessons });
      // That was all there was; whatever was stored since is poked for, and run() looks again.
      if (rows.length < BATCH && rows.reduce((bytes, row) => bytes + row.body.length, 0) < BATCH_BYTES) return;
    }
  }

  private async readBatch(units: Units, channel: HomeChannel, rows: readonly DeliveryRow[], { learnt, matterLessons }: { learnt: Learnt | undefined; matterLessons: MatterLearnt | undefined }): Promise<void> {
    const settings = this.contexts.settingsOf(channel);
    const ledgerChannel: LedgerChannel = {
      id: channel.id, workspaceId: channel.workspace_id, connectorId: channel.connector_id, identityScope: channel.identity_scope, redact: channel.redact, defaultTeamId: channel.default_team_id, reopenWindowHours: channel.reopen_window_hours, sides: this.sidesOf(channel, settings), ...(channel.erasures ? { erasedKey: goneKey(this.secrets) } : {}),
      ...(learnt === undefined ? {} : { learnt }), matters: { learnt: matterLessons, ...(channel.matters === null ? {} : { offered: offeredMatters(channel.matters) }) },
      ...(channel.alarm?.code === 'silent' ? {} : { heardAt: channel.last_inbound_at }),
      readTokens: (tokens, sender) => tokens.flatMap((token) => readReplyToken(this.secrets, token, sender) ?? []),
    };
    const entries: LedgerEntry[] = [];
    for (const row of rows) {
      const parsed = await this.parse(units, channel, settings, row);
      if (parsed === undefined) continue;
      const { inbounds, masked } = redactArrivals(parsed, channel.redact);
      const entry = { deliveryId: row.id, inbounds, masked };
      const arrival = this.house.arrivalOf(inbounds);
      // What answers a mail of the house never becomes a customer's question, whatever else it says.
      if (arrival === undefined || !(await this.takeHome(units, channel, row, entry, arrival))) entries.push(entry);
      else if (masked) await units.inWorkspace(channel.workspace_id, (tx) => emptyMasked(tx, [entry]));
    }
    if (entries.length === 0) return;
    for (const portion of portionsOf(entries, BATCH)) await this.applyAll(units, channel, ledgerChannel, portion, rows);
  }

  private async applyAll(units: Units, channel: HomeChannel, ledgerChannel: LedgerChannel, entries: readonly LedgerEntry[], rows: readonly DeliveryRow[]): Promise<void> {
    try {
      await this.apply(units, ledgerChannel, entries);
    } catch (error) {
      if (passing(error)) throw error;
      // One bad delivery must not take its neighbours along: one by one, the culprit shows itself.
      this.log.warn({ channelId: channel.id, count: entries.length, ...errorFields(error) }, 'batch refused, reading one by one');
      for (const entry of entries) {
        await this.apply(units, ledgerChannel, [entry]).catch(async (cause: unknown) => {
          if (passing(cause)) throw cause;
          await this.fail(units, channel, rows.find((row) => row.id === entry.deliveryId) as DeliveryRow, cause);
        });
      }
    }
  }

  /** In a unit of its own, so that neither spoils the other. False: what it answers is gone, and it is a mail like any other. */
  private async takeHome(units: Units, channel: HomeChannel, row: DeliveryRow, entry: LedgerEntry, arrival: HouseArrival): Promise<boolean> {
    const kept = await this.keepFiles([entry]);
    let used = false;
    try {
      const taken = await this.house.take(units, { workspaceId: channel.workspace_id, channelId: channel.id, deliveryId: entry.deliveryId, arrival, files: kept.files });
      if (taken === undefined) return false;
      used = taken.kept;
      metrics.deliveries.inc({ connector: channel.connector_id, outcome: 'read' });
      this.pulse.publish('relay');
      for (const attachmentId of taken.fileIds) this.queues.poke('media', { attachmentId });
    } catch (error) {
      if (passing(error)) throw error;
      await this.fail(units, channel, row, error);
    } finally {
      if (!used) await Promise.all([...kept.files.values()].map(({ key }) => this.files.remove(key)));
    }
    return true;
  }

  private sidesOf(channel: ChannelRow, settings: Settings): LedgerSides {
    const connector = this.connectors.get(channel.connector_id);
    return sidesOf(capabilitiesOf(connector, () => settings), connector);
  }

  private async parse(units: Units, channel: ChannelRow, settings: Settings, row: DeliveryRow): Promise<Inbound[] | undefined> {
    const connector = this.connectors.get(channel.connector_id);
    const delivery = { contentType: row.content_type, body: row.body, ...(row.external_id === null ? {} : { externalId: row.external_id }), ...(row.meta === null ? {} : { meta: row.meta }) };
    try {
      return await this.parser.parse(connector, delivery, settings);
    } catch (error) {
      await this.fail(units, channel, row, error);
      return undefined;
    }
  }

  private async apply(units: Units, channel: LedgerChannel, entries: readonly LedgerEntry[]): Promise<void> {
    const kept = await this.keepFiles(entries);
    let writes: LedgerWrites | undefined;
    let alarm: string | undefined;
    try {
      const numbers = await reserveNumbers((work) => units.inWorkspace(channel.workspaceId, work), channel, entries);
      // The deliveries stay as they came until this is on the disk, and the relay's numbers bring it there: nothing is told, and nothing leaves, before.
      writes = await untilSettled((attempt) => units.inWorkspaceAgain(channel.workspaceId, async (tx) => {
        const state = await load(tx, channel, entries, { thorough: attempt > 1 });
        const decided = decide({ channel, state, writes: emptyWrites(), files: kept.files, now: new Date() }, entries);
        await holdUnknown(tx, channel, state, decided);
        const pieces = await maskAcross(tx, channel.redact ?? [], state, decided);
        const waiting = await whatWaits(tx, spokenIn(decided.messages).filter((id) => !decided.newConversations.has(id)), state.waiting);
        const last = pieces.length === 0 && nothingFollows(decided, entries, waiting);
        alarm = await write(tx, channel, state, decided, { numbers, last });
        if (last) return decided;
        await takeOutsideFields(tx, decided.outside);
        await customerWrote(tx, channel.workspaceId, waiting);
        await takeAnswers(tx, channel.workspaceId, decided);
        await emptyMasked(tx, entries);
        await emptyDeliveriesOf(tx, channel.id, pieces);
        if (await waitForRules(tx, channel.workspaceId, decided)) tx.afterCommit(() => { this.queues.poke('moderate', { channelId: channel.id }); });
        await answersMoved(tx, this.queues, [...decided.changedMessages.values()].filter(({ direction }) => direction === 'out').map(({ id }) => id));
        return decided;
      }));
    } finally {
      // Bytes that no row points to: the delivery was refused, or its message was known already.
      const used = new Set([...(writes?.attachments ?? []), ...(writes?.postPictures ?? [])].map((attachment) => attachment.file_key));
      await Promise.all([...kept.files.values()].filter(({ key }) => !used.has(key)).map(({ key }) => this.files.remove(key)));
    }
    metrics.deliveries.inc({ connector: channel.connectorId, outcome: 'read' }, entries.length);
    this.pulse.publish('relay');
    if (alarm === 'silent') await this.heardAgain(units, channel);
    for (const attachment of writes.attachments) if (attachment.state === 'pending' || attachment.content_type.startsWith('image/')) this.queues.poke('media', { attachmentId: attachment.id });
    for (const picture of writes.postPictures) this.queues.poke('media', { attachmentId: picture.id });
    for (const identityId of facesWanted(writes)) this.queues.poke('profile', { identityId });
    for (const lookup of writes.lookups) this.queues.poke('lookup', { lookupId: lookup.id });
    for (const typing of writes.typing) this.pulse.publish('visitor-typing', JSON.stringify({ workspaceId: channel.workspaceId, ...typing }));
  }

  /** Should this not come to pass, the next message does it. */
  private async heardAgain(units: Units, channel: LedgerChannel): Promise<void> {
    try {
      await units.inWorkspace(channel.workspaceId, (tx) => clearAlarm(tx, channel.id, ['silent']));
      this.pulse.publish('relay');
    } catch (error) {
      this.log.warn({ channelId: channel.id, ...errorFields(error) }, 'the alarm of a channel that was silent could not be taken back');
    }
  }

  /** Bytes go to disk before the transaction, which stays short. */
  private async keepFiles(entries: readonly LedgerEntry[]): Promise<{ files: Map<object, { key: string; sizeBytes: number }> }> {
    const files = new Map<object, { key: string; sizeBytes: number }>();
    for (const { inbounds } of entries) {
      for (const inbound of inbounds) {
        const message = inbound.kind === 'message' ? inbound : inbound.kind === 'receipt' ? inbound.message : undefined;
        for (const attachment of [...(message?.attachments ?? []), ...(message?.post?.attachments ?? [])]) {
          if (attachment.content !== undefined) files.set(attachment, await this.files.put(Buffer.from(attachment.content), MAX_ATTACHMENT_BYTES));
        }
      }
    }
    return { files };
  }

  /** Keeps the delivery with its reason: tried again with growing pauses, then a dead letter that somebody can replay. */
  private async fail(units: Units, channel: ChannelRow, row: DeliveryRow, error: unknown): Promise<void> {
    const attempts = row.attempts + 1;
    const dead = attempts >= MAX_ATTEMPTS;
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    this.log.error({ channelId: channel.id, deliveryId: row.id, attempts, ...errorFields(error) }, dead ? 'delivery is a dead letter now' : 'delivery could not be read');
    await units.inWorkspace(channel.workspace_id, async (tx) => {
      await tx.execute(`UPDATE deliveries SET state = $2, attempts = $3, error = $4, next_attempt_at = $5 WHERE id = $1`, [row.id, dead ? 'dead' : 'failed', attempts, reason, dead ? null : new Date(Date.now() + 1000 * 2 ** attempts)]);
      if (dead) await raiseAlarm(tx, channel.id, { code: 'dead-letters', detail: reason });
    });
    metrics.deliveries.inc({ connector: channel.connector_id, outcome: dead ? 'dead' : 'failed' });
    if (dead) this.pulse.publish('relay');
  }
}
