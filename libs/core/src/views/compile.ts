import { attributes, dayOf, momentAt, type Attribute, type AttributeOf, type Condition, type Filter, type KeyedCondition } from '@kontuar/contract';
import type { MemberActor } from '../access/actor';
import { priorityRank, type Priority } from '../conversations/conversation.view';
import { likeText } from '../contacts/contacts.service';
import { openMention } from '../mentions/open-mention';

export interface FilterContext {
  actor: MemberActor;
  now: Date;
  /** Of the workspace: where its days begin. */
  timeZone: string;
  /** Connectors whose channels are of that kind. */
  connectorsOf: (kind: string) => readonly string[];
}

/** Appends a value and answers its place in the statement: nothing of a filter is ever written into SQL. */
type Place = (value: unknown) => string;
interface Scope extends FilterContext { place: Place }

const uuids = (values: readonly string[]): string[] => values.filter((value) => value.includes('-') && value.length === 36);
const some = (parts: readonly (string | false)[]): string => {
  const kept = parts.filter((part) => part !== false);
  return kept.length === 0 ? 'false' : kept.length === 1 ? String(kept[0]) : `(${kept.join(' OR ')})`;
};
/** A closed set may stand in the statement itself, and has to: only then does the planner see that a partial index holds it all. */
const literals = (values: readonly string[]): string => values.map((value) => `'${value.replaceAll(/[^a-z]/g, '')}'`).join(', ');
const contactWhere = (condition: string): string => `c.contact_id IN (SELECT p.id FROM contacts p WHERE ${condition})`;
const channelsOf = (connectors: string): string => `c.channel_id IN (SELECT ch.id FROM channels ch WHERE ch.connector_id = ANY(${connectors}::text[]))`;

const choices: { [A in AttributeOf<'choice'>]: (of: readonly string[], scope: Scope) => string } = {
  state: (of) => `c.state IN (${literals([...of].sort())})`,
  priority: (of) => `c.priority IN (${of.map((name) => priorityRank(name as Priority)).join(', ')})`,
  matter: (of, { place }) => some([`c.matter = ANY(${place(of)}::text[])`, of.includes('none') && 'c.matter IS NULL']),
  matterBy: (of, { place }) => some([`c.matter_by = ANY(${place(of)}::text[])`, of.includes('nobody') && 'c.matter_by IS NULL']),
  assignee: (of, { place, actor }) => {
    const ids = [...uuids(of), ...(of.includes('me') ? [actor.memberId] : [])];
    const absent = some([of.includes('away') && `m.presence = 'away'`, of.includes('off-shift') && `m.presence = 'off' OR NOT m.active`]);
    return some([
      ids.length === 1 ? `c.assignee_id = ${place(ids[0])}::uuid` : ids.length > 1 && `c.assignee_id = ANY(${place(ids)}::uuid[])`,
      of.includes('nobody') && 'c.assignee_id IS NULL',
      of.includes('somebody') && 'c.assignee_id IS NOT NULL',
      absent !== 'false' && `c.assignee_id IN (SELECT m.id FROM memberships m WHERE ${absent})`,
      of.includes('my-teams') && `c.assignee_id IN (SELECT t.member_id FROM team_members t WHERE t.team_id = ANY(${place(actor.teamIds)}::uuid[]))`,
    ]);
  },
  team: (of, { place, actor }) => {
    const ids = [...uuids(of), ...(of.includes('mine') ? actor.teamIds : [])];
    return some([ids.length > 0 && `c.team_id = ANY(${place(ids)}::uuid[])`, of.includes('none') && 'c.team_id IS NULL']);
  },
  channel: (of, { place }) => `c.channel_id = ANY(${place(of)}::uuid[])`,
  contact: (of, { place }) => `c.contact_id = ANY(${place(of)}::uuid[])`,
  connector: (of, { place }) => channelsOf(place(of)),
  channelKind: (of, { place, connectorsOf }) => channelsOf(place(of.flatMap((kind) => connectorsOf(kind)))),
  participant: (of, { place, actor }) => `c.id IN (SELECT m.conversation_id FROM messages m WHERE m.author_kind = 'member' AND m.kind <> 'event' AND m.author_id = ANY(${place([...uuids(of), ...(of.includes('me') ? [actor.memberId] : [])])}::uuid[]))`,
  contactLanguage: (of, { place }) => contactWhere(some([`p.language = ANY(${place(of)}::text[])`, of.includes('none') && 'p.language IS NULL'])),
  language: (of, { place }) => some([`c.language = ANY(${place(of)}::text[])`, of.includes('none') && 'c.language IS NULL']),
  asides: (of) => some([...(['ours', 'theirs', 'done'] as const).map((state) => of.includes(state) && `(c.asides->>'${state}')::int > 0`), of.includes('none') && `(c.asides IS NULL OR (c.asides->>'ours')::int + (c.asides->>'theirs')::int + (c.asides->>'done')::int = 0)`]),
  case: (of, { place, now }) => some([
    of.includes('running') && `c.case_summary->>'clock' = 'running'`,
    of.includes('late') && `c.case_due_at <= ${place(now)}::timestamptz`,
    of.includes('stopped') && `c.case_summary->>'clock' = 'stopped'`,
    of.includes('unanswered') && `(c.case_summary->>'state' = 'open' AND c.case_summary->>'answer' <> 'delivered')`,
    of.includes('bounced') && `c.case_summary->>'answer' = 'failed'`,
    of.includes('closed') && `c.case_summary->>'state' = 'closed'`,
    of.includes('none') && 'c.case_summary IS NULL',
  ]),
  mood: (of, { place }) => some([`c.mood->>'label' = ANY(${place(of)}::text[])`, of.includes('unknown') && 'c.mood IS NULL']),
};

