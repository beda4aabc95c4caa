import type { ConversationView } from './conversations';
import { attributes, type AttributeOf, type Condition, type Filter, type KeyedCondition } from './filter-words';
import { momentAt } from './moments';

/** `unknown`: the row does not say it; only the database can tell. */
export type Verdict = 'yes' | 'no' | 'unknown';

export interface MatchContext {
  memberId: string;
  teamIds: readonly string[];
  now: Date;
  timeZone: string;
  /** Undefined where nobody knows. */
  presenceOf?: (memberId: string) => 'on' | 'away' | 'off' | undefined;
  channelKind?: (connectorId: string) => string | undefined;
}

type Row = ConversationView;
/** undefined: the row does not carry it. null: it carries that there is none. */
type Read<T> = (row: Row) => T | null | undefined;

const choices: { [A in AttributeOf<'choice'>]: (row: Row, of: readonly string[], context: MatchContext) => boolean | undefined } = {
  state: (row, of) => of.includes(row.state),
  priority: (row, of) => of.includes(row.priority),
  matter: (row, of) => of.includes(row.matter ?? 'none'),
  matterBy: (row, of) => of.includes(row.matterBy ?? 'nobody'),
  channel: (row, of) => of.includes(row.channelId),
  connector: (row, of) => of.includes(row.connectorId),
  contact: (row, of) => of.includes(row.contact.id),
  assignee: (row, of, context) => {
    const { assigneeId } = row;
    if (assigneeId === null) return of.includes('nobody');
    if (of.includes('somebody') || of.includes(assigneeId) || (assigneeId === context.memberId && of.includes('me'))) return true;
    // Who is in my teams stands in no row.
    if (of.includes('my-teams')) return undefined;
    if (!of.includes('away') && !of.includes('off-shift')) return false;
    const presence = context.presenceOf?.(assigneeId);
    return presence === undefined ? undefined : (presence === 'away' && of.includes('away')) || (presence === 'off' && of.includes('off-shift'));
  },
  team: (row, of, context) => (row.teamId === null ? of.includes('none') : of.includes(row.teamId) || (of.includes('mine') && context.teamIds.includes(row.teamId))),
  channelKind: (row, of, context) => {
    const kind = context.channelKind?.(row.connectorId);
    return kind === undefined ? undefined : of.includes(kind);
  },
  language: (row, of) => of.includes(row.language ?? 'none'),
  mood: (row, of) => of.includes(row.mood?.label ?? 'unknown'),
  asides: ({ asides }, of) => (['ours', 'theirs', 'done'] as const).some((state) => of.includes(state) && (asides?.[state] ?? 0) > 0) || (of.includes('none') && (asides === null || asides.ours + asides.theirs + asides.done === 0)),
  case: ({ case: shown }, of, { now }) => {
    if (shown === null) return of.includes('none');
    const runs = shown.clock === 'running';
    return (runs && of.includes('running')) || (runs && shown.dueAt !== null && Date.parse(shown.dueAt) <= now.getTime() && of.includes('late')) || (shown.clock === 'stopped' && of.includes('stopped'))
      || (shown.state === 'open' && shown.answer !== 'delivered' && of.includes('unanswered')) || (shown.answer === 'failed' && of.includes('bounced')) || (shown.state === 'closed' && of.includes('closed'));
  },
  promised: ({ due }, of, { now }) => (due === null ? of.includes('none') : of.includes(due.kind) || (of.includes('broken') && Date.parse(due.at) <= now.getTime())),
  // Leads are told of by their own events; only the database knows all of them.
  lead: () => undefined,
  leadStage: () => undefined,
  participant: () => undefined,
  contactLanguage: () => undefined,
};

const sets: { [A in AttributeOf<'several'>]: Read<readonly string[]> } = {
  labels: (row) => row.labelIds,
  contactKind: (row) => row.contact.kinds,
  visibility: (row) => [...(row.hasPublic ? ['public'] : []), ...(row.hasPrivate ? ['private'] : [])],
};

const times: { [A in AttributeOf<'time'>]: Read<string> } = {
  waiting: (row) => row.waitingSince,
  lastMessage: (row) => row.lastMessageAt,
  created: (row) => row.createdAt,
  resolved: (row) => row.resolvedAt,
  snoozedUntil: (row) => row.snoozedUntil,
  caseDue: (row) => (row.case?.clock === 'running' ? row.case.dueAt : null),
  due: (row) => row.due?.at ?? null,
  leadNext: () => undefined,
  lastInbound: () => undefined,
  firstReply: () => undefined,
};

const flags: { [A in AttributeOf<'flag'>]: (row: Row) => boolean | undefined } = {
  unread: (row) => row.lastSeq > row.readSeq,
  failed: (row) => row.preview.failed,
  thanks: (row) => row.closedAsThanks,
  mentionsMe: () => undefined,
  watchedByMe: () => undefined,
  crisis: () => undefined,
};

const amounts: { [A in AttributeOf<'amount'>]: Read<number> } = {
  rating: (row) => row.rating?.stars ?? null,
};

const keyed: { [A in AttributeOf<'keyed'>]: Read<Readonly<Record<string, unknown>>> } = {
  attribute: (row) => row.attributes,
  contactAttribute: (row) => row.contact.attributes,
};

/** The same question that `compileFilter` puts to the database, put to one row: so that a list or a count moves with an event instead of being asked for again. */
export function matchFilter(filter: Filter, row: Row, context: MatchContext): Verdict {
  // What went up in another conversation is in no list, whatever is asked for.
  return row.mergedInto === null ? matches(filter, row, context) : 'no';
}

