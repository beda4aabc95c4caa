/**
 * The language of filters, without its schema: screens read these tables, and the schema in `filters.ts` is made of them.
 * A new attribute is one line here, one in `filter-match.ts` (what a row says of it) and one in core's `compile.ts` (its SQL).
 */
export const attributes = {
  state: choice('open', 'pending', 'snoozed', 'resolved'),
  priority: choice('urgent', 'high', 'normal', 'low'),
  /** By key: a workspace has matters of its own. */
  matter: names('none'),
  matterBy: choice('guess', 'member', 'customer', 'rule', 'nobody'),
  channelKind: choice('mail', 'messaging', 'public', 'reviews', 'logged'),
  assignee: ids('me', 'nobody', 'somebody', 'my-teams', 'away', 'off-shift'),
  team: ids('mine', 'none'),
  channel: ids(),
  contact: ids(),
  participant: ids('me'),
  connector: names(),
  contactLanguage: names('none'),
  language: names('none'),
  asides: choice('ours', 'theirs', 'done', 'none'),
  /** Of the case that the conversation shows: whether its clock runs, and how far its answer is. */
  case: choice('running', 'late', 'stopped', 'unanswered', 'bounced', 'closed', 'none'),
  /** Of the leads that the conversation is about. 'going': not yet won or lost; 'late': its next step is overdue; 'unplanned': without a day for one. */
  lead: choice('going', 'late', 'unplanned', 'won', 'lost', 'none'),
  /** By key: a workspace sells in stages of its own. */
  leadStage: names('none'),
  /** Of the promise that breaks first. 'broken': its time is over. */
  promised: choice('first_reply', 'next_reply', 'resolution', 'broken', 'none'),
  mood: choice('negative', 'neutral', 'positive', 'unsure', 'unknown'),
  labels: { kind: 'several', of: 'ids', words: [] },
  /** By their keys: the workspace may have kinds of its own. */
  contactKind: { kind: 'several', of: 'names', words: ['individual', 'business', 'seasonal', 'loyal', 'potential', 'strategic', 'bulk', 'retail'] },
  visibility: several('public', 'private'),
  waiting: time('sometimes'),
  lastMessage: time('always'),
  lastInbound: time('sometimes'),
  created: time('always'),
  firstReply: time('sometimes'),
  resolved: time('sometimes'),
  snoozedUntil: time('sometimes'),
  caseDue: time('sometimes'),
  leadNext: time('sometimes'),
  due: time('sometimes'),
  unread: flag(),
  failed: flag(),
  thanks: flag(),
  mentionsMe: flag(),
  watchedByMe: flag(),
  /** A crisis is on that concerns its channel or its team. */
  crisis: flag(),
  rating: amount(0, 10),
  /** Fields that the workspace made for itself, by key. */
  attribute: { kind: 'keyed' },
  contactAttribute: { kind: 'keyed' },
  company: { kind: 'words' },
  text: { kind: 'words' },
  /** What stands behind a figure of the reports: `measure` and everything that `GET /reports/{measure}/conversations` is asked with, as a query string. */
  figure: { kind: 'words', most: 1500 },
} as const;

export function choice<const V extends string[]>(...words: V) { return { kind: 'choice', of: 'words', words } as const; }
/** Ids beside words that stand for some: 'me' is whoever looks. */
export function ids<const V extends string[]>(...words: V) { return { kind: 'choice', of: 'ids', words } as const; }
/** Names that others give: of a connector, a language. */
export function names<const V extends string[]>(...words: V) { return { kind: 'choice', of: 'names', words } as const; }
export function several<const V extends string[]>(...words: V) { return { kind: 'several', of: 'words', words } as const; }
/** 'sometimes': it may be missing, and can be asked for that. */
export function time<const P extends 'always' | 'sometimes'>(present: P) { return { kind: 'time', present } as const; }
export function flag() { return { kind: 'flag' } as const; }
export function amount(min: number, max: number) { return { kind: 'amount', min, max } as const; }

/** One attribute of a table such as the one above. */
export type AttributeShape =
  | { readonly kind: 'choice' | 'several'; readonly of: 'words' | 'ids' | 'names'; readonly words: readonly string[] }
  | { readonly kind: 'time'; readonly present: 'always' | 'sometimes' }
  | { readonly kind: 'amount'; readonly min: number; readonly max: number }
  | { readonly kind: 'words'; /** Characters; 200 where left out. */ readonly most?: number }
  | { readonly kind: 'flag' | 'keyed' };
export type AttributeTable = Readonly<Record<string, AttributeShape>>;
/** The attributes of a table that are of that kind. */
export type OfKind<T extends AttributeTable, K extends AttributeShape['kind']> = { [A in keyof T & string]: T[A]['kind'] extends K ? A : never }[keyof T & string];

