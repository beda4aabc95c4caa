import type { FeedEvent, NoticeKind, NoticeWhat } from '@kontuar/contract';

/** An event of the history, as far as somebody may be told of it. */
export interface ToldEvent { type: string; actor_kind: string; actor_id: string | null; conversation_id: string | null; message_id: string | null; subject_id: string | null; at: Date; data: Record<string, unknown> }

export interface ConversationFacts { id: string; channel_id: string; assignee_id: string | null; team_id: string | null }
export interface MessageFacts { id: string; kind: string; direction: string; seq: number; automatic: string | null; author_id: string | null; deleted: boolean; mentioned: readonly string[] }

export interface Surroundings {
  conversations: ReadonlyMap<string, ConversationFacts>;
  messages: ReadonlyMap<string, MessageFacts>;
  /** By conversation: who watches it, and since when. */
  watchers: ReadonlyMap<string, readonly { memberId: string; since: Date }[]>;
  /** Who wants to hear of what nobody has. */
  wantUnassigned: readonly string[];
  /** Who may publish articles, and talks about lessons. */
  leads: readonly string[];
  /** Who is told when a channel needs somebody. */
  keepers: readonly string[];
}

/** Something that happened, and whom it concerns; whether they are told is decided for each. */
export interface Occasion {
  kind: NoticeKind; what: NoticeWhat; memberIds: readonly string[];
  conversationId: string | null; channelId: string | null; subjectId: string | null; messageId: string | null; seq: number | null;
  by: { kind: string; id: string | null }; at: Date;
}

type Told = Extract<FeedEvent, { type: 'notification' }>['kind'];
const kinds: Record<Told, NoticeKind> = {
  'assigned': 'assigned', 'handed-over': 'assigned', 'mentioned': 'mention', 'mention-due': 'mention', 'send-failed': 'send-failed',
  'approval-asked': 'approval', 'approval-returned': 'approval', 'approval-stale': 'approval', 'plan-cancelled': 'planned', 'follow-up-due': 'planned', 'follow-up-stopped': 'planned',
  'aside-answered': 'aside', 'aside-failed': 'aside', 'case-due': 'case', 'case-overdue': 'case', 'case-bounced': 'case', 'lead-due': 'planned',
  'rated-badly': 'rating', 'not-fine': 'rating', 'promise-soon': 'promise', 'promise-broken': 'promise', 'promise-given': 'promise', 'sla-soon': 'promise', 'sla-broken': 'promise',
  'whispered': 'quality', 'taken-over': 'quality', 'rule-told': 'rule', 'rule-stopped': 'rule', 'spike': 'channel',
};

/** States of a channel that want somebody. */
const alarms: ReadonlySet<unknown> = new Set(['failing', 'unauthorized', 'silent', 'warning']);

/** What of the history is worth a look here: the rest is passed over before anything is loaded. */
export function isTold(event: Pick<ToldEvent, 'type' | 'data' | 'conversation_id'>): boolean {
  switch (event.type) {
    case 'notification': return event.conversation_id !== null;
    case 'message.created': return event.data['event'] === undefined;
    case 'conversation.updated': return isMove(event.data);
    case 'article.submitted': case 'article.returned': case 'article.published': case 'lessons.due': return true;
    case 'review.given': case 'review.answered': case 'review.contested': case 'review.settled': case 'calibration.begun': return true;
    case 'spike.began': case 'spike.given': case 'crisis.noted': return true;
    case 'channel.health': return alarms.has(event.data['state']) && event.data['alarm'] !== undefined;
    default: return false;
  }
}

const isMove = (data: Record<string, unknown>): boolean => {
  const fields = data['fields'];
  return typeof fields === 'object' && fields !== null && ('state' in fields || 'assignee_id' in fields);
};

