import { Injectable } from '@nestjs/common';
import { dayOf, type RuleTrial, type RuleTrialInput, type TimedOn } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { invalid } from '../errors';
import { Connectors } from '../tokens';
import { compileFilter, type FilterContext } from '../views/compile';
import { withinTime } from '../views/within-time';
import { checkDefinition } from './check-definition';
import { toldOccasion } from './fire';
import { hoursOf, ruleContext, saying, standing, whysOf } from './judge';
import { occasionTypes, timedOf, triggerOf, type HistoryEvent, type Occasion } from './occasion';
import { doneByPeople } from './rule-clocks';
import { understood } from './rule-keeper';

const DAYS = 30;
const DAY_MS = 86_400_000;
const SAMPLES = 20;
/** Events of the past that are looked at: the newest. */
const LOOKED_AT = 30_000;
const TRIAL_MS = 8000;

/** What a rule would have come to in the last thirty days, read from the history itself. Changes nothing, tells nobody. */
@Injectable()
export class RuleTrials {
  constructor(private readonly database: Database, private readonly connectors: Connectors) {}

  try(actor: MemberActor, input: RuleTrialInput): Promise<RuleTrial> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await checkDefinition(tx, input);
      const context = await ruleContext(tx, this.connectors, actor.workspaceId);
      const begun = new Date(context.now.getTime() - DAYS * DAY_MS);
      const happened = await this.happened(tx, context, input, begun);
      const ran = await this.ranOut(tx, context, input, begun);
      const all = await this.asked(tx, input, [...happened.occasions, ...ran]);
      all.sort((a, b) => b.at.getTime() - a.at.getTime());
      return {
        days: DAYS, since: happened.since.toISOString(), total: all.length, conversations: new Set(all.map(({ conversationId }) => conversationId)).size,
        perDay: perDay(all, context, DAYS), samples: await this.samples(tx, context, input, all.slice(0, SAMPLES)),
        unknown: [...(input.if.by === 'all' && input.if.of.length === 0 ? [] : ['now' as const]), ...(timedOf(input).length === 0 ? [] : ['states' as const]), 'chains', ...(happened.cut ? ['cut' as const] : [])],
      };
    });
  }

  private async happened(tx: Tx, context: FilterContext, input: RuleTrialInput, begun: Date): Promise<{ occasions: Occasion[]; since: Date; cut: boolean }> {
    const timed = timedOf(input).length;
    if (timed === input.when.length) return { occasions: [], since: begun, cut: false };
    const parameters: unknown[] = [context.actor.workspaceId, begun, [...occasionTypes]];
    const fits = compileFilter(input.if, context, parameters);
    const events = await withinTime(tx, TRIAL_MS, () => tx.query<HistoryEvent & { fits: boolean }>(
      `WITH past AS MATERIALIZED (SELECT seq, type, at, conversation_id, message_id, data FROM events WHERE workspace_id = $1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT ${LOOKED_AT}),
         asked AS MATERIALIZED (SELECT DISTINCT conversation_id FROM past WHERE at >= $2 AND type = ANY($3::text[]) AND conversation_id IS NOT NULL),
         fitting AS MATERIALIZED (SELECT c.id FROM conversations c JOIN asked a ON a.conversation_id = c.id WHERE ${standing} AND (${fits}) IS TRUE)
       SELECT p.* FROM past p JOIN fitting f ON f.id = p.conversation_id WHERE p.at >= $2 AND p.type = ANY($3::text[]) ORDER BY p.seq`, parameters));
    if (events === undefined) throw invalid('filter-too-slow', 'This takes too long to try. Narrow it, for example by the kind of channel.');
    const [oldest] = await tx.query<{ at: Date; n: number }>(`SELECT min(at) AS at, count(*)::int AS n FROM (SELECT at FROM events WHERE workspace_id = $1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT ${LOOKED_AT}) p`, [context.actor.workspaceId]);
    const cut = oldest !== undefined && oldest.n === LOOKED_AT && oldest.at > begun;
    const occasions: Occasion[] = [];
    for (let from = 0; from < events.length; from += 2000) {
      const piece = events.slice(from, from + 2000);
      const known = await understood(tx, piece);
      // What other rules did then is not what this one would have met.
      for (const { seq, data } of piece) if (data.cause === undefined) occasions.push(...(known.get(seq) ?? []).filter((occasion) => triggerOf(input, occasion) !== undefined));
    }
    return { occasions, since: cut ? oldest.at : begun, cut };
  }

  /** Clocks that would have run out: pauses between what was said, or done, that were long enough. */
  private async ranOut(tx: Tx, context: FilterContext, input: RuleTrialInput, begun: Date): Promise<Occasion[]> {
    const found: Occasion[] = [];
    for (const { on, minutes } of timedOf(input)) {
      const parameters: unknown[] = [context.actor.workspaceId, begun, minutes];
      const fits = compileFilter(input.if, context, parameters);
      const rows = await withinTime(tx, TRIAL_MS, () => tx.query<{ id: string; since: Date; at: Date }>(
        `WITH fitting AS MATERIALIZED (SELECT c.id FROM conversations c WHERE c.workspace_id = $1 AND c.last_message_at >= $2::timestamptz - $3 * interval '1 minute' AND ${standing} AND (${fits}) IS TRUE ORDER BY c.last_message_at DESC LIMIT 3000),
           moments AS (${moments[on]})
         SELECT conversation_id AS id, since, since + $3 * interval '1 minute' AS at FROM moments
         WHERE runs AND since + $3 * interval '1 minute' <= coalesce(until, now()) AND since + $3 * interval '1 minute' >= $2 AND since + $3 * interval '1 minute' <= now() ORDER BY at DESC LIMIT ${LOOKED_AT}`, parameters));
      if (rows === undefined) throw invalid('filter-too-slow', 'This takes too long to try. Narrow it, for example by the kind of channel.');
      found.push(...rows.map(({ id, since, at }): Occasion => ({ on, conversationId: id, messageId: null, at, key: `${on} ${since.getTime()}`, facts: { since: since.toISOString() }, chain: [] })));
    }
    return found;
  }

  /** Words and hours, too. */
  private async asked(tx: Tx, input: RuleTrialInput, occasions: readonly Occasion[]): Promise<Occasion[]> {
    const works = await hoursOf(tx, input.during);
    const within = occasions.filter(({ at }) => works(at));
    const trigger = input.when.find((one) => one.on === 'message-in');
    if (trigger === undefined || trigger.words.length === 0) return within;
    const said = await withinTime(tx, TRIAL_MS, () => saying(tx, within.flatMap(({ on, messageId }) => (on === 'message-in' && messageId !== null ? [messageId] : [])), trigger.words));
    if (said === undefined) throw invalid('filter-too-slow', 'This takes too long to try. Narrow it, for example by the kind of channel.');
    return within.filter(({ on, messageId }) => on !== 'message-in' || (messageId !== null && said.has(messageId)));
  }

  private async samples(tx: Tx, context: FilterContext, input: RuleTrialInput, occasions: readonly Occasion[]): Promise<RuleTrial['samples']> {
    const names = new Map((await tx.query<{ id: string; number: number; name: string }>('SELECT c.id, c.number, p.name FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE c.id = ANY($1::uuid[])', [occasions.map(({ conversationId }) => conversationId)])).map((row) => [row.id, row]));
    const samples: RuleTrial['samples'] = [];
    for (const occasion of occasions) {
      const named = names.get(occasion.conversationId);
      if (named !== undefined) samples.push({ conversationId: named.id, number: named.number, name: named.name, occasion: toldOccasion(occasion), why: (await whysOf(tx, context, input.if, [named.id])).get(named.id) ?? null });
    }
    return samples;
  }
}

