import type { ChannelView, ConversationView, FeedPage, MessagePage, Page, Posted } from '@kontuar/contract';
import { PULSE } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import { startWorker } from '../../apps/worker/src/app';
import { openAgentSocket, type AgentSocket } from '../support/agent-socket';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { startTelegram } from '../platforms/telegram/simulator';

describe.each(backends)('a message on its way, with the queue on $backend', ({ redis, anyQueue }) => {
  let api: TestApi;
  let worker: { close(): Promise<void> };
  let telegram: Awaited<ReturnType<typeof startTelegram>>;
  let owner: Person;
  let live: AgentSocket;

  beforeAll(async () => {
    api = await startTestApi({ redis });
    // One process holds both when there is no Redis between them.
    worker = await startWorker(api.config, redis ? {} : { pulse: api.app.get<Pulse>(PULSE) });
    telegram = await startTelegram();
    owner = await api.signUp();
    await owner.client.post<ChannelView>('/channels', { connectorId: 'telegram', name: 'Telegram', settings: { token: telegram.token, apiRoot: telegram.apiRoot, receive: 'polling' } });
    live = await openAgentSocket(api.url, owner.client.cookie);
  });
  afterAll(async () => {
    live.close();
    await worker.close();
    await telegram.close();
    await api.stop();
  });

  const write = async (text: string) => {
    const person = telegram.person({ first_name: `Anna ${text}` });
    telegram.userWrites(person.id, text);
    const created = await live.until('message.created', (event) => event.message.text === text);
    return { person, conversation: created.conversation };
  };
  const messages = async (id: string) => (await owner.client.get<MessagePage>(`/conversations/${id}/messages`)).items;

  it('comes in live, is answered, and the answer arrives where the customer wrote', async () => {
    const { person, conversation } = await write('Where is my parcel?');
    expect(conversation).toMatchObject({ state: 'open', assigneeId: null, lastSeq: 1, preview: { text: 'Where is my parcel?', kind: 'inbound' } });
    expect(conversation.waitingSince).not.toBeNull();

    const posted = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'one', text: 'It left Kraków this morning.', sendNow: true });
    expect(posted.message).toMatchObject({ status: 'queued', direction: 'out' });
    await live.until('message.updated', (event) => event.message.clientId === 'one' && event.message.status === 'sent');
    expect(telegram.sent(person.id).map((message) => message.text)).toEqual(['It left Kraków this morning.']);
    expect(telegram.violations).toEqual([]);

    const after = await owner.client.get<ConversationView>(`/conversations/${conversation.id}`);
    expect(after).toMatchObject({ assigneeId: owner.memberId, waitingSince: null });
  });

  it('keeps the order and misses nothing in a burst', async () => {
    const person = telegram.person({ first_name: 'Burst' });
    const texts = Array.from({ length: 60 }, (_, index) => `burst ${index}`);
    for (const text of texts) telegram.userWrites(person.id, text);
    const last = await live.until('message.created', (event) => event.message.text === 'burst 59', 20_000);
    const all = (await owner.client.get<MessagePage>(`/conversations/${last.conversation.id}/messages?limit=100`)).items;
    expect(all.map((message) => message.text)).toEqual(texts);
    expect(all.map((message) => message.seq)).toEqual(texts.map((_, index) => index + 1));
  });

  it('sends one message for a double click', async () => {
    const { person, conversation } = await write('Double?');
    const body = { clientId: 'twice', text: 'Once', sendNow: true };
    const [first, second] = await Promise.all([1, 2].map(() => owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, body)));
    expect(first?.message.id).toBe(second?.message.id);
    await live.until('message.updated', (event) => event.message.clientId === 'twice' && event.message.status === 'sent');
    expect(telegram.sent(person.id)).toHaveLength(1);
  });

  anyQueue('stops a stale reply once and says what is new', async () => {
    const { person, conversation } = await write('First');
    telegram.userWrites(person.id, 'Second');
    await live.until('message.created', (event) => event.message.text === 'Second');
    const refusal = await owner.client.refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'stale', text: 'Answer', sinceSeq: 1 });
    expect(refusal).toMatchObject({ status: 409, code: 'stale-reply', messages: [{ text: 'Second' }] });
    await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'stale', text: 'Answer', sinceSeq: 2 });
  });

  it('takes a waiting reply back: nothing leaves, the clock runs again', async () => {
    const { person, conversation } = await write('Take back?');
    const { message } = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'back', text: 'Oops' });
    expect(message.sendAt).not.toBeNull();
    const taken = await owner.client.delete<{ taken: string; message: { text: string } }>(`/messages/${message.id}`);
    expect(taken).toMatchObject({ taken: 'back', message: { text: 'Oops' } });
    const view = await owner.client.get<ConversationView>(`/conversations/${conversation.id}`);
    expect(view.preview.text).toBe('Take back?');
    expect(view.waitingSince).toBe(conversation.waitingSince);
    await new Promise((wait) => setTimeout(wait, 4000));
    expect(telegram.sent(person.id)).toEqual([]);
  });

  anyQueue('takes back all that one press did: “send and resolve” is open again, and has waited since the customer first wrote', async () => {
    const { person, conversation } = await write('When?');
    telegram.userWrites(person.id, 'Well?');
    await live.until('message.created', (event) => event.message.text === 'Well?');
    const { message, conversation: resolved } = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'back-open', text: 'Tomorrow', then: 'resolve' });
    expect(resolved).toMatchObject({ state: 'resolved', waitingSince: null });
    await owner.client.delete(`/messages/${message.id}`);
    expect(await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ state: 'open', waitingSince: conversation.waitingSince, preview: { text: 'Well?' } });

    // What somebody changed since is theirs.
    const again = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'back-later', text: 'Tomorrow', then: 'resolve' });
    await owner.client.patch(`/conversations/${conversation.id}`, { state: 'pending' });
    await owner.client.delete(`/messages/${again.message.id}`);
    expect(await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ state: 'pending' });
  });

  it('says in plain words why it failed, comes back to its owner, and leaves on retry', async () => {
    const { person, conversation } = await write('Fail please');
    telegram.failNext({ method: 'sendMessage', status: 403, description: 'Forbidden: bot was blocked by the user' });
    const { message } = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'fails', text: 'Hello?', sendNow: true, then: 'resolve' });
    const failed = await live.until('message.updated', (event) => event.message.id === message.id && event.message.status === 'failed');
    expect(failed.message.failure?.code).toBe('blocked-by-user');
    await eventually(async () => { expect(await owner.client.get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ state: 'open', preview: { failed: true } }); });
    await owner.client.post<Posted>(`/messages/${message.id}/retry`, {});
    await live.until('message.updated', (event) => event.message.id === message.id && event.message.status === 'sent');
    expect(telegram.sent(person.id).map((one) => one.text)).toEqual(['Hello?']);
  });

  it('marks what may have arrived as unknown, and sends it again only when a person says so', async () => {
    const { person, conversation } = await write('Ambiguous please');
    telegram.failNext({ method: 'sendMessage', status: 502, afterAccepting: true });
    const { message } = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'maybe', text: 'Maybe', sendNow: true });
    await live.until('message.updated', (event) => event.message.id === message.id && event.message.status === 'unknown');
    expect(await owner.client.refused('POST', `/messages/${message.id}/retry`, {})).toMatchObject({ status: 409, code: 'may-have-arrived' });
    await new Promise((wait) => setTimeout(wait, 3000));
    expect(telegram.sent(person.id)).toHaveLength(1);
  });

  it('waits as long as the platform asks, then sends once, in order', async () => {
    const { person, conversation } = await write('Slow down');
    telegram.failNext({ method: 'sendMessage', status: 429, retryAfter: 1 });
    await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'a', text: 'A', sendNow: true });
    await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'b', text: 'B', sendNow: true });
    await live.until('message.updated', (event) => event.message.clientId === 'b' && event.message.status === 'sent', 20_000);
    expect(telegram.sent(person.id).map((one) => one.text)).toEqual(['A', 'B']);
  });

  it('lets answers wait while the channel is paused, and leave when it goes on', async () => {
    const { person, conversation } = await write('Paused?');
    await owner.client.patch(`/channels/${conversation.channelId}`, { paused: true });
    const { message } = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'paused', text: 'Later', sendNow: true });
    await new Promise((wait) => setTimeout(wait, 1500));
    expect((await messages(conversation.id)).find((one) => one.id === message.id)?.status).toBe('queued');
    await owner.client.patch(`/channels/${conversation.channelId}`, { paused: false });
    await live.until('message.updated', (event) => event.message.id === message.id && event.message.status === 'sent');
    expect(telegram.sent(person.id).map((one) => one.text)).toEqual(['Later']);
  });

  anyQueue('does not reopen for a bare thank-you, and does for a question', async () => {
    const { person, conversation } = await write('All fine');
    await owner.client.patch(`/conversations/${conversation.id}`, { state: 'resolved' });
    telegram.userWrites(person.id, 'Dziękuję bardzo!');
    const thanked = await live.until('message.created', (event) => event.message.text === 'Dziękuję bardzo!');
    expect(thanked.conversation).toMatchObject({ id: conversation.id, state: 'resolved', closedAsThanks: true });
    telegram.userWrites(person.id, 'A kiedy przyjedzie kurier?');
    const asked = await live.until('message.created', (event) => event.message.text === 'A kiedy przyjedzie kurier?');
    expect(asked.conversation).toMatchObject({ id: conversation.id, state: 'open', closedAsThanks: false });
  });

  anyQueue('begins a new conversation, linked to the old, when the window is over', async () => {
    const { person, conversation } = await write('Long ago');
    await owner.client.patch(`/conversations/${conversation.id}`, { state: 'resolved' });
    await api.sql(`UPDATE conversations SET resolved_at = now() - interval '90 days' WHERE id = $1`, [conversation.id]);
    telegram.userWrites(person.id, 'Me again');
    const again = await live.until('message.created', (event) => event.message.text === 'Me again');
    expect(again.conversation).toMatchObject({ previousId: conversation.id, lastSeq: 1 });
  });

  anyQueue('shows edits with what stood there before', async () => {
    const person = telegram.person({ first_name: 'Editor' });
    const { message } = telegram.userWrites(person.id, 'Teh typo');
    const created = await live.until('message.created', (event) => event.message.text === 'Teh typo');
    telegram.userEdits(person.id, message.message_id, 'The typo');
    const edited = await live.until('message.updated', (event) => event.message.text === 'The typo');
    expect(edited.message.editedAt).not.toBeNull();
    expect(await api.sql(`SELECT text FROM message_revisions WHERE message_id = $1`, [created.message.id])).toEqual([{ text: 'Teh typo' }]);
    expect((await messages(created.conversation.id)).map((one) => one.text)).toEqual(['The typo']);
  });

  it('keeps an answer deleted when something about it comes in at the same moment', async () => {
    const { person, conversation } = await write('Which price?');
    const { message } = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'wrong price', text: 'One złoty', sendNow: true });
    await live.until('message.updated', (event) => event.message.clientId === 'wrong price' && event.message.status === 'sent');
    const onTelegram = telegram.sent(person.id).at(-1)?.messageId ?? 0;

    // A deletion under way holds the conversation; the reaction arrives before it ends.
    await api.sql('BEGIN');
    await api.sql('SELECT 1 FROM conversations WHERE id = $1 FOR UPDATE', [conversation.id]);
    telegram.userReacts(person.id, onTelegram, { emojis: ['👍'] });
    // Somebody waits for what this connection holds.
    await eventually(async () => { expect(await api.sql(`SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))`)).not.toHaveLength(0); });
    await api.sql(`UPDATE messages SET deleted_at = now(), text = '', html = NULL WHERE id = $1`, [message.id]);
    await api.sql('COMMIT');

    await eventually(async () => {
      const [row] = await api.sql<{ text: string; deleted: boolean; reactions: unknown[] }>(`SELECT text, deleted_at IS NOT NULL AS deleted, reactions FROM messages WHERE id = $1`, [message.id]);
      expect(row?.reactions).toHaveLength(1);
      expect(row).toMatchObject({ text: '', deleted: true });
    });
  });

  it('answers over REST what a closed socket missed', async () => {
    const { lastSeq } = await owner.client.get<FeedPage>('/events?after=0&limit=500').then(async (page) => (page.hasMore ? owner.client.get<FeedPage>(`/events?after=${page.lastSeq}&limit=500`) : page));
    await write('While away');
    const missed = await owner.client.get<FeedPage>(`/events?after=${lastSeq}`);
    expect(missed.items.some((event) => event.type === 'message.created' && event.message.text === 'While away')).toBe(true);
    const numbers = missed.items.map((event) => event.workspaceSeq);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  anyQueue('counts what the lists show', async () => {
    const counts = await owner.client.get<{ views: { all: number; unassigned: number; mine: number } }>('/conversations/counts');
    const list = async (view: string) => (await owner.client.get<Page<ConversationView>>(`/conversations?view=${view}&limit=100`)).items.length;
    expect(counts.views).toMatchObject({ all: await list('all'), unassigned: await list('unassigned'), mine: await list('mine') });
  });

  it('keeps the chain of history whole', async () => {
    await eventually(async () => { expect(await api.sql(`SELECT 1 FROM events WHERE seq IS NULL`)).toEqual([]); });
    const rows = await api.sql<{ seq: string; previous_hash: string; hash: string }>(`SELECT seq, previous_hash, hash FROM events ORDER BY seq`);
    rows.forEach((row, index) => {
      expect(Number(row.seq)).toBe(index + 1);
      expect(row.previous_hash).toBe(rows[index - 1]?.hash ?? '');
    });
    await expect(api.sql(`UPDATE events SET type = 'forged' WHERE seq = 1`)).rejects.toThrow('append-only');
    await expect(api.sql(`DELETE FROM events WHERE seq = 1`)).rejects.toThrow('append-only');
  });
});
