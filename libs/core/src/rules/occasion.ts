import { isTimed, type RuleDefinition, type RuleOn, type RuleTrigger } from '@kontuar/contract';
import { priorityName } from '../conversations/conversation.view';
import type { Cause } from '../history/history';

/** Something that happened to a conversation, or a clock of it that ran out: what rules are asked about. */
export interface Occasion {
  on: RuleOn; conversationId: string; messageId: string | null; at: Date;
  /** The same for the same happening, however often it is looked at. */
  key: string;
  /** What of it may be asked and is told: from, to, labels, a score. */
  facts: Readonly<Record<string, unknown>>;
  /** Rules whose doings led here. */
  chain: readonly string[];
}

export interface HistoryEvent { seq: string; type: string; at: Date; conversation_id: string | null; message_id: string | null; data: Record<string, unknown> & { cause?: Cause } }
/** Of the message that an event names. */
export interface SaidFacts { id: string; kind: string; direction: string; automatic: string | null; at: Date; event_type: string | null; event_data: Record<string, unknown> | null }

/** What we hear of so late was late elsewhere: an import, a channel that was dead for days. Nobody is answered for it by a machine. */
const OLD_MS = 24 * 3_600_000;
/** Put back as it was, or put together: nothing happened with the customer. */
const beside: ReadonlySet<unknown> = new Set(['undo', 'merge']);

/** What of the history a rule can be asked about: the rest is passed over before anything is loaded. */
export const maybeOccasion = ({ type, conversation_id: id }: HistoryEvent): boolean => id !== null && (occasionTypes as readonly string[]).includes(type);
export const occasionTypes = ['message.created', 'conversation.created', 'conversation.updated', 'survey.answered', 'survey.changed', 'sla.warned', 'sla.broken', 'case.opened', 'case.closed', 'case.changed', 'case.letter', 'case.answer-marked'] as const;

/** One event may be several occasions: an act that assigns and prioritises. */
export function occasionsOf(event: HistoryEvent, said: SaidFacts | undefined): Occasion[] {
  const conversationId = event.conversation_id;
  if (conversationId === null) return [];
  const one = (on: RuleOn, facts: Occasion['facts'] = {}): Occasion => ({ on, conversationId, messageId: event.message_id, at: event.at, key: `${on} ${event.seq}`, facts, chain: event.data.cause?.rules ?? [] });
  switch (event.type) {
    // A part of a conversation that was split is nothing that anybody began.
    case 'conversation.created': return 'partOf' in event.data ? [] : [one('conversation-created')];
    case 'message.created': return said === undefined ? [] : spoken(event, said, one);
    case 'conversation.updated': return beside.has(event.data['reason']) ? [] : moved(event.data['fields'], one);
    case 'survey.answered': case 'survey.changed': return typeof event.data['score'] === 'number' ? [one('rated', { score: event.data['score'] })] : [];
    case 'sla.warned': return [one('promise', { is: 'warned', kind: event.data['kind'] ?? null })];
    case 'sla.broken': return [one('promise', { is: 'broken', kind: event.data['kind'] ?? null })];
    case 'case.opened': return [one('case-opened', { code: event.data['code'] ?? null })];
    case 'case.closed': return [one('case-closed', { code: event.data['code'] ?? null })];
    case 'case.changed': case 'case.letter': case 'case.answer-marked': return decided(event.data).map((to) => one('case-decided', { code: event.data['code'] ?? null, to }));
    default: return [];
  }
}

/** A letter says its decision; who changes the case by hand, from what to what. That nothing is decided any more is no decision. */
function decided({ decision }: HistoryEvent['data']): string[] {
  if (typeof decision === 'string') return [decision];
  const to = typeof decision === 'object' && decision !== null && 'to' in decision ? decision.to : undefined;
  return typeof to === 'string' ? [to] : [];
}

function spoken(event: HistoryEvent, said: SaidFacts, one: (on: RuleOn, facts?: Occasion['facts']) => Occasion): Occasion[] {
  if (said.kind === 'note') return [one('note-written')];
  // What comes in opens a conversation again and says so in the thread alone; who does it by hand is told by 'conversation.updated'.
  if (said.kind === 'event') return said.event_type === 'reopened' && said.event_data !== null && !('from' in said.event_data) ? [one('state', { from: 'resolved', to: 'open' })] : [];
  // Machines are never answered by machines.
  if (said.automatic !== null || event.at.getTime() - said.at.getTime() > OLD_MS) return [];
  return said.direction === 'in' ? [one('message-in')] : said.direction === 'out' ? [one('reply-sent')] : [];
}

interface Moved { from: unknown; to: unknown }
function moved(fields: unknown, one: (on: RuleOn, facts?: Occasion['facts']) => Occasion): Occasion[] {
  if (typeof fields !== 'object' || fields === null) return [];
  // Written by our own history: a field that moved has from and to.
  const { state, assignee_id: assignee, team_id: team, priority, matter, label_ids: labels } = fields as Record<string, Moved | undefined>;
  const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const added = labels === undefined ? [] : list(labels.to).filter((id) => !list(labels.from).includes(id));
  return [
    ...(state === undefined ? [] : [one('state', { from: state.from, to: state.to })]),
    ...(assignee === undefined && team === undefined ? [] : [one('assigned', { ...(assignee === undefined ? {} : { assignee: assignee.to }), ...(team === undefined ? {} : { team: team.to }) })]),
    ...(added.length === 0 ? [] : [one('labelled', { labelIds: added })]),
    ...(priority === undefined ? [] : [one('priority', { from: priorityName(Number(priority.from)), to: priorityName(Number(priority.to)) })]),
    ...(matter === undefined ? [] : [one('matter', { from: matter.from, to: matter.to })]),
  ];
}

/** The trigger of a rule that this occasion is; whether its words stand in the message, the database says. */
export function triggerOf({ when }: Pick<RuleDefinition, 'when'>, { on, facts }: Pick<Occasion, 'on' | 'facts'>): RuleTrigger | undefined {
  return when.find((trigger) => trigger.on === on && fits(trigger, facts));
}

function fits(trigger: RuleTrigger, facts: Occasion['facts']): boolean {
  const among = (wanted: readonly string[], value: unknown) => wanted.length === 0 || wanted.includes(String(value));
  switch (trigger.on) {
    case 'state': return among(trigger.from, facts['from']) && among(trigger.to, facts['to']);
    case 'labelled': return trigger.labelIds.length === 0 || (facts['labelIds'] as readonly string[]).some((id) => trigger.labelIds.includes(id));
    case 'priority': case 'matter': case 'case-decided': return among(trigger.to, facts['to']);
    case 'rated': return Number(facts['score']) >= trigger.atLeast && Number(facts['score']) <= trigger.atMost;
    case 'promise': return facts['is'] === trigger.is;
    default: return true;
  }
}

export const timedOf = (definition: Pick<RuleDefinition, 'when'>) => definition.when.filter(isTimed);
