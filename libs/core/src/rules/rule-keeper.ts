import { Inject, Injectable } from '@nestjs/common';
import { Database, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { Follower } from '../history/follower';
import { nextEvents } from '../history/history';
import { NOTICES_DUE } from '../notices/notifier.service';
import { LOG, PULSE } from '../tokens';
import { maybeOccasion, occasionsOf, type HistoryEvent, type Occasion, type SaidFacts } from './occasion';
import { RuleWork } from './rule-work';
import { findRules, holdRules, type RuleRow } from './rule.row';

const EVENTS = 400;
/** In one transaction: few enough that nobody waits long for a conversation of theirs. */
const CONVERSATIONS = 40;
/** Conversations whose clocks are set at once after a rule changed. */
const BACKFILL = 200;
/** What breaks again and again must not keep everything behind it from its rules. */
const TRIES = 3;

interface Position { seq: string }

/**
 * Follows the history and lets rules work. How far it came is kept in the transaction of what they did: a worker that dies in between has done nothing, two at once do
 * it once. A workspace without rules is not followed.
 */
@Injectable()
export class RuleKeeper {
  private readonly follower: Follower;
  /** Where each workspace stands that could not go on, and how often it was tried. */
  private readonly stumbles = new Map<string, { seq: string; times: number }>();

  constructor(database: Database, private readonly work: RuleWork, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {
    this.follower = new Follower(database, pulse, log, {
      topic: NOTICES_DUE, lock: 'rules', trouble: 'rules could not be asked about what happened; trying again', behind: workspacesDue,
      turn: (units, workspaceId) => this.turn(units, workspaceId),
    });
  }

  /** Returns the way to stop listening. */
  start(): () => void {
    return this.follower.start();
  }

  run(): Promise<void> {
    return this.follower.run();
  }

  private async turn(units: Units, workspaceId: string): Promise<boolean> {
    const stumble = this.stumbles.get(workspaceId);
    const single = stumble !== undefined;
    try {
      const { moved, worked } = await units.inWorkspace(workspaceId, (tx) => this.follow(tx, workspaceId, single ? 1 : CONVERSATIONS));
      this.stumbles.delete(workspaceId);
      if (worked) this.pulse.publish('relay');
      return moved;
    } catch (error) {
      const [position] = await units.lookAsSystem((tx) => tx.query<Position>('SELECT seq FROM rule_positions WHERE workspace_id = $1', [workspaceId]));
      const times = stumble !== undefined && stumble.seq === position?.seq ? stumble.times + 1 : 1;
      this.stumbles.set(workspaceId, { seq: position?.seq ?? '0', times });
      if (times <= TRIES || position === undefined) throw error;
      this.log.error({ workspaceId, seq: position.seq }, 'rules leave out what happened next: it broke them again and again');
      await units.inWorkspace(workspaceId, (tx) => tx.execute(
        'UPDATE rule_positions SET seq = coalesce((SELECT min(e.seq) FROM events e WHERE e.workspace_id = $1 AND e.seq > rule_positions.seq AND e.conversation_id IS NOT NULL), seq + 1) WHERE workspace_id = $1', [workspaceId]));
      this.stumbles.delete(workspaceId);
      return true;
    }
  }

  private async follow(tx: Tx, workspaceId: string, most: number): Promise<{ moved: boolean; worked: boolean }> {
    // Whoever changes rules waits, or is waited for: a turn goes by one version of each.
    await holdRules(tx, workspaceId);
    const [position] = await tx.query<Position>('SELECT seq FROM rule_positions WHERE workspace_id = $1 FOR UPDATE', [workspaceId]);
    if (position === undefined) return { moved: false, worked: false };
    const rules = await findRules(tx, workspaceId, { active: true });
    const filled = await this.backfill(tx, workspaceId, rules);
    const events = await tx.query<HistoryEvent>(nextEvents('seq, type, at, conversation_id, message_id, data', '$2::bigint', EVENTS), [workspaceId, position.seq]);
    if (events.length === 0) return { moved: filled, worked: filled };
    if (rules.length === 0) return { moved: await this.come(tx, workspaceId, events.at(-1)?.seq ?? position.seq), worked: false };
    const { occasions, upTo } = this.cut(rules, await understood(tx, events), events, most);
    await this.work.set(tx, workspaceId, rules, touched(events, upTo));
    await this.work.run(tx, workspaceId, rules, occasions);
    return { moved: await this.come(tx, workspaceId, upTo), worked: occasions.length > 0 };
  }

  /** As many as concern `most` conversations, whole events at a time. */
  private cut(rules: readonly RuleRow[], occasions: ReadonlyMap<string, readonly Occasion[]>, events: readonly HistoryEvent[], most: number): { occasions: Occasion[]; upTo: string } {
    const kept: Occasion[] = [];
    const conversations = new Set<string>();
    let upTo = events.at(-1)?.seq ?? '0';
    let last: string | undefined;
    for (const { seq } of events) {
      const asked = (occasions.get(seq) ?? []).filter((occasion) => rules.some((rule) => this.work.concerns(rule, occasion)));
      const more = asked.filter(({ conversationId }) => !conversations.has(conversationId));
      if (last !== undefined && more.length > 0 && conversations.size + 1 > most) {
        upTo = last;
        break;
      }
      for (const { conversationId } of asked) conversations.add(conversationId);
      kept.push(...asked);
      last = seq;
    }
    return { occasions: kept, upTo };
  }

  private async backfill(tx: Tx, workspaceId: string, rules: readonly RuleRow[]): Promise<boolean> {
    const rule = rules.find(({ clocks_to: to }) => to !== null);
    if (rule === undefined) return false;
    const ids = (await tx.query<{ id: string }>(`SELECT id FROM conversations WHERE workspace_id = $1 AND id > $2 AND state IN ('open', 'pending', 'snoozed') ORDER BY id LIMIT ${BACKFILL}`, [workspaceId, rule.clocks_to])).map(({ id }) => id);
    await this.work.set(tx, workspaceId, [rule], ids);
    await tx.execute('UPDATE rules SET clocks_to = $2 WHERE id = $1', [rule.id, ids.length < BACKFILL ? null : (ids.at(-1) ?? null)]);
    return true;
  }

  private async come(tx: Tx, workspaceId: string, seq: string): Promise<boolean> {
    return (await tx.execute('UPDATE rule_positions SET seq = $2 WHERE workspace_id = $1 AND seq < $2', [workspaceId, seq])) > 0;
  }
}

async function workspacesDue(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
  const rows = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(
    `SELECT p.workspace_id FROM rule_positions p JOIN feeds f ON f.workspace_id = p.workspace_id
     WHERE (f.last_seq > p.seq OR EXISTS (SELECT 1 FROM rules r WHERE r.workspace_id = p.workspace_id AND r.active AND r.removed_at IS NULL AND r.clocks_to IS NOT NULL)) AND NOT p.workspace_id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
  return rows.map((row) => row.workspace_id);
}

/** What each event was, with what its message says of itself. */
export async function understood(tx: Tx, events: readonly HistoryEvent[]): Promise<Map<string, readonly Occasion[]>> {
  const maybe = events.filter(maybeOccasion);
  const messageIds = maybe.flatMap(({ type, message_id: id }) => (type === 'message.created' && id !== null ? [id] : []));
  const said = new Map((messageIds.length === 0 ? [] : await tx.query<SaidFacts>('SELECT id, kind, direction, automatic, at, event_type, event_data FROM messages WHERE id = ANY($1::uuid[])', [messageIds])).map((one) => [one.id, one]));
  return new Map(maybe.map((event) => [event.seq, occasionsOf(event, event.message_id === null ? undefined : said.get(event.message_id))]));
}

const touched = (events: readonly HistoryEvent[], upTo: string): string[] =>
  [...new Set(events.filter(({ seq, type }) => BigInt(seq) <= BigInt(upTo) && (type === 'message.created' || type.startsWith('conversation.'))).flatMap(({ conversation_id: id }) => id ?? []))];
