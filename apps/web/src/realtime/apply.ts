import type { QueryKey } from '@tanstack/react-query';
import { channelKindOf } from '@kontuar/contract/filter';
import type { BoardCount, BoardNews, ChannelSummary, ConversationView, FeedEvent, DutyView, MatchContext, Me, Member, MessageView, NoticeCount, NoticesEvent, Presence, Supervised, Supervision, Sweep, ViewCounts } from '@kontuar/contract';
import { loadedMessages, mergeMessage, type MessagePages } from '../app/message-pages';
import { queryKeys } from '../app/query-keys';
import type { Ledger } from './ledger';
import { place, without, type ConversationPages } from './lists';
import type { Writes } from './writes';

/** Everything that an event may touch. `stale` asks for a refetch soon, bundled with others. */
export interface Cache {
  readonly writes: Writes;
  readonly ledger: Ledger;
  readonly memberId: string;
  stale(key: QueryKey): void;
  /** Somebody wants to know of every conversation that moves. */
  heard?(conversation: ConversationView): void;
}

type Handlers = { [T in FeedEvent['type']]: (cache: Cache, event: Extract<FeedEvent, { type: T }>) => void };

/**
 * Server events reach the cache here alone. Each handler may run twice, late or out of order: it then changes nothing.
 * What cannot be decided from the event is asked for again.
 */
export const handlers = {
  'message.created': (cache, { message, conversation, workspaceSeq }) => {
    if (cache.ledger.advance(`message:${message.id}`, workspaceSeq)) addMessage(cache, message);
    replaceConversation(cache, conversation);
    cache.stale(queryKeys.contactMessages(conversation.contact.id));
  },
  'message.updated': (cache, { message, workspaceSeq }) => {
    if (cache.ledger.advance(`message:${message.id}`, workspaceSeq)) replaceMessage(cache, message);
    const contactId = cache.writes.get<ConversationView>(queryKeys.conversation(message.conversationId))?.contact.id;
    if (contactId !== undefined) cache.stale(queryKeys.contactMessages(contactId));
  },
  'conversation.created': (cache, { conversation }) => replaceConversation(cache, conversation),
  'conversation.updated': (cache, { conversation }) => {
    replaceConversation(cache, conversation);
    cache.stale(queryKeys.watch(conversation.id));
  },
  'conversation.removed': (cache, { conversationId }) => removeConversation(cache, conversationId),
  'notification': (cache, { kind }) => {
    if (kind === 'mentioned' || kind === 'mention-due') cache.stale(queryKeys.allMentions);
    if (kind === 'mentioned') for (const [key, filter] of cache.writes.lists()) if (filter.view === 'mentions') cache.stale(key);
    cache.stale(queryKeys.conversationCounts);
  },
  'channel.health': (cache) => cache.stale(queryKeys.channels),
  'directory.changed': (cache, { what, subjectId }) => {
    switch (what) {
      case 'members': case 'teams': case 'labels': case 'canned': case 'glossary': case 'signatures': case 'knowledge': case 'channels': cache.stale(queryKeys[what]); break;
      case 'views':
        cache.stale(queryKeys.views);
        cache.stale(queryKeys.viewCounts);
        break;
      case 'workspace': cache.stale(queryKeys.me); break;
      case 'attributes': case 'matters': cache.stale(queryKeys[what]); break;
      case 'cases': cache.stale(queryKeys.allCases); break;
      case 'assistant': cache.stale(queryKeys.assistant); break;
      // Of a person, of a conversation or of a monitor: whichever is on the screen shows them.
      case 'pins': case 'promises': case 'surveys': case 'sla': case 'routing': case 'moderation': case 'listening': case 'rules': case 'crisis': cache.stale([what]); break;
      case 'contacts':
        cache.stale(subjectId === null ? ['contact'] : queryKeys.contact(subjectId));
        // A name or a kind stands on every row of that person, and above what is open of theirs.
        cache.stale(queryKeys.conversationLists);
        for (const key of cache.writes.conversationsOf(subjectId)) cache.stale(key);
        cache.stale(queryKeys.people);
        cache.stale(queryKeys.segmentCounts);
        break;
      case 'kinds': cache.stale(queryKeys.kinds); break;
      case 'context': cache.stale(['context-sources']); cache.stale(['contact']); break;
      case 'segments':
        cache.stale(queryKeys.segments);
        cache.stale(queryKeys.segmentCounts);
        break;
      case 'companies': cache.stale(queryKeys.companies); break;
      case 'imports': cache.stale(queryKeys.imports); break;
      case 'leads': cache.stale(queryKeys.allLeads); break;
      case 'lessons': cache.stale(queryKeys.lessons); break;
      case 'privacy': cache.stale(queryKeys.privacy); break;
      case 'quality': cache.stale(queryKeys.quality); break;
      case 'outreach': cache.stale(queryKeys.outreach); break;
      default: what satisfies never;
    }
  },
} satisfies Handlers;

