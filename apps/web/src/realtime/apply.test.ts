import { QueryClient, type QueryKey } from '@tanstack/react-query';
import type { ConversationView, FeedEvent, Member } from '@kontuar/contract';
import type { MessagePages } from '../app/message-pages';
import { queryKeys } from '../app/query-keys';
import { apply, applyPresence, applyVisitorTyping, applyWatchers, type Cache } from './apply';
import { buildConversation, buildMessage, created, people, updated } from './factories';
import { Ledger } from './ledger';
import { loadedRows, type ConversationPages } from './lists';
import type { ListFilter } from './membership';
import { Writes } from './writes';

function setUp() {
  const client = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity } } });
  const stale: QueryKey[] = [];
  const cache: Cache = { writes: new Writes(client), ledger: new Ledger(), memberId: people.me, stale: (key) => void stale.push(key) };
  const list = (filter: ListFilter, rows: ConversationView[], nextCursor: string | null = null) =>
    client.setQueryData<ConversationPages>(queryKeys.conversationList(filter), { pages: [{ items: rows, nextCursor }], pageParams: [null] });
  const ids = (filter: ListFilter) => loadedRows(client.getQueryData<ConversationPages>(queryKeys.conversationList(filter))).map((row) => row.number);
  return { client, cache, stale, list, ids };
}
const all = { view: 'all' } as const;
const unassigned = { view: 'unassigned', sort: 'waiting' } as const;
const mine = { view: 'mine', sort: 'waiting' } as const;

