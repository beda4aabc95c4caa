import { allConnectors } from '@kontuar/connectors';
import type { ChannelView, ConversationView, MessagePage, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { channelSettings } from '../support/mail/channel-settings';
import { startMailServer, type MailServer } from '../support/mail/mail-server';

let api: TestApi;
let mail: MailServer;
let owner: Person;
let zofia: Person;
let support: ChannelView;
const publicUrl = 'https://inbox.acme.test';

beforeAll(async () => {
  [api, mail] = await Promise.all([
    startTestApi({ connectors: allConnectors.filter(({ id }) => id === 'email'), worker: true, env: { KONTUAR_PUBLIC_URL: publicUrl } }),
    startMailServer({ domains: ['acme.test', 'customer.test', 'house.test'] }),
  ]);
  owner = await api.signUp();
  zofia = await api.invite(owner, 'agent', { name: 'Zofia' });
  // Members are told at the address that they sign in with.
  await api.sql(`UPDATE users SET email = 'zofia@house.test' WHERE id = (SELECT user_id FROM memberships WHERE id = $1)`, [zofia.memberId]);
  for (const address of ['anna@customer.test', 'zofia@house.test', 'thief@house.test']) mail.addUser(address);
  support = await owner.client.post<ChannelView>('/channels', { connectorId: 'email', name: 'Support', settings: channelSettings(mail, mail.addUser('support@acme.test'), { checkedBy: 'mx.acme.test' }) });
  await owner.client.patch('/workspace', { noticeChannelId: support.id });
  await choose(['app', 'email']);
}, 60_000);
afterAll(async () => {
  await api.stop();
  await mail.stop();
});

const choose = (ways: string[]) => zofia.client.patch('/me/notices', { ways: { message: ways, mention: ways, assigned: [] }, quietOffShift: false, push: { everyMinutes: 1 } });
const header = (raw: string, name: string): string => new RegExp(`^${name}:((?:.|\\r?\\n[ \\t])*)$`, 'im').exec(raw.split(/\r?\n\r?\n/)[0] ?? '')?.[1]?.replace(/\s+/g, ' ').trim() ?? '';
const words = (raw: string): string => raw.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
let made = 0;

/** Anna writes to support about something of which Zofia has the conversation. */
async function question(subject: string): Promise<ConversationView> {
  made += 1;
  await mail.deliver(['From: Anna <anna@customer.test>', 'To: support@acme.test', `Subject: ${subject}`, `Message-ID: <q-${made}@customer.test>`, '', `Where is it? <script>alert(1)</script> ${subject}`].join('\n'), { to: 'support@acme.test', from: 'anna@customer.test' });
  const conversation = await eventually(async () => {
    const found = (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.find((one) => one.subject === subject);
    if (found === undefined) throw new Error('not yet');
    return found;
  }, 20_000);
  await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: zofia.memberId });
  return conversation;
}

/** Anna writes again, and Zofia is told by email. */
async function told(conversation: ConversationView, text: string): Promise<string> {
  made += 1;
  await mail.deliver(['From: Anna <anna@customer.test>', 'To: support@acme.test', `Subject: Re: ${conversation.subject}`, `Message-ID: <a-${made}@customer.test>`, `References: <q-${conversation.number}@customer.test> ${(await ids(conversation.id)).join(' ')}`, '', text].join('\n'), { to: 'support@acme.test', from: 'anna@customer.test' });
  // Nobody sits at the screen: the moment of grace is over at once.
  return eventually(async () => {
    await api.sql('UPDATE notice_ways SET due_at = now() WHERE done_at IS NULL');
    const found = (await mail.mails('zofia@house.test')).findLast(({ raw }) => words(raw).includes(text));
    if (found === undefined) throw new Error('not told yet');
    return found.raw;
  }, 30_000);
}
const ids = async (conversationId: string) => (await api.sql<{ external_id: string }>(`SELECT external_id FROM messages WHERE conversation_id = $1 AND external_id IS NOT NULL`, [conversationId])).map((row) => row.external_id);