type Attributes = typeof attributes;
export type Attribute = keyof Attributes;
export type AttributeKind = Attributes[Attribute]['kind'];
export type AttributeOf<K extends AttributeKind> = OfKind<Attributes, K>;

export const spanUnits = ['minutes', 'hours', 'days', 'weeks'] as const;
export type SpanUnit = (typeof spanUnits)[number];

/** A moment, mostly told from now: a saved view means another one every day. Days, weeks and months begin in the time zone of the workspace. */
export type Moment =
  | { ago: number; unit: SpanUnit }
  | { ahead: number; unit: SpanUnit }
  /** The beginning of this day, week (Monday) or month; `back`: of so many before. */
  | { start: 'day' | 'week' | 'month'; back: number }
  | { at: string };

export type ConditionOver<T extends AttributeTable> =
  | { by: OfKind<T, 'choice'>; is: 'any' | 'none'; of: string[] }
  | { by: OfKind<T, 'several'>; is: 'any' | 'all' | 'none'; of: string[] }
  | { by: OfKind<T, 'several'>; is: 'empty' }
  | { by: OfKind<T, 'several'>; is: 'filled' }
  | { by: OfKind<T, 'time'>; is: 'before'; at: Moment }
  | { by: OfKind<T, 'time'>; is: 'after'; at: Moment }
  | { by: OfKind<T, 'time'>; is: 'empty' }
  | { by: OfKind<T, 'time'>; is: 'filled' }
  | { by: OfKind<T, 'flag'>; is: boolean }
  | { by: OfKind<T, 'amount'>; is: 'atLeast' | 'atMost'; value: number }
  /** `of`: options, exact words, 'true' and 'false', numbers as they are written. */
  | { by: OfKind<T, 'keyed'>; is: 'any' | 'all' | 'none'; key: string; of: string[] }
  | { by: OfKind<T, 'keyed'>; is: 'empty'; key: string }
  | { by: OfKind<T, 'keyed'>; is: 'filled'; key: string }
  /** The words stand in it, however they are written. */
  | { by: OfKind<T, 'keyed'>; is: 'has'; key: string; text: string }
  | { by: OfKind<T, 'keyed'>; is: 'atLeast' | 'atMost'; key: string; value: number }
  /** Of a date: on a day before that of the moment, or on that day or later. */
  | { by: OfKind<T, 'keyed'>; is: 'before' | 'after'; key: string; at: Moment }
  | { by: OfKind<T, 'words'>; has: string };
export type GroupOver<T extends AttributeTable> = { by: 'all'; of: FilterOver<T>[] } | { by: 'any'; of: FilterOver<T>[] };
export type FilterOver<T extends AttributeTable> = GroupOver<T> | { by: 'not'; of: FilterOver<T> } | ConditionOver<T>;

export type Condition = ConditionOver<Attributes>;
export type Group = GroupOver<Attributes>;
export type Filter = FilterOver<Attributes>;

export type KeyedCondition = Extract<Condition, { by: AttributeOf<'keyed'> }>;

/** Every condition of a filter, wherever it stands. */
export function conditionsOf<T extends AttributeTable = Attributes>(filter: FilterOver<T>): ConditionOver<T>[] {
  const { by, of } = filter as { by: string; of?: unknown };
  if (by === 'not') return conditionsOf<T>(of as FilterOver<T>);
  return by === 'all' || by === 'any' ? (of as FilterOver<T>[]).flatMap((inner) => conditionsOf<T>(inner)) : [filter as ConditionOver<T>];
}

/** Rows come and go by the clock alone: such a list is asked for again from time to time. */
export const movesWithTime = (filter: Filter): boolean => conditionsOf(filter).some((condition) => ('at' in condition ? !('at' in condition.at) : (condition.by === 'promised' && condition.of.includes('broken')) || ((condition.by === 'case' || condition.by === 'lead') && condition.of.includes('late'))));

/** What makes up a channel's kind, on the server and on the screen alike. */
export interface KindOfChannel {
  logOnly?: boolean | undefined; oneReply?: boolean | undefined; public?: boolean | undefined; subject?: boolean | undefined;
  publicly?: { oneReply?: boolean | undefined; public?: boolean | undefined } | undefined;
}
export function channelKindOf(capabilities: KindOfChannel): Attributes['channelKind']['words'][number] {
  if (capabilities.logOnly === true) return 'logged';
  if (capabilities.oneReply === true || capabilities.publicly?.oneReply === true) return 'reviews';
  if (capabilities.public === true || capabilities.publicly?.public === true) return 'public';
  return capabilities.subject === true ? 'mail' : 'messaging';
}
