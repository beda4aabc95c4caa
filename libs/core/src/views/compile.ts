import { attributes, type Attribute, type AttributeOf, type Condition, type Filter } from '@kontuar/contract';
import type { MemberActor } from '../access/actor';
import { priorityRank, type Priority } from '../conversations/conversation.view';
import { likeText } from '../contacts/like-text';
import { inCrisis } from '../crisis/in-force';
import { openMention } from '../mentions/open-mention';
import { behindCondition } from '../reports/behind';
import { compileKeyed, compileMoment, compileSet, compileTree, some, unless, uuids, type Place } from './compile-parts';

export interface FilterContext {
  actor: MemberActor;
  now: Date;
  /** Of the workspace: where its days begin. */
  timeZone: string;
  /** Connectors whose channels are of that kind. */
  connectorsOf: (kind: string) => readonly string[];
}

interface Scope extends FilterContext { place: Place; parameters: unknown[] }

/** A closed set may stand in the statement itself, and has to: only then does the planner see that a partial index holds it all. */
const literals = (values: readonly string[]): string => values.map((value) => `'${value.replaceAll(/[^a-z]/g, '')}'`).join(', ');
const contactWhere = (condition: string): string => `c.contact_id IN (SELECT p.id FROM contacts p WHERE ${condition})`;
const channelsOf = (connectors: string): string => `c.channel_id IN (SELECT ch.id FROM channels ch WHERE ch.connector_id = ANY(${connectors}::text[]))`;

/** A lead that was taken back is none. */
const leadWhere = (condition: string): string => `c.id IN (SELECT lc.conversation_id FROM lead_conversations lc JOIN leads l ON l.id = lc.lead_id WHERE l.withdrawn_at IS NULL AND ${condition})`;

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
  lead: (of, { place, now }) => some([
    of.includes('going') && leadWhere(`l.state = 'open'`),
    of.includes('late') && leadWhere(`l.state = 'open' AND l.next_at <= ${place(now)}::timestamptz`),
    of.includes('unplanned') && leadWhere(`l.state = 'open' AND l.next_at IS NULL`),
    ...(['won', 'lost'] as const).map((state) => of.includes(state) && leadWhere(`l.state = '${state}'`)),
    of.includes('none') && unless(true, leadWhere('true')),
  ]),
  leadStage: (of, { place }) => some([leadWhere(`l.stage = ANY(${place(of)}::text[])`), of.includes('none') && unless(true, leadWhere('true'))]),
  promised: (of, { place, now }) => some([`c.due_kind = ANY(${place(of)}::text[])`, of.includes('broken') && `c.due_at <= ${place(now)}::timestamptz`, of.includes('none') && 'c.due_at IS NULL']),
  mood: (of, { place }) => some([`c.mood->>'label' = ANY(${place(of)}::text[])`, of.includes('unknown') && 'c.mood IS NULL']),
};

/** Arrays of text or ids, and what they are compared as. */
const sets: { [A in AttributeOf<'several'>]: { column: string; type: string; within?: (condition: string) => string } } = {
  labels: { column: 'c.label_ids', type: 'uuid[]' },
  contactKind: { column: 'p.kinds', type: 'text[]', within: contactWhere },
  visibility: { column: `array_remove(ARRAY[CASE WHEN c.has_public THEN 'public' END, CASE WHEN NOT c.has_public OR c.last_private_at IS NOT NULL OR c.private_reply_seq > 0 THEN 'private' END], NULL)`, type: 'text[]' },
};

const times: { [A in AttributeOf<'time'>]: string | { column: string; within: (condition: string) => string } } = {
  waiting: 'c.waiting_since', lastMessage: 'c.last_message_at', lastInbound: 'c.last_inbound_at', created: 'c.created_at', firstReply: 'c.first_reply_at', resolved: 'c.resolved_at', snoozedUntil: 'c.snoozed_until', caseDue: 'c.case_due_at', due: 'c.due_at',
  leadNext: { column: 'l.next_at', within: (condition) => leadWhere(`l.state = 'open' AND ${condition}`) },
};

const flags: { [A in AttributeOf<'flag'>]: (scope: Scope) => string } = {
  unread: () => 'c.last_seq > c.read_seq',
  failed: () => 'c.preview_failed',
  thanks: () => 'c.closed_as_thanks',
  mentionsMe: ({ place, actor }) => `c.id IN (SELECT n.conversation_id FROM note_mentions n WHERE n.member_id = ${place(actor.memberId)}::uuid AND ${openMention('n')})`,
  watchedByMe: ({ place, actor }) => `c.id IN (SELECT w.conversation_id FROM watches w WHERE w.member_id = ${place(actor.memberId)}::uuid AND w.left_at IS NULL)`,
  crisis: () => inCrisis('c'),
};

const amounts: { [A in AttributeOf<'amount'>]: string } = {
  rating: `(c.rating->>'stars')::numeric`,
};

/** How many hits of a search in what was said are looked at: a word that is everywhere filters nothing. */
const TEXT_HITS = 5000;

const texts: { [A in AttributeOf<'words'>]: (has: string, scope: Scope) => string } = {
  company: (has, { place }) => contactWhere(`kontuar_plain(coalesce(p.company, '')) LIKE '%' || kontuar_plain(${place(likeText(has))}) || '%'`),
  figure: (has, scope) => behindCondition(has, scope, scope.parameters),
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
  const scope = { ...context, place, parameters };
  return compileTree<Condition>(filter, (condition) => compileCondition(condition, scope));
}

// Each kind of condition has its own fields; which kind an attribute is of, the table of attributes says and the schema has checked.
function kindOf<K extends (typeof attributes)[Attribute]['kind']>(condition: Condition, kind: K): condition is Extract<Condition, { by: AttributeOf<K> }> {
  return attributes[condition.by].kind === kind;
}

function compileCondition(condition: Condition, scope: Scope): string {
  if (kindOf(condition, 'choice')) return unless(condition.is === 'none', choices[condition.by](condition.of, scope));
  if (kindOf(condition, 'several')) return compileSet(condition, sets[condition.by], scope);
  if (kindOf(condition, 'time')) return compileMoment(condition, times[condition.by], scope);
  if (kindOf(condition, 'flag')) return unless(!condition.is, flags[condition.by](scope));
  if (kindOf(condition, 'amount')) return `${amounts[condition.by]} ${condition.is === 'atLeast' ? '>=' : '<='} ${scope.place(condition.value)}::numeric`;
  if (kindOf(condition, 'keyed')) return compileKeyed(condition, keyed[condition.by], scope);
  if (kindOf(condition, 'words')) return texts[condition.by](condition.has, scope);
  throw new Error(`no SQL for ${JSON.stringify(condition satisfies never)}`);
}

/** Where fields of the workspace's own stand, and how a contact's reach the conversation. */
const keyed: { [A in AttributeOf<'keyed'>]: { column: string; within: (condition: string) => string } } = {
  attribute: { column: 'c.attributes', within: (condition) => condition },
  contactAttribute: { column: 'p.attributes', within: contactWhere },
};
