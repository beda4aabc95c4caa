import { channelKindOf, type Filter, type RuleDefinition, type RuleWhy } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Clock } from '../sla/clock';
import { calendarHours, type NamedHours } from '../sla/policies';
import type { Connectors } from '../tokens';
import { compileFilter, type FilterContext } from '../views/compile';
import { withinTime } from '../views/within-time';

const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Of all conditions of a batch, and of one rule alone. */
const ALL_MS = 4000;
const ONE_MS = 1500;

/** Rules ask for nothing that depends on who looks: nobody does. Days begin where the workspace is. */
export async function ruleContext(tx: Tx, connectors: Connectors, workspaceId: string, now = new Date()): Promise<FilterContext> {
  const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [workspaceId]);
  const actor: MemberActor = { kind: 'member', workspaceId, memberId: NOBODY, userId: NOBODY, name: '', role: 'owner', teamIds: [], channelIds: 'all' };
  return { actor, now, timeZone: workspace?.time_zone ?? 'UTC', connectorsOf: (kind) => connectors.all.filter(({ capabilities }) => channelKindOf(capabilities) === kind).map(({ id }) => id) };
}

/** Conversations that stand for themselves: neither gone up in another, nor kept apart for a campaign. */
export const standing = 'c.merged_into IS NULL AND NOT c.kept_apart';

/** Which of these filters each of the conversations fits, as things stand in this transaction; undefined: it takes too long to say. */
export async function fitting(tx: Tx, context: FilterContext, filters: readonly Filter[], conversationIds: readonly string[]): Promise<Map<string, boolean[]> | undefined> {
  if (filters.length === 0 || conversationIds.length === 0) return new Map();
  const parameters: unknown[] = [conversationIds];
  const parts = filters.map((filter) => `(${compileFilter(filter, context, parameters)}) IS TRUE`);
  const rows = await withinTime(tx, filters.length === 1 ? ONE_MS : ALL_MS, () => tx.query<{ id: string; fits: boolean[] }>(
    `SELECT c.id, ARRAY[${parts.join(', ')}] AS fits FROM conversations c WHERE c.id = ANY($1::uuid[]) AND ${standing}`, parameters));
  return rows === undefined ? undefined : new Map(rows.map(({ id, fits }) => [id, fits]));
}

type Node = Filter;
const leavesOf = (filter: Node): Filter[] => (filter.by === 'all' || filter.by === 'any' ? filter.of.flatMap(leavesOf) : filter.by === 'not' ? leavesOf(filter.of) : [filter]);

/** The tree of conditions with how each turned out, for each of these conversations. One that is left out takes too long to say. */
export async function whysOf(tx: Tx, context: FilterContext, filter: Filter, conversationIds: readonly string[]): Promise<Map<string, RuleWhy>> {
  const leaves = leavesOf(filter);
  if (leaves.length === 0) return new Map(conversationIds.map((id) => [id, told(filter, [])]));
  const truths = await fitting(tx, context, leaves, conversationIds);
  return new Map([...(truths ?? [])].map(([id, truth]) => [id, told(filter, [...truth])]));
}

/** Takes the truths of the leaves in their order. */
function told(filter: Node, truths: boolean[]): RuleWhy {
  switch (filter.by) {
    case 'all': case 'any': {
      const of = filter.of.map((inner) => told(inner, truths));
      return { by: filter.by, is: filter.by === 'all' ? of.every(({ is }) => is === true) : of.some(({ is }) => is === true), of };
    }
    case 'not': {
      const inner = told(filter.of, truths);
      return { by: 'not', is: inner.is !== true, of: [inner] };
    }
    default: return { by: 'condition', is: truths.shift() ?? null, condition: { ...filter } };
  }
}

/** Of these messages those in which one of the words stands, however it is written: letters with and without their marks go for the same. */
export async function saying(tx: Tx, messageIds: readonly string[], words: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT m.id FROM messages m WHERE m.id = ANY($1::uuid[]) AND EXISTS (SELECT 1 FROM unnest($2::text[]) w WHERE position(kontuar_plain(w) IN kontuar_plain(concat_ws(' ', m.subject, left(m.text, 50000)))) > 0)`, [messageIds, words]);
  return new Set(rows.map(({ id }) => id));
}

/** Whether a house works then, or does not, as the rule asks. Who asks for a calendar that is gone fits never. */
export async function hoursOf(tx: Tx, during: RuleDefinition['during']): Promise<(at: Date) => boolean> {
  if (during === null) return () => true;
  const [row] = await tx.query<{ hours: NamedHours }>(`SELECT ${calendarHours} AS hours FROM business_calendars k WHERE k.id = $1`, [during.calendarId]);
  if (row === undefined) return () => false;
  const clock = new Clock(row.hours);
  return (at) => clock.counts(at) === (during.is === 'inside');
}