export function apply(cache: Cache, event: FeedEvent): void {
  const handler = (handlers as Partial<Record<string, (cache: Cache, event: FeedEvent) => void>>)[event.type];
  // A newer server says something that this build does not know.
  if (handler === undefined) refreshAll(cache);
  else handler(cache, event);
}

/** For the answer to an act of our own: the same way in as an event, so the echo that follows changes nothing. */
export function replaceConversation(cache: Cache, conversation: ConversationView): void {
  const name = `conversation:${conversation.id}`;
  const counted = countedBy(conversation);
  // Against what the server told before, not against the cache: an act of ours stands there before it is true.
  const countsMoved = cache.ledger.factsOf(name, conversation.version - 1) !== counted;
  if (!cache.ledger.advance(name, conversation.version, counted)) return;
  cache.heard?.(conversation);
  const key = queryKeys.conversation(conversation.id);
  const cached = cache.writes.get<ConversationView>(key);
  if ((cached === undefined ? conversation.plan !== null : cached.plan?.version !== conversation.plan?.version)) cache.stale(queryKeys.approvals);
  if (cached && cached.version < conversation.version) {
    // Messages got other places: what is held of the thread is out of date.
    if (cached.threading !== conversation.threading) cache.stale(queryKeys.messages(conversation.id));
    cache.stale(queryKeys.links(conversation.id));
    cache.stale(queryKeys.moves(conversation.id));
    cache.writes.set(key, conversation);
  }
  // An answer on its way may be older than this event and must not have the last word.
  if (cache.writes.isFetching(key)) cache.stale(key);
  const context = () => matchContext(cache);
  for (const [listKey, filter] of cache.writes.lists()) {
    const pages = cache.writes.get<ConversationPages>(listKey);
    if (cache.writes.isFetching(listKey)) cache.stale(listKey);
    if (!pages) continue;
    const placed = place(pages, conversation, filter, cache.memberId, context);
    if (placed.pages !== pages) cache.writes.set(listKey, placed.pages);
    if (placed.refetch) cache.stale(listKey);
  }
  if (countsMoved) cache.stale(queryKeys.conversationCounts);
  cache.stale(queryKeys.contactTimeline(conversation.contact.id));
}

/** All that the counts beside the views go by. */
function countedBy({ state, assigneeId, teamId, channelId, waitingSince, mergedInto }: ConversationView): string {
  return [state, assigneeId, teamId, channelId, waitingSince, mergedInto?.id].join(' ');
}

export function applyNotices(cache: Cache, { unread }: NoticesEvent): void {
  if (cache.writes.isFetching(queryKeys.noticeCount)) cache.stale(queryKeys.noticeCount);
  cache.writes.set<NoticeCount>(queryKeys.noticeCount, { unread });
  cache.stale(queryKeys.notices);
}

/** Somebody listens, whispers or took over: asked for again. What an agent writes comes with it, and is shown as it is typed. */
export function applySupervised(cache: Cache, { conversationId, draft }: Supervised): void {
  const key = queryKeys.supervision(conversationId);
  if (draft === undefined) return cache.stale(key);
  cache.writes.set<Supervision>(key, (before) => before && { ...before, drafts: [...before.drafts.filter(({ memberId }) => memberId !== draft.memberId), ...(draft.text.trim() === '' ? [] : [draft])] });
}

export function applyMentions(cache: Cache): void {
  cache.stale(queryKeys.allMentions);
  cache.stale(queryKeys.conversationCounts);
}

export function applyPresence(cache: Cache, memberId: string, presence: Presence, duty?: Omit<DutyView, 'substituteId'>): void {
  cache.writes.set<Member[]>(queryKeys.members, (members) => {
    if (!members?.some((member) => member.id === memberId && (member.presence !== presence || (duty !== undefined && member.duty.until !== duty.until)))) return members;
    return members.map((member) => (member.id === memberId ? { ...member, presence, duty: { ...member.duty, ...duty } } : member));
  });
}

/** Counts of saved views that changed; those that nobody tells of stay. */
export function applyViewCounts(cache: Cache, counts: ViewCounts['counts']): void {
  if (cache.writes.isFetching(queryKeys.viewCounts)) cache.stale(queryKeys.viewCounts);
  cache.writes.set<ViewCounts>(queryKeys.viewCounts, (before) => {
    const news = Object.entries(counts).some(([viewId, { count, more }]) => before?.counts[viewId]?.count !== count || before.counts[viewId].more !== more);
    return before === undefined || news ? { counts: { ...before?.counts, ...counts } } : before;
  });
}

/** The board's figures move on from the round before; whoever missed one asks for all of them. */
export function applyBoard(cache: Cache, { round, changed }: BoardNews): void {
  const known = cache.writes.get<BoardCount>(queryKeys.boardFigures);
  if (known === undefined || round <= known.round) return;
  if (round > known.round + 1 || cache.writes.isFetching(queryKeys.boardFigures)) cache.stale(queryKeys.boardFigures);
  const { members, teams, channels, ...whole } = changed;
  cache.writes.set<BoardCount>(queryKeys.boardFigures, {
    round: round > known.round + 1 ? known.round : round,
    figures: { ...known.figures, ...definedOf(whole), members: entries(known.figures.members, members), teams: entries(known.figures.teams, teams), channels: entries(known.figures.channels, channels) },
  });
}