function matches(filter: Filter, row: Row, context: MatchContext): Verdict {
  switch (filter.by) {
    case 'all': return filter.of.reduce<Verdict>((so, inner) => (so === 'no' ? so : and(so, matches(inner, row, context))), 'yes');
    case 'any': return filter.of.reduce<Verdict>((so, inner) => (so === 'yes' ? so : or(so, matches(inner, row, context))), 'no');
    case 'not': return negated(matches(filter.of, row, context));
    default: return verdict(matchCondition(filter, row, context));
  }
}

const and = (a: Verdict, b: Verdict): Verdict => (a === 'no' || b === 'no' ? 'no' : a === 'yes' && b === 'yes' ? 'yes' : 'unknown');
const or = (a: Verdict, b: Verdict): Verdict => (a === 'yes' || b === 'yes' ? 'yes' : a === 'no' && b === 'no' ? 'no' : 'unknown');
const negated = (a: Verdict): Verdict => (a === 'yes' ? 'no' : a === 'no' ? 'yes' : 'unknown');
const verdict = (value: boolean | undefined): Verdict => (value === undefined ? 'unknown' : value ? 'yes' : 'no');

function matchCondition(condition: Condition, row: Row, context: MatchContext): boolean | undefined {
  const read = condition as Condition & { of?: readonly string[] };
  switch (attributes[condition.by].kind) {
    case 'choice': {
      const any = choices[condition.by as AttributeOf<'choice'>](row, read.of ?? [], context);
      return any === undefined || !('is' in condition) ? undefined : condition.is === 'none' ? !any : any;
    }
    case 'several': {
      const has = sets[condition.by as AttributeOf<'several'>](row);
      return has == null || !('is' in condition) ? undefined : matchSet(condition.is as 'any' | 'all' | 'none' | 'empty' | 'filled', has, read.of ?? []);
    }
    case 'time': return matchTime(condition as Extract<Condition, { by: AttributeOf<'time'> }>, row, context);
    case 'flag': {
      const has = flags[condition.by as AttributeOf<'flag'>](row);
      return has === undefined || !('is' in condition) ? undefined : has === condition.is;
    }
    case 'amount': {
      const has = amounts[condition.by as AttributeOf<'amount'>](row);
      if (has == null) return has === null ? false : undefined;
      const { is, value } = condition as Extract<Condition, { by: AttributeOf<'amount'> }>;
      return is === 'atLeast' ? has >= value : has <= value;
    }
    case 'keyed': return matchKeyed(condition as KeyedCondition, row, context);
    case 'words': return undefined;
  }
}

function matchSet(is: 'any' | 'all' | 'none' | 'empty' | 'filled', has: readonly string[], of: readonly string[]): boolean {
  switch (is) {
    case 'any': return of.some((value) => has.includes(value));
    case 'all': return of.every((value) => has.includes(value));
    case 'none': return !of.some((value) => has.includes(value));
    case 'empty': return has.length === 0;
    case 'filled': return has.length > 0;
  }
}

function matchTime(condition: Extract<Condition, { by: AttributeOf<'time'> }>, row: Row, { now, timeZone }: MatchContext): boolean | undefined {
  const value = times[condition.by](row);
  if (value === undefined) return undefined;
  if (condition.is === 'empty') return value === null;
  if (condition.is === 'filled') return value !== null;
  if (value === null) return false;
  const limit = momentAt(condition.at, now, timeZone).getTime();
  return condition.is === 'before' ? Date.parse(value) < limit : Date.parse(value) >= limit;
}

function matchKeyed(condition: KeyedCondition, row: Row, { now, timeZone }: MatchContext): boolean | undefined {
  const all = keyed[condition.by](row);
  if (all == null) return undefined;
  const value = Object.hasOwn(all, condition.key) ? all[condition.key] : undefined;
  switch (condition.is) {
    case 'empty': return value === undefined;
    case 'filled': return value !== undefined;
    case 'any': return condition.of.some((each) => holds(value, each));
    case 'all': return value !== undefined && condition.of.every((each) => holds(value, each));
    case 'none': return !condition.of.some((each) => holds(value, each));
    case 'has': return hasWords(value, condition.text);
    case 'atLeast': return typeof value === 'number' && value >= condition.value;
    case 'atMost': return typeof value === 'number' && value <= condition.value;
    case 'before': case 'after': {
      if (typeof value !== 'string' || !isDay(value)) return false;
      const day = dayOf(momentAt(condition.at, now, timeZone), timeZone);
      return condition.is === 'before' ? value < day : value >= day;
    }
  }
}

function holds(value: unknown, wanted: string): boolean {
  if (Array.isArray(value)) return value.includes(wanted);
  if (typeof value === 'number') return /\S/.test(wanted) && Number(wanted) === value;
  return typeof value === 'boolean' ? String(value) === wanted : value === wanted;
}

const ascii = /^[\0-\x7f]*$/;
/** Only the database knows which letters go for the same; without any such letter, everybody does. */
function hasWords(value: unknown, words: string): boolean | undefined {
  if (typeof value !== 'string') return false;
  if (ascii.test(value) && ascii.test(words)) return value.toLowerCase().includes(words.toLowerCase());
  return undefined;
}

export const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);
const dayFormats = new Map<string, Intl.DateTimeFormat>();
/** The date that it is then, in that time zone. */
export function dayOf(moment: Date, timeZone: string): string {
  let format = dayFormats.get(timeZone);
  if (format === undefined) dayFormats.set(timeZone, (format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })));
  return format.format(moment);
}

// One door for screens, which must not carry the schemas with them.
export { attributes, channelKindOf, movesWithTime, spanUnits, type Attribute, type KeyedCondition } from './filter-words';
export { peopleAttributes, type PeopleAttribute } from './people-filter-words';
export { usualPromiseMs } from './promises';
export { momentAt };
