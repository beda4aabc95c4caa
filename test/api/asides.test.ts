import { allConnectors } from '@kontuar/connectors';
import type { AsideBook, AsideChange, AsideList, AsideThread, AttachmentView, ChannelView, ConversationView, Page, SearchResult } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { channelSettings } from '../support/mail/channel-settings';
import { startMailServer, type MailServer } from '../support/mail/mail-server';

let api: TestApi;
let mail: MailServer;
let owner: Person;
let agent: Person;
let support: ChannelView;
let office: ChannelView;
const jan = 'jan@supplier.test';

beforeAll(async () => {
  [api, mail] = await Promise.all([startTestApi({ connectors: allConnectors.filter(({ id }) => id === 'email'), worker: true }), startMailServer({ domains: ['acme.test', 'customer.test', 'supplier.test'] })]);
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent', { name: 'Zofia' });
  const channel = (address: string) => owner.client.post<ChannelView>('/channels', { connectorId: 'email', name: address, settings: channelSettings(mail, mail.addUser(address), { aliases: [`old-${address}`], checkedBy: 'mx.acme.test' }) });
  support = await channel('support@acme.test');
  office = await channel('office@acme.test');
  for (const address of ['anna@customer.test', jan, 'ewa@supplier.test', 'thief@customer.test']) mail.addUser(address);
}, 60_000);
afterAll(async () => {
  await api.stop();
  await mail.stop();
});

