import { peopleAttributes, type OfKind, type PeopleCondition, type PeopleFilter } from '@kontuar/contract';
import type { Actor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { likeText } from '../contacts/like-text';
import { compileKeyed, compileMoment, compileSet, compileTree, some, unless, uuids, type PartScope, type Place } from '../views/compile-parts';

export interface PeopleContext { actor: Actor; now: Date; /** Of the workspace: where its days begin. */ timeZone: string }
interface Scope extends PartScope { actor: Actor; conversations: () => string }

type Table = typeof peopleAttributes;

const choices: { [A in OfKind<Table, 'choice'>]: (of: readonly string[], scope: Scope) => string } = {
  company: (of, { place }) => some([
    uuids(of).length > 0 && `p.id IN (SELECT m.contact_id FROM company_members m WHERE m.company_id = ANY(${place(uuids(of))}::uuid[]))`,
    of.includes('none') && 'p.id NOT IN (SELECT m.contact_id FROM company_members m)',
  ]),
  language: (of, { place }) => some([`p.language = ANY(${place(of)}::text[])`, of.includes('none') && 'p.language IS NULL']),
  // Only what the reader may see: who writes on a closed channel is not told by a filter.
  channel: (of, { place, conversations }) => `p.id IN (SELECT c.contact_id FROM conversations c WHERE c.channel_id = ANY(${place(of)}::uuid[]) AND ${conversations()})`,
  connector: (of, { place, conversations }) => `p.id IN (SELECT c.contact_id FROM conversations c JOIN channels ch ON ch.id = c.channel_id WHERE ch.connector_id = ANY(${place(of)}::text[]) AND ${conversations()})`,
};

const sets: { [A in OfKind<Table, 'several'>]: { column: string; type: string } } = { kind: { column: 'p.kinds', type: 'text[]' }, months: { column: 's.months', type: 'text[]' }, orderMonths: { column: 's.order_months', type: 'text[]' } };
const times: { [A in OfKind<Table, 'time'>]: string } = { lastSeen: 's.last_seen_at', firstSeen: 's.first_at', created: 'p.created_at', lastOrder: 's.last_order_at' };
const amounts: { [A in OfKind<Table, 'amount'>]: string } = { conversations: 's.conversations', everyDays: 's.every_days', years: 's.years', orders: 's.orders', turnover: 's.turnover' };
const flags: { [A in OfKind<Table, 'flag'>]: (scope: Scope) => string } = {
  taxId: () => 'p.id IN (SELECT m.contact_id FROM company_members m JOIN companies k ON k.id = m.company_id WHERE k.tax_id IS NOT NULL)',
  // Kept by triggers on identities: a question in every row would be asked anew for each, as soon as it stands in a group.
  email: () => 'p.has_email',
  phone: () => 'p.has_phone',
  open: ({ conversations }) => `p.id IN (SELECT c.contact_id FROM conversations c WHERE c.state IN ('open', 'pending') AND ${conversations()})`,
  lead: ({ conversations }) => `p.id IN (SELECT c.contact_id FROM leads l JOIN lead_conversations lc ON lc.lead_id = l.id JOIN conversations c ON c.id = lc.conversation_id WHERE l.state = 'open' AND l.withdrawn_at IS NULL AND ${conversations()})`,
};
/** How many hits of a search are looked at. */
const TEXT_HITS = 5000;
const texts: { [A in OfKind<Table, 'words'>]: (has: string, place: Place) => string } = {
  companyName: (has, place) => `p.id IN (SELECT m.contact_id FROM company_members m JOIN companies k ON k.id = m.company_id WHERE kontuar_plain(k.name) LIKE '%' || kontuar_plain(${place(likeText(has))}) || '%')`,
  text: (has, place) => `p.id IN (SELECT kontuar_search_contacts(${place(likeText(has))}, ${TEXT_HITS}))`,
};

/** A condition over `contacts p JOIN contact_stats s`; what is null counts as false. Callers add the workspace and the reader's rights. */
export function compilePeople(filter: PeopleFilter, context: PeopleContext, parameters: unknown[]): string {
  const scope: Scope = { ...context, place: (value) => `$${parameters.push(value)}`, conversations: () => visibleConversations(context.actor, parameters) };
  return compileTree<PeopleCondition>(filter, (condition) => compileCondition(condition, scope));
}

function kindOf<K extends Table[keyof Table]['kind']>(condition: PeopleCondition, kind: K): condition is Extract<PeopleCondition, { by: OfKind<Table, K> }> {
  return peopleAttributes[condition.by].kind === kind;
}

function compileCondition(condition: PeopleCondition, scope: Scope): string {
  if (kindOf(condition, 'choice')) return unless(condition.is === 'none', choices[condition.by](condition.of, scope));
  if (kindOf(condition, 'several')) return compileSet(condition, sets[condition.by], scope);
  if (kindOf(condition, 'time')) return compileMoment(condition, times[condition.by], scope);
  if (kindOf(condition, 'flag')) return unless(!condition.is, flags[condition.by](scope));
  if (kindOf(condition, 'amount')) return `${amounts[condition.by]} ${condition.is === 'atLeast' ? '>=' : '<='} ${scope.place(condition.value)}::numeric`;
  if (kindOf(condition, 'keyed')) return compileKeyed(condition, { column: 'p.attributes', within: (inner) => inner }, scope);
  if (kindOf(condition, 'words')) return texts[condition.by](condition.has, scope.place);
  throw new Error(`no SQL for ${JSON.stringify(condition satisfies never)}`);
}