/** Arrays of text or ids, and what they are compared as. */
const sets: { [A in AttributeOf<'several'>]: { column: string; type: string; within?: (condition: string) => string } } = {
  labels: { column: 'c.label_ids', type: 'uuid[]' },
  contactKind: { column: 'p.kinds', type: 'text[]', within: contactWhere },
  visibility: { column: `array_remove(ARRAY[CASE WHEN c.has_public THEN 'public' END, CASE WHEN NOT c.has_public OR c.last_private_at IS NOT NULL OR c.private_reply_seq > 0 THEN 'private' END], NULL)`, type: 'text[]' },
};

const times: { [A in AttributeOf<'time'>]: string } = {
  waiting: 'c.waiting_since', lastMessage: 'c.last_message_at', lastInbound: 'c.last_inbound_at', created: 'c.created_at', firstReply: 'c.first_reply_at', resolved: 'c.resolved_at', snoozedUntil: 'c.snoozed_until', caseDue: 'c.case_due_at',
};

const flags: { [A in AttributeOf<'flag'>]: (scope: Scope) => string } = {
  unread: () => 'c.last_seq > c.read_seq',
  failed: () => 'c.preview_failed',
  thanks: () => 'c.closed_as_thanks',
  mentionsMe: ({ place, actor }) => `c.id IN (SELECT n.conversation_id FROM note_mentions n WHERE n.member_id = ${place(actor.memberId)}::uuid AND ${openMention('n')})`,
  watchedByMe: ({ place, actor }) => `c.id IN (SELECT w.conversation_id FROM watches w WHERE w.member_id = ${place(actor.memberId)}::uuid AND w.left_at IS NULL)`,
};

const amounts: { [A in AttributeOf<'amount'>]: string } = {
  rating: `(c.rating->>'stars')::numeric`,
};

/** How many hits of a search in what was said are looked at: a word that is everywhere filters nothing. */
const TEXT_HITS = 5000;

const texts: { [A in AttributeOf<'words'>]: (has: string, scope: Scope) => string } = {
  company: (has, { place }) => contactWhere(`kontuar_plain(coalesce(p.company, '')) LIKE '%' || kontuar_plain(${place(likeText(has))}) || '%'`),
  text: (has, { place }) => {
    const number = /^#?(\d{1,9})$/.exec(has)?.[1];
    const like = place(likeText(has));
    return some([
      `c.contact_id IN (SELECT kontuar_search_contacts(${like}, 500))`,
      `c.id IN (SELECT kontuar_search_attributes(${like}, 500))`,
      `kontuar_plain(coalesce(c.subject, '')) LIKE '%' || kontuar_plain(${like}) || '%'`,
      `c.id IN (SELECT f.conversation_id FROM kontuar_find_messages(plainto_tsquery('kontuar', ${place(has)}), '-infinity', NULL, NULL, ${TEXT_HITS}) f)`,
      number !== undefined && `c.number = ${place(Number(number))}::integer`,
    ]);
  },
};

/** A condition over `conversations c` alone; what is null counts as false. Callers add the workspace and the reader's rights. */
export function compileFilter(filter: Filter, context: FilterContext, parameters: unknown[]): string {
  const place: Place = (value) => `$${parameters.push(value)}`;
  return compileNode(filter, { ...context, place });
}

function compileNode(filter: Filter, scope: Scope): string {
  switch (filter.by) {
    case 'all': return filter.of.length === 0 ? 'true' : `(${filter.of.map((inner) => compileNode(inner, scope)).join(' AND ')})`;
    case 'any': return filter.of.length === 0 ? 'false' : `(${filter.of.map((inner) => compileNode(inner, scope)).join(' OR ')})`;
    // Not NOT: what is null (nobody, no team) is not true, and belongs here.
    case 'not': return `(${compileNode(filter.of, scope)}) IS NOT TRUE`;
    default: return compileCondition(filter, scope);
  }
}

// Each kind of condition has its own fields; which kind an attribute is of, the table of attributes says and the schema has checked.
type Of<K extends Parameters<typeof kindOf>[1]> = Extract<Condition, { by: AttributeOf<K> }>;
function kindOf<K extends (typeof attributes)[Attribute]['kind']>(condition: Condition, kind: K): condition is Extract<Condition, { by: AttributeOf<K> }> {
  return attributes[condition.by].kind === kind;
}