/** Whom an event concerns. Nobody is concerned twice by one message: who is named in it hears of that alone. */
export function occasionsOf(event: ToldEvent, around: Surroundings): Occasion[] {
  const base = { conversationId: event.conversation_id, channelId: null, subjectId: null, messageId: event.message_id, seq: null, by: { kind: event.actor_kind, id: event.actor_id }, at: event.at };
  const conversation = event.conversation_id === null ? undefined : around.conversations.get(event.conversation_id);
  const message = event.message_id === null ? undefined : around.messages.get(event.message_id);
  if (event.type === 'channel.health') {
    return [{ ...base, kind: 'channel', what: 'channel', channelId: event.subject_id, conversationId: null, memberIds: around.keepers }];
  }
  const about = knowledgeOf(event, around);
  if (about !== undefined) return about.memberIds.length === 0 ? [] : [{ ...base, ...about, kind: 'knowledge', subjectId: event.subject_id }];
  const judged = judgedOf(event);
  if (judged !== undefined) return judged.memberIds.length === 0 ? [] : [{ ...base, ...judged, kind: 'quality', subjectId: event.subject_id, conversationId: null }];
  const loud = loudOf(event);
  if (loud !== undefined) return loud.memberIds.length === 0 ? [] : [{ ...base, ...loud, subjectId: event.subject_id, conversationId: null }];
  if (conversation === undefined) return [];
  const watching = around.watchers.get(conversation.id) ?? [];
  if (event.type === 'notification') {
    const { kind: what, memberIds } = event.data as { kind: Told; memberIds: string[] };
    // Told by the alert itself, which need not be of any conversation.
    if (what === 'spike') return [];
    const kind = kinds[what] as NoticeKind | undefined;
    // A newer version beside this one says something that we have no word for.
    return kind === undefined || (kind === 'mention' && message?.deleted === true) ? [] : [{ ...base, kind, what, memberIds, seq: message?.seq ?? null }];
  }
  if (event.type === 'conversation.updated') {
    // The history is read a moment later: who came in between knows already where it stands.
    return [{ ...base, kind: 'watched', what: 'moved', memberIds: watching.filter(({ memberId, since }) => memberId !== conversation.assignee_id && since <= event.at).map(({ memberId }) => memberId) }];
  }
  if (message === undefined || message.deleted || message.automatic !== null || message.kind === 'event') return [];
  const what: NoticeWhat = message.kind === 'note' ? 'note' : message.direction === 'in' ? 'message' : 'answered';
  const named = new Set(message.mentioned);
  const told = { ...base, what, seq: message.seq };
  const owner = conversation.assignee_id;
  const watchers = watching.map(({ memberId }) => memberId);
  return [
    ...(owner === null || named.has(owner) ? [] : [{ ...told, kind: 'message' as const, memberIds: [owner] }]),
    { ...told, kind: 'watched' as const, memberIds: watchers.filter((id) => id !== owner && !named.has(id)) },
    ...(owner === null && message.direction === 'in' ? [{ ...told, kind: 'unassigned' as const, what: 'unassigned' as const, memberIds: around.wantUnassigned.filter((id) => !watchers.includes(id)) }] : []),
  ].filter(({ memberIds }) => memberIds.length > 0);
}

/** Writers wait for who reviews, and the other way round. */
function knowledgeOf({ type, data }: ToldEvent, { leads }: Surroundings): { what: NoticeWhat; memberIds: readonly string[] } | undefined {
  const named = (key: string): string[] => (typeof data[key] === 'string' ? [data[key]] : []);
  switch (type) {
    case 'article.submitted': return { what: 'article-review', memberIds: named('reviewerId').length > 0 ? named('reviewerId') : leads };
    case 'article.returned': return { what: 'article-returned', memberIds: named('writerId') };
    case 'article.published': return { what: 'article-published', memberIds: named('writerId') };
    case 'lessons.due': return { what: 'lessons-due', memberIds: leads };
    default: return undefined;
  }
}

/** About one's work, or asked of who reviews: told by the review, also to whom its conversation is closed by now. */
function judgedOf({ type, data }: ToldEvent): { what: NoticeWhat; memberIds: readonly string[] } | undefined {
  const memberIds = Array.isArray(data['memberIds']) ? (data['memberIds'] as string[]) : [];
  switch (type) {
    case 'review.given': return { what: 'review-given', memberIds };
    case 'review.answered': return { what: 'review-answered', memberIds };
    case 'review.contested': return { what: 'review-contested', memberIds };
    case 'review.settled': return { what: 'review-settled', memberIds };
    case 'calibration.begun': return { what: 'calibration-asked', memberIds };
    default: return undefined;
  }
}

/** Storms, and what somebody in the room of a crisis wants of others: told by the alert and the crisis, which are of no conversation. */
function loudOf({ type, data }: ToldEvent): Pick<Occasion, 'kind' | 'what' | 'memberIds'> | undefined {
  const memberIds = Array.isArray(data['memberIds']) ? (data['memberIds'] as string[]) : [];
  if (type === 'spike.began' || type === 'spike.given') return { kind: 'channel', what: 'spike', memberIds };
  if (type === 'crisis.noted') return data['kind'] === 'task' ? { kind: 'assigned', what: 'crisis-task', memberIds } : { kind: 'mention', what: 'crisis-named', memberIds };
  return undefined;
}