const header = (raw: string, name: string): string => new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)$`, 'im').exec(raw.split(/\r?\n\r?\n/)[0] ?? '')?.[1]?.replace(/\s+/g, ' ').trim() ?? '';
const all = async () => (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items;
const view = (id: string) => owner.client.get<ConversationView>(`/conversations/${id}`);
const thread = (id: string) => owner.client.get<AsideThread>(`/asides/${id}`);
let made = 0;

/** Anna writes to support; answers her conversation. */
async function question(subject: string): Promise<ConversationView> {
  made += 1;
  await mail.deliver(['From: Anna <anna@customer.test>', 'To: support@acme.test', `Subject: ${subject}`, `Message-ID: <question-${made}@customer.test>`, '', `Where is it (${subject})?`].join('\n'), { to: 'support@acme.test', from: 'anna@customer.test' });
  return eventually(async () => {
    const found = (await all()).find((one) => one.subject === subject);
    if (found === undefined) throw new Error('not yet');
    return found;
  }, 20_000);
}

async function ask(conversation: ConversationView, more: object = {}): Promise<AsideChange> {
  made += 1;
  return owner.client.post<AsideChange>(`/conversations/${conversation.id}/asides`, { clientId: `ask-${made}`, channelId: support.id, to: [{ address: jan, name: 'Jan' }], subject: `Stock ${made}`, text: 'When can you deliver?', sendNow: true, ...more });
}

/** The mail of a side conversation as somebody got it. */
const got = (address: string, subject: string): Promise<string> => eventually(async () => {
  const found = (await mail.mails(address)).findLast(({ raw }) => header(raw, 'Subject').endsWith(subject));
  if (found === undefined) throw new Error(`${address} has no mail “${subject}”`);
  return found.raw;
}, 20_000);

interface Reply { from?: string; to?: string[]; text?: string; subject?: string; id?: string; headers?: string[] }
async function reply(raw: string, { from = jan, to = ['support@acme.test'], text = 'On Friday.', subject, id, headers = [] }: Reply = {}): Promise<string> {
  made += 1;
  const messageId = id ?? `<reply-${made}@supplier.test>`;
  const references = header(raw, 'Message-ID');
  await mail.deliver([`From: ${from}`, `To: ${to.join(', ')}`, `Subject: ${subject ?? `Re: ${header(raw, 'Subject')}`}`, `Message-ID: ${messageId}`, ...(references === '' ? [] : [`In-Reply-To: ${references}`, `References: ${references}`]), ...headers, '', text].join('\n'), { to, from });
  return messageId;
}
const state = (id: string, expected: string) => eventually(async () => { expect((await thread(id)).aside.state).toBe(expected); }, 20_000);

it('asks a supplier beside the conversation, and brings the answer back into it and nowhere else', async () => {
  const conversation = await question('Sofa');
  await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: agent.memberId });
  const messages = (await owner.client.get<{ items: { id: string; kind: string }[] }>(`/conversations/${conversation.id}/messages`)).items.filter(({ kind }) => kind === 'message');
  const { aside, conversation: after } = await ask(conversation, { messageIds: [messages[0]?.id], subject: 'Sofa in stock?' });
  expect(after.asides).toMatchObject({ ours: 0, theirs: 1, done: 0 });
  const raw = await got(jan, 'Sofa in stock?');
  expect(raw).toContain('When can you deliver?');
  expect(raw).toContain('> Where is it (Sofa)?');
  expect(raw).not.toContain('anna@customer.test');
  const before = (await all()).length;
  await agent.client.put(`/conversations/${conversation.id}/read`, { seq: 1000 });
  await agent.client.patch(`/conversations/${conversation.id}`, { state: 'resolved' });

  await reply(raw, { text: 'Three of them, on Friday.' });
  await state(aside.id, 'ours');
  expect((await thread(aside.id)).messages).toMatchObject([{ direction: 'out', sender: 'ours', status: 'sent' }, { direction: 'in', sender: 'participant', author: { address: jan }, text: 'Three of them, on Friday.' }]);
  expect((await all()).length).toBe(before);
  // It is work again for whoever leads it, and a line says why.
  const now = await view(conversation.id);
  expect(now).toMatchObject({ state: 'open', assigneeId: agent.memberId, asides: { ours: 1 } });
  expect(now.lastSeq).toBeGreaterThan(now.readSeq);
  const line = (await owner.client.get<{ items: { event: { type: string; data: object } | null }[] }>(`/conversations/${conversation.id}/messages?limit=100`)).items.find(({ event }) => event?.type === 'aside-answered');
  expect(line?.event?.data).toMatchObject({ asideId: aside.id, sender: 'participant' });
  expect(JSON.stringify(line)).not.toContain('Three of them');
  expect(await api.sql(`SELECT data->'memberIds' AS to FROM events WHERE type = 'notification' AND data->>'kind' = 'aside-answered' AND conversation_id = $1`, [conversation.id])).toEqual([{ to: [agent.memberId] }]);

  // The customer got nothing of all this.
  expect(await mail.mails('anna@customer.test')).toEqual([]);
  // Found by what was said, and by its place in filters.
  const found = await owner.client.get<SearchResult>('/search?q=Friday');
  expect(found.hits).toMatchObject([{ conversation: { id: conversation.id }, asideId: aside.id }]);
  const filtered = await owner.client.post<Page<ConversationView>>('/conversations/find', { filter: { by: 'asides', is: 'any', of: ['ours'] } });
  expect(filtered.items.map(({ id }) => id)).toContain(conversation.id);

  // Read and answered in the same mail thread.
  await agent.client.post(`/asides/${aside.id}/read`, {});
  await agent.client.post(`/asides/${aside.id}/messages`, { clientId: 'thanks', text: 'We take one.', sendNow: true });
  const second = await eventually(async () => {
    const mails = await mail.mails(jan);
    expect(mails.length).toBeGreaterThan(1);
    return mails.at(-1)?.raw ?? '';
  }, 20_000);
  expect(header(second, 'References')).toContain(header(raw, 'Message-ID'));
  expect(header(second, 'Subject')).toBe('Re: Sofa in stock?');
  await state(aside.id, 'theirs');
});

it('lets no mail in without our token, and says of those who have it who they are', async () => {
  const { aside } = await ask(await question('Lamp'), { subject: 'Lamp in stock?' });
  const raw = await got(jan, 'Lamp in stock?');
  await state(aside.id, 'theirs');
  // The same subject, the same sender, and an id that only looks like ours.
  await reply('', { subject: 'Re: Lamp in stock?', text: 'By subject alone', id: '<by-subject@supplier.test>' });
  const forged = header(raw, 'Message-ID').replace(/-[a-z2-7]{16}\+/, '-aaaaaaaaaaaaaaaa+');
  await reply(`Message-ID: ${forged}\nSubject: Lamp in stock?\n\n`, { text: 'By a token of my own making', id: '<by-guess@supplier.test>' });
  await eventually(async () => { expect((await all()).map(({ preview }) => preview.text)).toEqual(expect.arrayContaining(['By a token of my own making', 'By subject alone'])); }, 20_000);
  expect((await thread(aside.id)).messages).toHaveLength(1);

  await reply(raw, { from: 'thief@customer.test', text: 'It was passed on to me' });
  await reply(raw, { text: 'My own server disowns me', headers: ['Authentication-Results: mx.acme.test; dmarc=fail header.from=supplier.test'].reverse() });
  await reply(raw, { text: 'Said by nobody whom we believe', headers: ['Authentication-Results: mx.evil.test; dmarc=fail header.from=supplier.test'] });
  await eventually(async () => {
    expect(Object.fromEntries((await thread(aside.id)).messages.slice(1).map(({ text, sender }) => [text, sender]))).toEqual({
      'It was passed on to me': 'stranger', 'My own server disowns me': 'doubtful', 'Said by nobody whom we believe': 'participant',
    });
  }, 20_000);
});

it('keeps one mail that reaches two of our mailboxes once, and makes no conversation of it', async () => {
  const { aside } = await ask(await question('Chair'), { to: [{ address: jan }, { address: 'ewa@supplier.test' }], subject: 'Chair in stock?' });
  const [raw] = await Promise.all([got(jan, 'Chair in stock?'), got('ewa@supplier.test', 'Chair in stock?')]);
  expect(header(raw, 'To')).toMatch(/jan@supplier\.test.*ewa@supplier\.test/);
  const before = (await all()).length;
  await reply(raw, { from: 'ewa@supplier.test', to: ['support@acme.test', 'office@acme.test'], text: 'Two of them.' });
  await eventually(async () => { expect(await api.sql(`SELECT state FROM deliveries WHERE external_id LIKE $1`, [`<reply-${made}@supplier.test>%`])).toEqual([{ state: 'done' }, { state: 'done' }]); }, 20_000);
  expect((await thread(aside.id)).messages.map(({ text }) => text)).toEqual(['When can you deliver?', 'Two of them.']);
  // Our own mail, copied into a mailbox of ours by whoever: not a question, and no loop.
  await mail.deliver(raw, { to: 'office@acme.test', from: 'support@acme.test' });
  await eventually(async () => { expect(await api.sql(`SELECT error FROM deliveries WHERE channel_id = $1 AND state = 'ignored'`, [office.id])).toEqual([{ error: 'one of our own mails, which came back to us' }]); }, 20_000);
  expect((await all()).length).toBe(before);
});

it('refuses the customer and our own addresses as people to write to', async () => {
  const conversation = await question('Table');
  const refused = (to: string) => owner.client.refused('POST', `/conversations/${conversation.id}/asides`, { clientId: to, channelId: support.id, to: [{ address: to }], subject: 'x', text: 'x' });
  expect(await refused('Anna@customer.test')).toMatchObject({ status: 400, code: 'aside-to-customer' });
  for (const ours of ['office@acme.test', 'old-support@acme.test', 'office+anything@acme.test']) expect(await refused(ours)).toMatchObject({ status: 400, code: 'aside-to-ourselves' });
  expect((await view(conversation.id)).asides).toBeNull();
});

it('shows a mail that was refused or came back at that mail, and gives it back to who wrote it', async () => {
  const conversation = await question('Bed');
  const refused = await ask(conversation, { to: [{ address: 'unknown1@supplier.test' }], subject: 'Refused' });
  await eventually(async () => { expect((await thread(refused.aside.id)).messages[0]).toMatchObject({ status: 'failed', failure: { code: 'unknown-recipient' } }); }, 20_000);
  // Accepted, then returned by the server.
  const bounced = await ask(conversation, { to: [{ address: 'nobody@supplier.test' }], subject: 'Bounced' });
  await eventually(async () => {
    const { aside, messages } = await thread(bounced.aside.id);
    expect(aside).toMatchObject({ state: 'ours', preview: { failed: true } });
    expect(messages).toMatchObject([{ status: 'failed', failure: { detail: expect.stringContaining('nobody@supplier.test') as string } }, { sender: 'machine', automatic: 'bounce' }]);
  }, 30_000);
  const partly = await ask(conversation, { to: [{ address: jan }, { address: 'nobody2@supplier.test' }], subject: 'Partly' });
  await eventually(async () => { expect((await thread(partly.aside.id)).messages[0]).toMatchObject({ status: 'sent', failure: { detail: expect.stringContaining('nobody2@supplier.test') as string } }); }, 30_000);
  expect((await view(conversation.id)).asides).toMatchObject({ ours: 3 });
  expect((await all()).filter(({ subject }) => /undeliver|returned|bounced|partly/i.test(subject ?? ''))).toEqual([]);
  // Sent again once the address is known.
  mail.addUser('nobody@supplier.test');
  await owner.client.post(`/aside-messages/${(await thread(bounced.aside.id)).messages[0]?.id}/retry`, {});
  expect(await got('nobody@supplier.test', 'Bounced')).toContain('When can you deliver?');
});

it('takes no absence notice for an answer, and thanks for nothing to do; a late answer opens it again', async () => {
  const { aside } = await ask(await question('Shelf'), { subject: 'Shelf in stock?' });
  const raw = await got(jan, 'Shelf in stock?');
  await reply(raw, { text: 'I am away until Monday.', subject: 'Automatic reply: Shelf', headers: ['Auto-Submitted: auto-replied'] });
  await eventually(async () => { expect((await thread(aside.id)).messages[1]).toMatchObject({ automatic: 'auto-reply' }); }, 20_000);
  expect((await thread(aside.id)).aside).toMatchObject({ state: 'theirs', unread: false });
  await owner.client.patch(`/asides/${aside.id}`, { state: 'done' });
  await reply(raw, { text: 'Thank you!' });
  await eventually(async () => { expect((await thread(aside.id)).messages).toHaveLength(3); }, 20_000);
  expect((await thread(aside.id)).aside.state).toBe('done');
  await reply(raw, { text: 'There is one left after all.' });
  await state(aside.id, 'ours');
  // We wrote once; machines and thanks got nothing back.
  expect((await mail.mails(jan)).filter((one) => header(one.raw, 'Subject').endsWith('Shelf in stock?'))).toHaveLength(1);
});

it('carries files both ways, and one of theirs into the answer to the customer', async () => {
  const conversation = await question('Desk');
  const form = new FormData();
  form.append('file', new Blob(['our plan'], { type: 'text/plain' }), 'plan.txt');
  const upload = await owner.client.post<AttachmentView>('/uploads', form);
  const { aside } = await ask(conversation, { attachmentIds: [upload.id], subject: 'Desk?' });
  const raw = await got(jan, 'Desk?');
  expect(raw).toContain('plan.txt');
  await reply(raw, { headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'], text: ['--b', 'Content-Type: text/plain', '', 'See the list.', '--b', 'Content-Type: text/plain; name=list.txt', 'Content-Disposition: attachment; filename=list.txt', '', 'three desks', '--b--'].join('\n') });
  await state(aside.id, 'ours');
  const [file] = (await thread(aside.id)).messages[1]?.attachments ?? [];
  expect(file).toMatchObject({ name: 'list.txt', state: 'ready' });
  const copy = await owner.client.post<AttachmentView>(`/conversations/${conversation.id}/files/${file?.id}/copy`, {});
  await owner.client.post(`/conversations/${conversation.id}/messages`, { clientId: 'with-file', text: 'See the list.', attachmentIds: [copy.id], sendNow: true });
  expect(await got('anna@customer.test', 'Desk')).toContain('list.txt');
  // Of another conversation it is nobody's to take.
  expect(await owner.client.refused('POST', `/conversations/${(await question('Stool')).id}/files/${file?.id}/copy`, {})).toMatchObject({ status: 404 });
});

it('can be taken back within its pause, and then there never was one', async () => {
  const conversation = await question('Rug');
  const { aside, message } = await ask(conversation, { sendNow: false, subject: 'Rug?' });
  expect(message?.sendAt).not.toBeNull();
  await owner.client.send('DELETE', `/aside-messages/${message?.id}`);
  expect(await owner.client.refused('GET', `/asides/${aside.id}`)).toMatchObject({ status: 404 });
  expect((await owner.client.get<AsideList>(`/conversations/${conversation.id}/asides`)).items).toEqual([]);
  expect((await view(conversation.id)).asides).toMatchObject({ ours: 0, theirs: 0, done: 0 });
});

it('offers whom one wrote to lately, colleagues and customers, and the mailboxes that one may write from', async () => {
  const book = await agent.client.get<AsideBook>('/aside-book?q=');
  expect(book.items[0]).toMatchObject({ kind: 'free', lastAt: expect.any(String) as string });
  expect(book.items.find(({ kind }) => kind === 'member')).toMatchObject({ address: owner.email });
  expect((await agent.client.get<AsideBook>('/aside-book?q=anna')).items).toMatchObject([{ address: 'anna@customer.test', kind: 'contact' }]);
  expect(book.channels.map(({ name }) => name)).toEqual(['support@acme.test', 'office@acme.test']);
});

it('goes where its conversation goes, with the answers that come after, and comes back with it', async () => {
  const [from, into] = [await question('Wardrobe'), await question('Drawer')];
  const { aside } = await ask(from, { subject: 'Wardrobe?' });
  const raw = await got(jan, 'Wardrobe?');
  await state(aside.id, 'theirs');
  const { undoToken } = await owner.client.post<{ undoToken: string }>('/conversations/merge', { ids: [from.id], intoId: into.id });
  await reply(raw, { text: 'Next week.' });
  await state(aside.id, 'ours');
  expect((await thread(aside.id)).aside.conversationId).toBe(into.id);
  expect((await view(into.id)).asides).toMatchObject({ ours: 1, theirs: 0 });
  // Who is the customer of either may not be written to beside it.
  expect(await owner.client.refused('POST', `/asides/${aside.id}/messages`, { clientId: 'to-anna', text: 'x', to: [{ address: 'anna@customer.test' }] })).toMatchObject({ code: 'aside-to-customer' });
  await owner.client.post(`/undo/${undoToken}`, {});
  expect((await thread(aside.id)).aside.conversationId).toBe(from.id);
  expect((await view(into.id)).asides).toMatchObject({ ours: 0 });
});

it('goes with its conversation, and a late answer is a question of its own then', async () => {
  const conversation = await question('Mirror');
  const { aside } = await ask(conversation, { subject: 'Mirror?' });
  const raw = await got(jan, 'Mirror?');
  await state(aside.id, 'theirs');
  await api.sql('DELETE FROM conversations WHERE id = $1', [conversation.id]);
  expect(await api.sql('SELECT 1 FROM asides WHERE id = $1', [aside.id])).toEqual([]);
  await reply(raw, { text: 'Too late?' });
  await eventually(async () => { expect((await all()).map(({ preview }) => preview.text)).toContain('Too late?'); }, 20_000);
});

it('writes letters with a look: safe, with their words as the plain part, the pictures in them and the signature of the house', async () => {
  const upload = async (name: string, type = 'image/png') => {
    const form = new FormData();
    form.append('file', new Blob(['a picture'], { type }), name);
    return owner.client.post<AttachmentView>('/uploads', form);
  };
  const [logo, shelf, list] = [await upload('logo.png'), await upload('shelf.png'), await upload('list.pdf', 'application/pdf')];
  await owner.client.send('PUT', '/signatures', { channelId: office.id, en: `<p>{{agent.firstName}} from the <b>office</b> <img src="cid:${logo.id}@kontuar"></p>`, pl: '' });
  expect((await owner.client.get<AsideBook>('/aside-book')).channels.find(({ id }) => id === office.id)?.signature).toMatchObject({ text: expect.stringMatching(/from the office$/) as string, pictures: [{ id: logo.id }] });
  const conversation = await question('Shelf');
  const messages = (await owner.client.get<{ items: { id: string; kind: string }[] }>(`/conversations/${conversation.id}/messages`)).items.filter(({ kind }) => kind === 'message');
  const { aside, message } = await ask(conversation, {
    channelId: office.id, subject: 'Shelf with a look', messageIds: [messages[0]?.id], text: 'something else', attachmentIds: [shelf.id, list.id],
    html: `<p>Is <strong>this one</strong> there?<script>x()</script></p><ul><li>blue</li></ul><p><img src="cid:${shelf.id}@kontuar" alt="shelf"><img src="https://track.example/1.gif"></p>`,
  });
  expect(message).toMatchObject({ text: 'Is this one there?\n\n- blue\n\n[shelf]', attachments: [{ name: 'shelf.png', inline: true }, { name: 'list.pdf', inline: false }] });
  expect(message?.html).toContain('<strong>this one</strong>');
  expect(message?.html).not.toMatch(/script|track/);
  const raw = await got(jan, 'Shelf with a look');
  expect(raw).toMatch(/multipart\/alternative/);
  expect(raw).toMatch(/multipart\/related/);
  expect(raw).toContain('<strong>this one</strong>');
  expect(raw).toContain('> Where is it (Shelf)?');
  expect(raw.replace(/=\r?\n/g, '')).toContain('<div>Where is it (Shelf)?</div></blockquote>');
  expect(raw).toContain(`<${logo.id}@kontuar>`);
  expect(raw).toContain(`<${shelf.id}@kontuar>`);
  expect(raw).toMatch(/from the office/);
  await eventually(async () => { expect((await thread(aside.id)).messages[0]).toMatchObject({ status: 'sent', signature: expect.stringMatching(/from the office$/) as string }); });

  // Answered with a look of their own: made safe, and quoted with ours.
  await mail.deliver(['From: jan@supplier.test', 'To: office@acme.test', `Subject: Re: ${header(raw, 'Subject')}`, 'Message-ID: <look@supplier.test>', `References: ${header(raw, 'Message-ID')}`, 'MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8', '', '<p>Yes, the <b>blue</b> one<img src="https://track.example/2.gif" width="40"></p><script>x()</script>'].join('\n'), { to: 'office@acme.test', from: jan });
  await state(aside.id, 'ours');
  const [, theirs] = (await thread(aside.id)).messages;
  expect(theirs?.html).toContain('<b>blue</b>');
  expect(theirs?.html).not.toMatch(/script|\ssrc="https/);

  // Words alone stay words alone; a letter may leave the signature out, and says something.
  await owner.client.post(`/asides/${aside.id}/messages`, { clientId: 'plain-words', text: 'Thanks.', letter: { signature: false }, sendNow: true });
  await eventually(async () => { expect((await thread(aside.id)).messages[2]).toMatchObject({ text: 'Thanks.', html: null, signature: null, status: 'sent' }); });
  expect(await owner.client.refused('POST', `/asides/${aside.id}/messages`, { clientId: 'nothing', html: '<p><br></p>' })).toMatchObject({ status: 400, code: 'text-missing' });
  expect(await owner.client.refused('POST', `/asides/${aside.id}/messages`, { clientId: 'nothing' })).toMatchObject({ status: 400 });
});
