import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { ContactView, ConversationView, Posted } from '@kontuar/contract';
import { ConnectorError } from '@kontuar/connectors/contract';
import { Files } from '@kontuar/platform';
import sharp from 'sharp';
import { backends } from '../support/backends';
import { eventually } from '../support/eventually';
import { NetworkStage, post } from '../support/network';

describe.each(backends)('public threads, with the queue on $backend', ({ redis, anyQueue }) => {
  let stage: NetworkStage;
  beforeAll(async () => { stage = await NetworkStage.open({ redis }); });
  afterAll(() => stage.close());
  afterEach(() => { stage.network.answers.send = (message) => Promise.resolve({ externalId: `sent-${message.messageId}` }); });

  const client = () => stage.owner.client;
  const answer = (conversation: { id: string }, text: string, more: object = {}) => client().post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: text, text, sendNow: true, ...more });
  const sentAs = (text: string) => eventually(() => {
    const found = stage.network.sent.find((message) => message.text === text);
    expect(found).toBeDefined();
    return found as NonNullable<typeof found>;
  });

  it('stands below its post, which is filled in when more is known of it', async () => {
    await stage.tell(stage.comment('Anna', 'How much?', { post: { externalId: 'ad-1', kind: 'post' }, thread: { key: 'ad-1:Anna' } }));
    const before = await stage.conversation('Anna');
    expect(before).toMatchObject({ visibility: 'public', hasPublic: true, hasPrivate: false, window: null, post: { externalId: 'ad-1', kind: 'post', text: null }, privateReply: { possible: true, used: false } });
    await stage.tell(stage.comment('Bruno', 'Nice', { post: { externalId: 'ad-1', kind: 'ad', title: 'Sale', attachments: [{ key: 'p', name: 'mug.png', contentType: 'image/png', content: Buffer.from('x') }] }, thread: { key: 'ad-1:Bruno' } }));
    await eventually(async () => {
      const after = await client().get<ConversationView>(`/conversations/${before.id}`);
      expect(after).toMatchObject({ post: { kind: 'ad', title: 'Sale' } });
      expect(after.post?.pictures).toHaveLength(1);
      expect(after.version).toBeGreaterThan(before.version);
    });
  });

  it('is answered in public below the comment, within what comments take, and the answer of a colleague elsewhere joins it', async () => {
    await stage.tell({ ...stage.comment('Celina', 'Do you ship?'), extra: { quoteToken: 'q-1' } });
    const conversation = await stage.conversation('Celina');
    expect(await client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'long', text: 'x'.repeat(101) })).toMatchObject({ code: 'text-too-long' });
    await answer(conversation, 'We do');
    expect(await sentAs('We do')).toMatchObject({ visibility: 'public', replyToExternalId: 'Celina: Do you ship?', replyToExtra: { quoteToken: 'q-1' }, postExternalId: 'post-1', threadKey: 'post-1:Celina' });
    await stage.tell({ ...stage.comment('shop', 'Also abroad'), echo: true, thread: { references: ['Celina: Do you ship?'] } });
    expect((await stage.thread(conversation)).filter((message) => message.kind === 'message').map((message) => [message.text, message.visibility, message.direction])).toEqual([['Do you ship?', 'public', 'in'], ['We do', 'public', 'out'], ['Also abroad', 'public', 'out']]);
    const about = await stage.tell({ ...stage.comment('shop', 'To nobody here'), echo: true, thread: { references: ['unknown'] } });
    expect(await stage.api.sql('SELECT state FROM deliveries WHERE external_id = $1', [about])).toEqual([{ state: 'ignored' }]);
    expect(await stage.conversations('shop')).toEqual([]);
  });

  anyQueue('goes on in private in the same conversation under the same owner, once for each comment', async () => {
    await stage.tell(stage.comment('Dorota', 'My order is late'));
    const conversation = await stage.conversation('Dorota');
    stage.network.answers.send = (message) => Promise.resolve({ externalId: `sent-${message.messageId}`, threadKey: 'dm:Dorota' });
    await answer(conversation, 'Write to us here', { visibility: 'private' });
    const sent = await sentAs('Write to us here');
    expect(sent).toMatchObject({ visibility: 'private', replyToExternalId: 'Dorota: My order is late', postExternalId: 'post-1' });
    expect(sent.threadKey).toBeUndefined();
    await stage.message(conversation, (message) => message.event?.type === 'private-thread', {});
    expect(await client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'again', text: 'And again', visibility: 'private' })).toMatchObject({ status: 409, code: 'private-reply-used' });
    expect(await client().get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ privateReply: { possible: false, used: true }, hasPrivate: true, window: { closesAt: null, state: 'closed' } });

    await stage.tell(stage.privately('Dorota', 'Order 77'));
    const on = await stage.conversation('Dorota');
    expect(on).toMatchObject({ id: conversation.id, assigneeId: stage.owner.memberId, visibility: 'private', hasPublic: true, hasPrivate: true, window: { state: 'open' } });
    await answer(on, 'Found it');
    expect(await sentAs('Found it')).toMatchObject({ visibility: 'private', threadKey: 'dm:Dorota', to: { id: 'Dorota' } });
    // Read in private; what was said in public is not touched by it.
    await answer(on, 'In public too', { visibility: 'public' });
    expect(await sentAs('In public too')).toMatchObject({ visibility: 'public', threadKey: 'post-1:Dorota', replyToExternalId: 'Dorota: My order is late' });
    await stage.message(on, (message) => message.text === 'In public too', { status: 'sent' });
    await stage.tell({ kind: 'receipt', threadKey: 'dm:Dorota', at: new Date(Date.now() + 1000).toISOString(), status: 'read' });
    await stage.message(on, (message) => message.text === 'Found it', { status: 'read' });
    await stage.message(on, (message) => message.text === 'In public too', { status: 'sent' });
  });

  anyQueue('takes a private thread over from an older conversation, and both say so', async () => {
    await stage.tell(stage.privately('Edyta', 'Long ago'));
    const older = await stage.conversation('Edyta');
    await stage.tell(stage.comment('Edyta', 'And in public'));
    const conversation = (await stage.conversations('Edyta')).find((one) => one.id !== older.id) as ConversationView;
    stage.network.answers.send = (message) => Promise.resolve({ externalId: `sent-${message.messageId}`, threadKey: 'dm:Edyta' });
    await answer(conversation, 'Privately now', { visibility: 'private' });
    await stage.message(conversation, (message) => message.event?.type === 'private-thread', { event: { data: { conversationId: older.id } } });
    await stage.message(older, (message) => message.event?.type === 'continued-in', { event: { data: { conversationId: conversation.id } } });
    await stage.tell(stage.privately('Edyta', 'Here I am'));
    await stage.message(conversation, (message) => message.text === 'Here I am', { visibility: 'private' });
  });

  anyQueue('lets the private thread go on by itself when the conversation was resolved long ago', async () => {
    await stage.tell(stage.comment('Feliks', 'Public words'));
    const conversation = await stage.conversation('Feliks');
    stage.network.answers.send = (message) => Promise.resolve({ externalId: `sent-${message.messageId}`, threadKey: 'dm:Feliks' });
    await answer(conversation, 'Privately, Feliks', { visibility: 'private' });
    await stage.message(conversation, (message) => message.event?.type === 'private-thread', {});
    await stage.api.sql(`UPDATE conversations SET state = 'resolved', resolved_at = now() - interval '1 year' WHERE id = $1`, [conversation.id]);
    await stage.tell(stage.privately('Feliks', 'After a year'));
    const next = (await stage.conversations('Feliks')).find((one) => one.id !== conversation.id);
    expect(next).toMatchObject({ previousId: conversation.id, visibility: 'private', post: null });
    await stage.tell(stage.comment('Feliks', 'In public after a year'));
    expect((await stage.conversations('Feliks')).map((one) => one.previousId).sort()).toEqual([conversation.id, conversation.id, null].sort());
  });

  anyQueue('says before and right before the send that a window closed, and lets a person answer late', async () => {
    await stage.tell(stage.privately('Grażyna', 'Hello'));
    const conversation = await stage.conversation('Grażyna');
    expect(conversation).toMatchObject({ window: { state: 'open' }, privateReply: null });
    const back = (hours: number) => stage.api.sql(`UPDATE conversations SET last_inbound_at = now() - make_interval(hours => $2) WHERE id = $1`, [conversation.id, hours]);
    await back(30);
    expect(await client().get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ window: { state: 'late' } });
    await answer(conversation, 'Late, by a person');
    await sentAs('Late, by a person');
    await answer(conversation, 'Scheduled', { sendAt: new Date(Date.now() + 2500).toISOString(), sendNow: false });
    await back(200);
    const failed = await stage.message(conversation, (message) => message.text === 'Scheduled', { status: 'failed', failure: { code: 'window-closed' } });
    expect(failed.failure?.detail).toMatch(/within 168 hours.*ended on \d{4}-\d\d-\d\d/);
    expect(stage.network.sent.some((message) => message.text === 'Scheduled')).toBe(false);
    const refusal = await client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'closed', text: 'Too late' });
    expect(refusal).toMatchObject({ status: 409, code: 'window-closed', closedAt: expect.stringMatching(/Z$/) as string });
  });

  anyQueue('refuses a private reply to a comment that is too old', async () => {
    await stage.tell(stage.comment('Halina', 'Old comment', { at: new Date(Date.now() - 8 * 86_400_000).toISOString() }));
    const conversation = await stage.conversation('Halina');
    expect(conversation.privateReply).toMatchObject({ possible: false, used: false });
    expect(await client().refused('POST', `/conversations/${conversation.id}/messages`, { clientId: 'old', text: 'Hi', visibility: 'private' })).toMatchObject({ status: 409, code: 'private-reply-too-late' });
  });

  anyQueue('gives the private reply free again when the platform refused it', async () => {
    await stage.tell(stage.comment('Irena', 'Please write'));
    const conversation = await stage.conversation('Irena');
    stage.network.answers.send = () => Promise.reject(new ConnectorError('rejected', 'They take no messages', { reason: 'blocked-by-user' }));
    await answer(conversation, 'Refused privately', { visibility: 'private' });
    await stage.message(conversation, (message) => message.text === 'Refused privately', { status: 'failed' });
    expect(await client().get<ConversationView>(`/conversations/${conversation.id}`)).toMatchObject({ privateReply: { possible: true, used: false } });
  });

  anyQueue('opens a resolved review again when its stars change, also when the words stay', async () => {
    const review = stage.comment('Jan', 'Good', { externalId: 'review-1', rating: { stars: 4, of: 5 }, thread: { key: 'review-1' }, post: { ...post, externalId: 'listing', kind: 'listing' } });
    await stage.tell(review);
    const conversation = await stage.conversation('Jan');
    expect(conversation.rating).toEqual({ stars: 4, of: 5 });
    await stage.message(conversation, (message) => message.text === 'Good', { rating: { stars: 4, of: 5 } });
    await client().patch(`/conversations/${conversation.id}`, { state: 'resolved' });
    const changedAt = new Date().toISOString();
    await stage.tell(review, { kind: 'edit', externalId: 'review-1', at: changedAt, text: 'Good', rating: { stars: 1, of: 5 }, reopens: true });
    expect(await stage.conversation('Jan')).toMatchObject({ id: conversation.id, state: 'open', rating: { stars: 1, of: 5 }, waitingSince: expect.any(String) as string });
    await stage.message(conversation, (message) => message.event?.type === 'rating-changed', { event: { data: { from: { stars: 4 }, to: { stars: 1 } } } });
    await stage.message(conversation, (message) => message.text === 'Good', { rating: { stars: 1, of: 5 } });
    await client().patch(`/conversations/${conversation.id}`, { state: 'resolved' });
    // The same edit, told once more by a poll.
    await stage.tell(review, { kind: 'edit', externalId: 'review-1', at: changedAt, text: 'Good', rating: { stars: 1, of: 5 }, reopens: true }, { kind: 'reaction', externalId: 'review-1', at: changedAt, from: { id: 'x' }, emojis: [] });
    expect(await stage.conversation('Jan')).toMatchObject({ state: 'resolved' });
  });

  anyQueue('shows the stars of a review in lists as they stand: also when they change alone, and none when it is gone', async () => {
    const review = stage.comment('Hela', 'Fine', { externalId: 'review-2', rating: { stars: 3, of: 5 }, thread: { key: 'review-2' } });
    const later = new Date(Date.now() + 1000).toISOString();
    // Told before the review itself, as webhooks out of order do.
    await stage.tell({ kind: 'edit', externalId: 'review-2', at: later, text: 'Fine', rating: { stars: 5, of: 5 } }, review);
    const before = await stage.conversation('Hela');
    expect(before).toMatchObject({ rating: { stars: 5, of: 5 } });
    await stage.tell({ kind: 'edit', externalId: 'review-2', at: new Date(Date.now() + 2000).toISOString(), text: 'Fine', rating: { stars: 2, of: 5 } });
    const after = await stage.conversation('Hela');
    expect(after.rating).toEqual({ stars: 2, of: 5 });
    expect(after.version).toBeGreaterThan(before.version);
    await stage.tell({ kind: 'deletion', externalId: 'review-2', at: new Date().toISOString() });
    expect((await stage.conversation('Hela')).rating).toBeNull();
    await stage.tell(stage.comment('Hela', 'A comment'));
    expect((await stage.conversations('Hela')).map((one) => one.rating)).toEqual([null, null]);
  });

  anyQueue('knows people again by any of their ids, and joins two only when the platform says that they are one', async () => {
    await stage.tell(stage.privately('Kasia', 'By user id', { from: { id: 'user-9', name: 'Kasia', aliases: ['+48111'], phone: '+48111' }, thread: { key: 'k1' } }));
    await stage.tell(stage.privately('Kasia', 'By phone', { from: { id: '+48111', name: 'Kasia' }, thread: { key: 'k2' } }));
    expect(new Set((await stage.conversations('Kasia')).map((one) => one.contact.id)).size).toBe(1);
    await stage.tell({ kind: 'identity', at: new Date().toISOString(), from: { id: 'user-10' }, previousId: 'user-9' });
    await stage.tell(stage.privately('Kasia', 'By new id', { from: { id: 'user-10', name: 'Kasia' }, thread: { key: 'k3' } }));
    expect(new Set((await stage.conversations('Kasia')).map((one) => one.contact.id)).size).toBe(1);

    await stage.tell(stage.privately('Lena', 'One', { from: { id: 'lena-1', name: 'Lena' }, thread: { key: 'l1' } }), stage.privately('Lena', 'Two', { from: { id: 'lena-2', name: 'Lena' }, thread: { key: 'l2' } }));
    expect(new Set((await stage.conversations('Lena')).map((one) => one.contact.id)).size).toBe(2);
    await stage.tell({ kind: 'identity', at: new Date().toISOString(), from: { id: 'lena-2' }, previousId: 'lena-1' });
    const joined = await stage.conversations('Lena');
    expect(new Set(joined.map((one) => one.contact.id)).size).toBe(1);
    const [merge] = await stage.api.sql<{ id: string; merged_by: string | null }>('SELECT id, merged_by FROM contact_merges WHERE contact_id = $1', [joined[0]?.contact.id]);
    expect(merge?.merged_by).toBeNull();
    await client().post(`/merges/${merge?.id}/undo`);
    expect(new Set((await stage.conversations('Lena')).map((one) => one.contact.id)).size).toBe(2);
  });

  it('asks who somebody is that has only an id, and shows the message meanwhile', async () => {
    let tell: (name: string) => void = () => undefined;
    stage.network.answers.profile = (party) => new Promise((resolve) => { tell = (name) => { resolve({ id: party.id, name, handle: '@magda', avatarRef: 'face' }); }; });
    stage.network.answers.download = async () => Readable.from(await sharp({ create: { width: 40, height: 40, channels: 3, background: 'teal' } }).png().toBuffer());
    await stage.tell(stage.privately('nameless-1', 'Who am I?', { from: { id: 'nameless-1' } }));
    const before = await stage.conversation('nameless-1');
    await eventually(() => { expect(stage.network.asked).toContain('profile nameless-1'); });
    tell('Magda');
    await eventually(async () => {
      expect(await client().get<ConversationView>(`/conversations/${before.id}`)).toMatchObject({ contact: { name: 'Magda' }, preview: { authorName: 'Magda' } });
      expect((await stage.thread(before))[0]).toMatchObject({ author: { name: 'Magda' } });
    });
    expect(await client().get<ContactView>(`/contacts/${before.contact.id}`)).toMatchObject({ name: 'Magda', identities: [{ handle: '@magda' }] });
    await eventually(async () => {
      const { contact } = await client().get<ConversationView>(`/conversations/${before.id}`);
      expect((await client().send('GET', (contact.avatarUrl ?? '').replace('/api/v1', ''))).headers.get('content-type')).toBe('image/webp');
    });
  });

  anyQueue('fetches the picture that a platform offers of somebody with a name, again when it changed, and leaves nothing of it behind', async () => {
    const picture = (colour: string) => sharp({ create: { width: 40, height: 40, channels: 3, background: colour } }).png().toBuffer();
    const fetched: string[] = [];
    stage.network.answers.download = async (ref) => {
      fetched.push(ref);
      if (fetched.length === 1) throw new ConnectorError('unavailable', 'Later.');
      if (ref === 'gone') throw new ConnectorError('rejected', 'They took it down.');
      return Readable.from(await picture(ref));
    };
    const write = (text: string, avatarRef: string, id = 'Faustyna') => stage.tell(stage.privately(id, text, { from: { id, name: id, avatarRef }, thread: { key: `faces-${id}` } }));
    const urlOf = async (conversation: { id: string }) => (await client().get<ConversationView>(`/conversations/${conversation.id}`)).contact.avatarUrl;
    const asked = stage.network.asked.length;
    await write('Here I am', 'teal');
    const conversation = await stage.conversation('Faustyna');
    await eventually(async () => { expect(await urlOf(conversation)).toMatch(/avatar\?v=/); }, 30_000);
    const first = await urlOf(conversation) ?? '';
    expect((await client().get<ContactView>(`/contacts/${conversation.contact.id}`)).avatarUrl).toBe(first);
    expect((await client().send('GET', first.replace('/api/v1', ''))).headers.get('content-type')).toBe('image/webp');
    // Their name was given: nobody is asked for it.
    expect(stage.network.asked.slice(asked)).not.toContain('profile Faustyna');
    // The same address of the picture is not fetched at every message.
    await write('And again', 'teal');
    expect(fetched).toEqual(['teal', 'teal']);

    const files = stage.api.app.get(Files);
    const keyNow = async () => (await stage.api.sql<{ avatar_key: string }>('SELECT avatar_key FROM contacts WHERE id = $1', [conversation.contact.id]))[0]?.avatar_key ?? '';
    const keys = [await keyNow()];
    expect(await files.size(keys[0] as string)).toBeGreaterThan(0);
    const aged = () => stage.api.sql(`UPDATE identities SET pictured_at = now() - interval '2 days' WHERE external_id = 'Faustyna'`);
    await aged();
    await write('With a new picture', 'maroon');
    await eventually(async () => { expect(await urlOf(conversation)).not.toBe(first); });
    await eventually(async () => { expect(await stage.api.sql('SELECT 1 FROM identities WHERE profile_due_at IS NOT NULL')).toEqual([]); });

    keys.push(await keyNow());
    expect(new Set(keys).size).toBe(2);
    // Joined with somebody without a picture, it is theirs too; taken apart, it goes back.
    await stage.tell(stage.privately('Faustyna B.', 'By the other account', { thread: { key: 'faces-b' } }));
    const other = await stage.conversation('Faustyna B.');
    const { mergeId } = await client().post<{ mergeId: string }>(`/contacts/${other.contact.id}/merge`, { otherId: conversation.contact.id });
    expect((await client().get<ContactView>(`/contacts/${other.contact.id}`)).avatarUrl).not.toBeNull();
    await client().post(`/merges/${mergeId}/undo`);
    expect((await client().get<ContactView>(`/contacts/${other.contact.id}`)).avatarUrl).toBeNull();
    expect(await urlOf(conversation)).not.toBeNull();

    await aged();
    await write('Without one', 'gone');
    await eventually(async () => { expect(await urlOf(conversation)).toBeNull(); });
    await eventually(async () => { for (const key of keys) expect(await files.size(key)).toBeUndefined(); }, 30_000);
    await eventually(async () => { expect(await stage.api.sql('SELECT key FROM forgotten_pictures')).toEqual([]); });
  }, 60_000);

  it('fetches what was only pointed at, tries again, and shows what cannot be had', async () => {
    let tries = 0;
    stage.network.answers.lookup = (ref) => {
      tries += 1;
      if (ref === 'gone') return Promise.reject(new ConnectorError('rejected', 'It is gone.'));
      if (tries === 1) return Promise.reject(new ConnectorError('unavailable', 'Later.'));
      return Promise.resolve([{ externalId: `looked-${ref}`, contentType: 'application/json', body: Buffer.from(JSON.stringify([stage.privately('Nina', 'Fetched')])) }]);
    };
    await stage.tell({ kind: 'pointer', ref: 'there' });
    await eventually(async () => { expect(await stage.conversations('Nina')).toHaveLength(1); }, 20_000);
    const about = await stage.tell({ kind: 'pointer', ref: 'gone' });
    await eventually(async () => { expect(await stage.api.sql('SELECT state, error FROM deliveries WHERE external_id = $1', [about])).toEqual([{ state: 'dead', error: 'It is gone.' }]); });
    expect(await stage.api.sql('SELECT ref FROM lookups')).toEqual([]);
  });

  anyQueue('takes an echo that carries our own id for the proof that an uncertain answer arrived', async () => {
    await stage.tell(stage.privately('Ola', 'Are you there?'));
    const conversation = await stage.conversation('Ola');
    stage.network.answers.send = () => Promise.reject(new ConnectorError('ambiguous', 'No answer in time'));
    const { message } = await answer(conversation, 'Perhaps');
    await stage.message(conversation, (one) => one.id === message.id, { status: 'unknown' });
    await stage.tell({ ...stage.privately('shop', 'Perhaps'), externalId: 'theirs-1', echo: true, messageId: message.id, thread: { key: 'dm:Ola' } });
    await stage.message(conversation, (one) => one.id === message.id, { status: 'sent', failure: null });
    await stage.tell({ kind: 'receipt', externalId: 'theirs-1', at: new Date().toISOString(), status: 'read' });
    await stage.message(conversation, (one) => one.id === message.id, { status: 'read' });
    expect((await stage.thread(conversation)).filter((one) => one.text === 'Perhaps')).toHaveLength(1);

    // The proof overtakes the doubt.
    let doubt: () => void = () => undefined;
    stage.network.answers.send = () => new Promise((_, reject) => { doubt = () => { reject(new ConnectorError('ambiguous', 'No answer in time')); }; });
    const { message: second } = await answer(conversation, 'Surely');
    await stage.message(conversation, (one) => one.id === second.id, { status: 'sending' });
    await stage.tell({ kind: 'receipt', messageId: second.id, externalId: 'theirs-2', at: new Date().toISOString(), status: 'sent' });
    doubt();
    await setTimeout(300);
    await stage.message(conversation, (one) => one.id === second.id, { status: 'sent' });
  });
});