async function reply(raw: string, text: string, { from = 'zofia@house.test', headers = [] as string[], id = '' } = {}): Promise<string> {
  made += 1;
  const messageId = id === '' ? `<z-${made}@house.test>` : id;
  await mail.deliver([...headers, `From: ${from}`, 'To: support@acme.test', `Subject: Re: ${header(raw, 'Subject')}`, `Message-ID: ${messageId}`, `In-Reply-To: ${header(raw, 'Message-ID')}`, '', text, '', 'On Mon, 2 Nov 2026 at 10:00, Acme <support@acme.test> wrote:', '> Where is it?'].join('\n'), { to: 'support@acme.test', from });
  return messageId;
}
const said = async (conversation: ConversationView) => (await owner.client.get<MessagePage>(`/conversations/${conversation.id}/messages?limit=100`)).items.filter(({ kind }) => kind !== 'event');
/** Why the delivery of that mail was passed over, once it was read. */
const passedOver = (messageId: string): Promise<string | null> => eventually(async () => {
  const [row] = await api.sql<{ state: string; error: string | null }>(`SELECT state, error FROM deliveries WHERE external_id LIKE $1`, [`${messageId}%`]);
  if (row === undefined || row.state === 'received') throw new Error('not read yet');
  return row.error;
}, 20_000);