const said = `SELECT m.conversation_id, m.seq, m.at, m.direction, lag(m.direction) OVER w AS before, lead(m.at) OVER w AS next
  FROM messages m JOIN fitting f ON f.id = m.conversation_id WHERE m.kind = 'message' AND m.automatic IS NULL AND m.direction IN ('in', 'out') AND m.deleted_at IS NULL WINDOW w AS (PARTITION BY m.conversation_id ORDER BY m.seq)`;
/** A clock runs from `since`, and ends with `until`. */
const moments: Record<TimedOn, string> = {
  // From the first word of the customer to the first of ours after it.
  waiting: `SELECT s.conversation_id, s.at AS since, true AS runs, (SELECT min(o.at) FROM messages o WHERE o.conversation_id = s.conversation_id AND o.seq > s.seq AND o.kind = 'message' AND o.direction = 'out' AND o.automatic IS NULL) AS until FROM (${said}) s WHERE s.direction = 'in' AND s.before IS DISTINCT FROM 'in'`,
  silent: `SELECT conversation_id, at AS since, direction = 'out' AS runs, next AS until FROM (${said}) s`,
  unchanged: `SELECT e.conversation_id, e.at AS since, true AS runs, lead(e.at) OVER (PARTITION BY e.conversation_id ORDER BY e.position) AS until FROM events e JOIN fitting f ON f.id = e.conversation_id WHERE ${doneByPeople}`,
};

function perDay(occasions: readonly Occasion[], { now, timeZone }: FilterContext, days: number): RuleTrial['perDay'] {
  const counts = new Map<string, number>();
  for (let back = days - 1; back >= 0; back -= 1) counts.set(dayOf(new Date(now.getTime() - back * DAY_MS), timeZone), 0);
  for (const { at } of occasions) {
    const day = dayOf(at, timeZone);
    const count = counts.get(day);
    if (count !== undefined) counts.set(day, count + 1);
  }
  return [...counts].map(([day, count]) => ({ day, count }));
}