function compileCondition(condition: Condition, scope: Scope): string {
  if (kindOf(condition, 'choice')) return unless(condition.is === 'none', choices[condition.by](condition.of, scope));
  if (kindOf(condition, 'several')) return compileSet(condition, scope);
  if (kindOf(condition, 'time')) return compileTime(condition, scope);
  if (kindOf(condition, 'flag')) return unless(!condition.is, flags[condition.by](scope));
  if (kindOf(condition, 'amount')) return `${amounts[condition.by]} ${condition.is === 'atLeast' ? '>=' : '<='} ${scope.place(condition.value)}::numeric`;
  if (kindOf(condition, 'keyed')) return compileKeyed(condition, scope);
  if (kindOf(condition, 'words')) return texts[condition.by](condition.has, scope);
  throw new Error(`no SQL for ${JSON.stringify(condition satisfies never)}`);
}

/** Where fields of the workspace's own stand, and how a contact's reach the conversation. */
const keyed: { [A in AttributeOf<'keyed'>]: { column: string; within: (condition: string) => string } } = {
  attribute: { column: 'c.attributes', within: (condition) => condition },
  contactAttribute: { column: 'p.attributes', within: contactWhere },
};

function compileKeyed(condition: KeyedCondition, { place, now, timeZone }: Scope): string {
  const { column, within } = keyed[condition.by];
  const key = `${place(condition.key)}::text`;
  const value = `${column}->${key}`;
  const words = `${column}->>${key}`;
  switch (condition.is) {
    // Not `within`: a contact without the field is what is asked for.
    case 'empty': return unless(true, within(`${column} ? ${key}`));
    case 'filled': return within(`${column} ? ${key}`);
    case 'any': return within(holds(condition.of, 'any', { value, words, place }));
    case 'none': return unless(true, within(holds(condition.of, 'any', { value, words, place })));
    case 'all': return within(holds(condition.of, 'all', { value, words, place }));
    case 'has': return within(`(jsonb_typeof(${value}) = 'string' AND kontuar_plain(${words}) LIKE '%' || kontuar_plain(${place(likeText(condition.text))}) || '%')`);
    case 'atLeast': case 'atMost': return within(`CASE WHEN jsonb_typeof(${value}) = 'number' THEN (${words})::numeric ${condition.is === 'atLeast' ? '>=' : '<='} ${place(condition.value)}::numeric END`);
    case 'before': case 'after': return within(`((${words}) ~ '^\\d{4}-\\d{2}-\\d{2}$' AND (${words}) COLLATE "C" ${condition.is === 'before' ? '<' : '>='} ${place(dayOf(momentAt(condition.at, now, timeZone), timeZone))}::text)`);
    default: throw new Error(`no SQL for ${JSON.stringify(condition satisfies never)}`);
  }
}

/** A list holds what is in it, everything else is one value; numbers are compared as numbers. */
function holds(of: readonly string[], which: 'any' | 'all', { value, words, place }: { value: string; words: string; place: Place }): string {
  const all = `${place(of)}::text[]`;
  const numbers = of.map((each) => (/\S/.test(each) ? Number(each) : NaN));
  const comparable = which === 'any' ? numbers.filter(Number.isFinite) : numbers.every(Number.isFinite) ? numbers : [];
  const asNumber = comparable.length === 0 ? 'false' : `(${words})::numeric = ${which.toUpperCase()}(${place(comparable)}::numeric[])`;
  return `CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ${which === 'any' ? '?|' : '?&'} ${all} WHEN 'number' THEN ${asNumber} ELSE ${words} = ${which.toUpperCase()}(${all}) END`;
}

const unless = (negated: boolean, sql: string): string => (negated ? `(${sql}) IS NOT TRUE` : sql);

function compileSet(condition: Of<'several'>, { place }: Scope): string {
  const { column, type, within = (inner: string) => inner } = sets[condition.by];
  switch (condition.is) {
    case 'any': return within(`${column} && ${place(condition.of)}::${type}`);
    case 'all': return within(`${column} @> ${place(condition.of)}::${type}`);
    case 'none': return unless(true, within(`${column} && ${place(condition.of)}::${type}`));
    case 'empty': return within(`cardinality(${column}) = 0`);
    case 'filled': return within(`cardinality(${column}) > 0`);
    default: throw new Error(`no SQL for ${JSON.stringify(condition satisfies never)}`);
  }
}

function compileTime(condition: Of<'time'>, { place, now, timeZone }: Scope): string {
  const column = times[condition.by];
  if (condition.is === 'empty') return `${column} IS NULL`;
  if (condition.is === 'filled') return `${column} IS NOT NULL`;
  const limit = place(momentAt(condition.at, now, timeZone));
  // `IS NOT NULL` makes partial indexes on what waits usable.
  return `(${column} IS NOT NULL AND ${column} ${condition.is === 'before' ? '<' : '>='} ${limit}::timestamptz)`;
}