const definedOf = <T extends object>(parts: T): { [K in keyof T]-?: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as never;
function entries<T>(before: Record<string, T>, changed: Record<string, T | null> | undefined): Record<string, T> {
  if (changed === undefined) return before;
  return Object.fromEntries(Object.entries<T | null>({ ...before, ...changed }).filter((entry): entry is [string, T] => entry[1] !== null));
}

/** Moves arrive in any order and only ever forwards: what was told later stands. */
export function applySweep(cache: Cache, sweep: Sweep): void {
  const steps = { running: 0, done: 1, undoing: 2, undone: 3 } as const;
  const moved = ({ state, handled, restored }: Sweep) => [steps[state], handled, restored] as const;
  cache.writes.set<Sweep>(queryKeys.sweep(sweep.id), (before) => {
    if (before === undefined) return sweep;
    const [[a, b, c], [x, y, z]] = [moved(before), moved(sweep)];
    return x > a || (x === a && (y > b || (y === b && z >= c))) ? sweep : before;
  });
}

export interface Watcher { memberId: string; typing: boolean }
export function applyWatchers(cache: Cache, conversationId: string, watchers: Watcher[]): void {
  cache.writes.set(queryKeys.watchers(conversationId), watchers.filter(({ memberId }) => memberId !== cache.memberId));
}

export interface VisitorTyping { name: string; at: string }
export function applyVisitorTyping(cache: Cache, conversationId: string, typing: VisitorTyping | null): void {
  cache.writes.set(queryKeys.visitorTyping(conversationId), typing);
}

export function refreshAll(cache: Cache): void {
  cache.stale([]);
}

function addMessage(cache: Cache, message: MessageView): void {
  const key = queryKeys.messages(message.conversationId);
  if (message.direction === 'in') applyVisitorTyping(cache, message.conversationId, null);
  if (cache.writes.isFetching(key)) cache.stale(key);
  const pages = cache.writes.get<MessagePages>(key);
  // Already there, perhaps in a later state: the answer to our own POST, or a page that was read meanwhile.
  if (!pages || loadedMessages(pages).some((known) => known.id === message.id)) return;
  merge(cache, key, pages, message);
}

function replaceMessage(cache: Cache, message: MessageView): void {
  const key = queryKeys.messages(message.conversationId);
  if (cache.writes.isFetching(key)) cache.stale(key);
  const pages = cache.writes.get<MessagePages>(key);
  if (!pages) return;
  const known = loadedMessages(pages).find(({ id }) => id === message.id);
  if (known && stepsBack(known, message)) return;
  merge(cache, key, pages, message);
}

function merge(cache: Cache, key: QueryKey, pages: MessagePages, message: MessageView): void {
  const merged = mergeMessage(pages, message);
  if (merged.outcome === 'merged') cache.writes.set(key, merged.pages);
  if (merged.outcome === 'gap') cache.stale(key);
}

const ladder: Partial<Record<MessageView['status'], number>> = { sent: 1, delivered: 2, read: 3 };
/** Receipts only climb; a page fetched after "read" must not be overruled by the late event that said "sent". */
function stepsBack(known: MessageView, next: MessageView): boolean {
  const from = ladder[known.status];
  const to = ladder[next.status];
  return from !== undefined && to !== undefined && to < from;
}

function removeConversation(cache: Cache, conversationId: string): void {
  // Should rights come back, the conversation comes back with the version it then has.
  cache.ledger.forget(`conversation:${conversationId}`);
  for (const [key] of cache.writes.lists()) {
    const pages = cache.writes.get<ConversationPages>(key);
    if (!pages) continue;
    const rest = without(pages, conversationId);
    if (rest !== pages) cache.writes.set(key, rest);
    if (cache.writes.isFetching(key)) cache.stale(key);
  }
  // What was read with rights that are gone must not stay on screen.
  for (const key of [queryKeys.messages(conversationId), queryKeys.conversation(conversationId), queryKeys.draft(conversationId), queryKeys.watchers(conversationId)]) {
    cache.writes.reset(key);
  }
  cache.stale(queryKeys.conversationCounts);
}

/** What a filter asks beside the row, as far as this window knows it. */
function matchContext({ writes, memberId }: Cache): MatchContext {
  const me = writes.get<Me>(queryKeys.me);
  const members = writes.get<Member[]>(queryKeys.members);
  const channels = writes.get<ChannelSummary[]>(queryKeys.channels);
  return {
    memberId, teamIds: me?.member.teamIds ?? [], now: new Date(), timeZone: me?.workspace.timeZone ?? 'UTC',
    presenceOf: (id) => members?.find((member) => member.id === id)?.presence,
    channelKind: (connectorId) => {
      const channel = channels?.find((each) => each.connectorId === connectorId);
      return channel === undefined ? undefined : channelKindOf(channel.capabilities);
    },
  };
}