it('tells of a message with its words, which do no harm, and takes the reply for a note in the member’s name', async () => {
  const conversation = await question('Sofa');
  const raw = await told(conversation, 'Hello? It is <b>urgent</b>.');
  expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
  expect(header(raw, 'List-Unsubscribe')).toMatch(/^<https:\/\/inbox\.acme\.test\/unsubscribe\/[^>]+>$/);
  expect(header(raw, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
  expect(words(raw)).toContain('your words become a note for the team');
  expect(words(raw)).toContain(`${publicUrl}/inbox/all/${conversation.id}`);
  expect(words(raw)).toContain('&lt;b&gt;urgent&lt;/b&gt;');
  await reply(raw, 'I will call her.');
  await eventually(async () => { expect((await said(conversation)).at(-1)).toMatchObject({ kind: 'note', text: 'I will call her.', author: { kind: 'member', id: zofia.memberId } }); }, 20_000);
  expect(await mail.mails('anna@customer.test')).toEqual([]);
});

it('sends a reply to the customer only when it says so, once, and not when the conversation went on meanwhile', async () => {
  const conversation = await question('Lamp');
  const raw = await told(conversation, 'And the lamp?');
  const id = await reply(raw, '/customer\nIt comes on Friday.', { id: '<to-customer@house.test>' });
  const answer = await eventually(async () => {
    const found = (await mail.mails('anna@customer.test')).find((one) => one.raw.includes('It comes on Friday.'));
    if (found === undefined) throw new Error('not yet');
    return found.raw;
  }, 30_000);
  expect(answer).not.toContain('/customer');
  expect(answer).not.toContain('zofia@house.test');
  // The same mail by another way is the same answer.
  await reply(raw, '/customer\nIt comes on Friday.', { id, headers: ['X-Copy: 1'] });
  // Somebody was faster: the second answer is stopped, and who wrote it is told.
  await owner.client.post(`/conversations/${conversation.id}/messages`, { clientId: 'faster', text: 'It comes on Thursday.', sendNow: true });
  const stale = await reply(raw, '/klient\nIt comes on Monday.');
  expect(await passedOver(stale)).toContain('stale-reply');
  const refusal = await eventually(async () => {
    const found = (await mail.mails('zofia@house.test')).find((one) => words(one.raw).includes('Your reply was not taken'));
    if (found === undefined) throw new Error('not told');
    return found.raw;
  }, 20_000);
  expect(words(refusal)).toContain('It comes on Monday.');
  expect(header(refusal, 'Auto-Submitted')).toMatch(/^auto-/);
  expect((await said(conversation)).filter(({ text }) => text.startsWith('It comes')).map(({ text }) => text)).toEqual(['It comes on Friday.', 'It comes on Thursday.']);
});

it('takes nothing from another address, from a machine, from who was disowned, nor after the token ended', async () => {
  const conversation = await question('Chair');
  const raw = await told(conversation, 'And the chair?');
  const before = (await said(conversation)).length;
  expect(await passedOver(await reply(raw, '/customer\nI stole this mail.', { from: 'thief@house.test' }))).toContain('another address');
  expect(await passedOver(await reply(raw, 'I am on holiday.', { headers: ['Auto-Submitted: auto-replied'] }))).toContain('automatic');
  await api.sql(`UPDATE notice_mails SET reply_until = now() WHERE member_id = $1`, [zofia.memberId]);
  expect(await passedOver(await reply(raw, 'Too late.'))).toContain('expired');
  await api.sql(`UPDATE notice_mails SET reply_until = now() + interval '1 day' WHERE member_id = $1`, [zofia.memberId]);
  await api.sql(`UPDATE memberships SET active = false WHERE id = $1`, [zofia.memberId]);
  expect(await passedOver(await reply(raw, 'I left.'))).toContain('not active');
  await api.sql(`UPDATE memberships SET active = true WHERE id = $1`, [zofia.memberId]);
  await api.sql(`UPDATE channels SET access = 'restricted' WHERE id = $1`, [support.id]);
  await owner.client.post(`/conversations/${conversation.id}/assign`, { assigneeId: owner.memberId });
  expect(await passedOver(await reply(raw, 'I may not.'))).toContain('refused');
  await api.sql(`UPDATE channels SET access = 'everyone' WHERE id = $1`, [support.id]);
  expect(await said(conversation)).toHaveLength(before);
  // None of it became a customer's question either.
  expect((await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.filter(({ contact }) => /house\.test/.test(contact.name))).toEqual([]);
});

it('gathers a digest that cannot be answered, in the member’s language, and none when there is nothing', async () => {
  await zofia.client.patch('/me', { locale: 'pl' });
  await choose(['app', 'digest']);
  const conversation = await question('Shelf');
  made += 1;
  await mail.deliver(['From: Anna <anna@customer.test>', 'To: support@acme.test', 'Subject: Re: Shelf', `Message-ID: <shelf-${made}@customer.test>`, `References: ${(await ids(conversation.id)).join(' ')}`, '', 'Any news of the shelf?'].join('\n'), { to: 'support@acme.test', from: 'anna@customer.test' });
  const raw = await eventually(async () => {
    await api.sql(`UPDATE notice_ways SET due_at = now() WHERE done_at IS NULL AND way = 'digest'`);
    const found = (await mail.mails('zofia@house.test')).find((one) => words(one.raw).includes('Any news of the shelf?'));
    if (found === undefined) throw new Error('no digest yet');
    return found.raw;
  }, 30_000);
  expect(header(raw, 'Content-Language')).toBe('pl');
  expect(await passedOver(await reply(raw, 'Odpowiedź na podsumowanie'))).toContain('no-conversation');
  const count = (await mail.mails('zofia@house.test')).length;
  await api.sql(`UPDATE notice_ways SET due_at = now() WHERE done_at IS NULL`);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect((await mail.mails('zofia@house.test')).length).toBeLessThanOrEqual(count + 1);
});

it('ends with one click from the mail client, which no look at the link does', async () => {
  await choose(['app', 'email']);
  const raw = await told(await question('Table'), 'And the table?');
  const path = new URL(header(raw, 'List-Unsubscribe').slice(1, -1)).pathname;
  const ways = async () => (await zofia.client.get<{ choices: { ways: Record<string, string[]> } }>('/me/notices')).choices.ways;
  expect((await fetch(`${api.url}${path}`)).status).toBe(200);
  expect((await ways())['message']).toContain('email');
  expect((await fetch(`${api.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' })).status).toBe(200);
  expect(Object.values(await ways()).flat()).not.toEqual(expect.arrayContaining(['email']));
  expect((await ways())['message']).toContain('app');
  expect((await fetch(`${api.url}${path.slice(0, -3)}abc`, { method: 'POST' })).status).toBe(404);
});

it('tells nobody by email while no mailbox is chosen, and takes only a mailbox for it', async () => {
  expect(await owner.client.refused('PATCH', '/workspace', { noticeChannelId: zofia.memberId })).toMatchObject({ status: 404 });
  await owner.client.patch('/workspace', { noticeChannelId: null });
  await choose(['app', 'email']);
  const conversation = await question('Bed');
  const before = (await mail.mails('zofia@house.test')).length;
  await eventually(async () => {
    await api.sql('UPDATE notice_ways SET due_at = now() WHERE done_at IS NULL');
    expect(await api.sql(`SELECT 1 FROM notices n WHERE n.conversation_id = $1 AND n.member_id = $2`, [conversation.id, zofia.memberId])).not.toEqual([]);
    expect(await api.sql(`SELECT 1 FROM notice_ways WHERE member_id = $1 AND done_at IS NULL`, [zofia.memberId])).toEqual([]);
  }, 20_000).catch(() => undefined);
  expect((await mail.mails('zofia@house.test')).length).toBe(before);
});