describe('events in the cache', () => {
  it('moves a taken conversation from the unassigned to its owner’s list', () => {
    const { cache, list, ids } = setUp();
    const [first, second] = [buildConversation(2), buildConversation(1)];
    list(unassigned, [first, second]);
    list(mine, []);
    apply(cache, updated({ ...first, assigneeId: people.me, version: 2 }, 10));
    expect(ids(unassigned)).toEqual([1]);
    expect(ids(mine)).toEqual([2]);
  });

  it('changes nothing when the same event comes twice', () => {
    const { cache, client, list } = setUp();
    const row = buildConversation(1);
    list(all, [row]);
    const event = updated({ ...row, priority: 'urgent', version: 2 }, 10);
    apply(cache, event);
    const after = client.getQueryData(queryKeys.conversationList(all));
    apply(cache, event);
    expect(client.getQueryData(queryKeys.conversationList(all))).toBe(after);
  });

  it('ignores a lower version, even of a row that has left the list', () => {
    const { cache, list, ids } = setUp();
    const row = buildConversation(1);
    list(unassigned, [row]);
    apply(cache, updated({ ...row, assigneeId: people.other, version: 3 }, 11));
    apply(cache, updated({ ...row, priority: 'high', version: 2 }, 10));
    expect(ids(unassigned)).toEqual([]);
  });

  it('lets a resolved or snoozed conversation leave, and puts it where it now belongs', () => {
    const { cache, list, ids } = setUp();
    const row = buildConversation(1);
    list(all, [row]);
    list({ view: 'snoozed' }, []);
    apply(cache, updated({ ...row, state: 'snoozed', version: 2 }, 10));
    expect(ids(all)).toEqual([]);
    expect(ids({ view: 'snoozed' })).toEqual([1]);
  });

  it('re-sorts by the list’s own order', () => {
    const { cache, list, ids } = setUp();
    const rows = [buildConversation(3), buildConversation(2), buildConversation(1)];
    list({ view: 'all', sort: 'waiting' }, rows);
    list({ view: 'all', sort: 'recent' }, rows.toReversed());
    apply(cache, updated({ ...rows[0]!, waitingSince: null, lastMessageAt: '2026-11-20T13:00:00.000Z', version: 2 }, 10));
    expect(ids({ view: 'all', sort: 'waiting' })).toEqual([2, 1, 3]);
    expect(ids({ view: 'all', sort: 'recent' })).toEqual([3, 1, 2]);
  });

  it('leaves a row behind the loaded part to the next page', () => {
    const { cache, list, ids } = setUp();
    list(all, [buildConversation(1), buildConversation(2)], 'more');
    apply(cache, updated(buildConversation(9), 10));
    expect(ids(all)).toEqual([1, 2]);
  });

  it('asks again where only the server can tell who belongs', () => {
    const { cache, stale, list } = setUp();
    const found = { view: 'all', q: 'lampa' } as const;
    list(found, []);
    apply(cache, updated(buildConversation(1), 10));
    expect(stale).toContainEqual(queryKeys.conversationList(found));
  });

  it('keeps lists of a team, channel, label, person and customer apart', () => {
    const { cache, list, ids } = setUp();
    const row = buildConversation(1, { teamId: 'team', labelIds: ['label'], channelId: 'channel', assigneeId: people.other });
    const filters: ListFilter[] = [{ teamId: 'team' }, { labelId: 'label' }, { channelId: 'channel' }, { assigneeId: people.other }, { contactId: row.contact.id }];
    for (const filter of filters) list(filter, []);
    const others: ListFilter[] = [{ teamId: 'x' }, { labelId: 'x' }, { channelId: 'x' }, { assigneeId: people.me }, { contactId: 'x' }];
    for (const filter of others) list(filter, []);
    apply(cache, updated(row, 10));
    expect(filters.map(ids)).toEqual([[1], [1], [1], [1], [1]]);
    expect(others.map(ids)).toEqual([[], [], [], [], []]);
  });

  it('asks anew for what is open of a person whose name or kind changed, and for nobody else', () => {
    const { cache, client, stale } = setUp();
    const [theirs, other] = [buildConversation(1), buildConversation(2)];
    for (const conversation of [theirs, other]) client.setQueryData(queryKeys.conversation(conversation.id), conversation);
    expect(theirs.contact.id).not.toBe(other.contact.id);
    apply(cache, { workspaceSeq: 11, at: theirs.lastMessageAt, type: 'directory.changed', what: 'contacts', subjectId: theirs.contact.id });
    expect(stale).toContainEqual(queryKeys.conversation(theirs.id));
    expect(stale).not.toContainEqual(queryKeys.conversation(other.id));
    apply(cache, { workspaceSeq: 12, at: theirs.lastMessageAt, type: 'directory.changed', what: 'contacts', subjectId: null });
    expect(stale).toContainEqual(queryKeys.conversation(other.id));
  });

  it('appends a new message once, and refreshes the thread when one is missing between', () => {
    const { cache, client, stale } = setUp();
    const conversation = buildConversation(1, { lastSeq: 1 });
    const key = queryKeys.messages(conversation.id);
    client.setQueryData<MessagePages>(key, { pages: [{ items: [buildMessage(conversation, 1)], hasBefore: false, hasAfter: false }], pageParams: [{}] });
    const event = created({ ...conversation, lastSeq: 2, version: 2 }, buildMessage(conversation, 2), 10);
    apply(cache, event);
    apply(cache, event);
    expect(client.getQueryData<MessagePages>(key)?.pages[0]?.items.map((m) => m.seq)).toEqual([1, 2]);
    expect(stale).not.toContainEqual(key);
    apply(cache, created({ ...conversation, lastSeq: 5, version: 5 }, buildMessage(conversation, 5), 13));
    expect(stale).toContainEqual(key);
  });

  it('does not let a late receipt step back, nor an old update overrule a newer one', () => {
    const { cache, client } = setUp();
    const conversation = buildConversation(1);
    const message = buildMessage(conversation, 1, { direction: 'out', status: 'read' });
    const key = queryKeys.messages(conversation.id);
    const status = () => client.getQueryData<MessagePages>(key)?.pages[0]?.items[0]?.status;
    client.setQueryData<MessagePages>(key, { pages: [{ items: [message], hasBefore: false, hasAfter: false }], pageParams: [{}] });
    const change = (to: 'sent' | 'failed' | 'queued', workspaceSeq: number): FeedEvent => ({ type: 'message.updated', workspaceSeq, seq: 1, at: message.at, message: { ...message, status: to } });
    apply(cache, change('sent', 10));
    expect(status()).toBe('read');
    apply(cache, change('failed', 12));
    apply(cache, change('queued', 11));
    expect(status()).toBe('failed');
  });

  it('takes everything of a conversation away when it leaves our sight', () => {
    const { cache, client, list, ids } = setUp();
    const row = buildConversation(1);
    list(all, [row]);
    client.setQueryData(queryKeys.conversation(row.id), row);
    client.setQueryData(queryKeys.messages(row.id), { pages: [], pageParams: [] });
    apply(cache, { type: 'conversation.removed', workspaceSeq: 10, seq: 1, at: row.createdAt, conversationId: row.id });
    expect(ids(all)).toEqual([]);
    expect(client.getQueryData(queryKeys.conversation(row.id))).toBeUndefined();
    expect(client.getQueryData(queryKeys.messages(row.id))).toBeUndefined();
  });

  it('asks a list again when its answer was on the way as the event came', async () => {
    const { cache, client, stale } = setUp();
    let answer: (value: unknown) => void = () => undefined;
    const fetching = client.fetchQuery({ queryKey: queryKeys.conversationList(all), queryFn: () => new Promise((done) => { answer = done; }) });
    apply(cache, updated(buildConversation(1), 10));
    expect(stale).toContainEqual(queryKeys.conversationList(all));
    answer({ pages: [], pageParams: [] });
    await fetching;
  });

  it('refreshes everything at an event that it does not know', () => {
    const { cache, stale } = setUp();
    // A kind that this version does not know, which no type can say.
    apply(cache, { type: 'conversation.sang', workspaceSeq: 1, at: '2026-11-20T12:00:00Z' } as unknown as FeedEvent);
    expect(stale).toEqual([[]]);
  });

  it('keeps presence, watchers and the customer’s typing up to date', () => {
    const { cache, client } = setUp();
    client.setQueryData(queryKeys.members, [{ id: people.other, presence: 'off' }] as Member[]);
    applyPresence(cache, people.other, 'on');
    expect(client.getQueryData<Member[]>(queryKeys.members)?.[0]?.presence).toBe('on');
    const conversation = buildConversation(1);
    applyWatchers(cache, conversation.id, [{ memberId: people.me, typing: true }, { memberId: people.other, typing: true }]);
    expect(client.getQueryData(queryKeys.watchers(conversation.id))).toEqual([{ memberId: people.other, typing: true }]);
    applyVisitorTyping(cache, conversation.id, { name: 'Marta', at: conversation.createdAt });
    apply(cache, created({ ...conversation, version: 2 }, buildMessage(conversation, 1), 10));
    expect(client.getQueryData(queryKeys.visitorTyping(conversation.id))).toBeNull();
  });
});
