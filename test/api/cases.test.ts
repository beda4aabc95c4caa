import type { CaseChange, CaseHistory, CaseRow, CasesOpened, CaseView, ChannelView, ConversationChange, ConversationView, LetterDraft, LetterSent, NoticeView, Page, Posted } from '@kontuar/contract';
import { ConnectorError, type Inbound, type InboundMessage } from '@kontuar/connectors/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

/** A chat, and a box for letters: what goes by it stays with its recipient. */
const chat = fakeNetwork('chatty', { startConversation: true });
const box = fakeNetwork('box');
const { capabilitiesOf: _rules, ...letters } = box.connector;
const mail = { ...letters, capabilities: { text: 'plain', subject: true, cc: false, attachments: { maxCount: 10, maxBytes: 10_000_000 }, typing: false, reactions: false, edit: false, delete: false, readReceipts: false, deliveryReceipts: true, startConversation: true, undoSendSeconds: 0, public: false } as const };

let api: TestApi;
let owner: Person;
let agent: Person;
let channels: Record<'chatty' | 'box', ChannelView>;

beforeAll(async () => {
  api = await startTestApi({ connectors: [chat.connector as never, mail as never], worker: true });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  const channel = (connectorId: string) => owner.client.post<ChannelView>('/channels', { connectorId, name: connectorId, settings: { account: connectorId, token: 'secret' } });
  channels = { chatty: await channel('chatty'), box: await channel('box') };
});
afterAll(() => api.stop());

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
let told = 0;
async function tell(where: 'chatty' | 'box', inbounds: Inbound[]): Promise<void> {
  const answer = await fetch(`${api.url}/hooks/${where}/${channels[where].id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${(told += 1)}`, inbounds }]) });
  expect(answer.status).toBe(200);
}
async function write(where: 'chatty' | 'box', name: string, text: string, at = ago(0)): Promise<ConversationView> {
  await tell(where, [{ kind: 'message', externalId: `m${(told += 1)}`, at, from: { id: `${name.toLowerCase()}@example.com`, name }, thread: { key: `${where} ${name}` }, text }]);
  let found: ConversationView | undefined;
  await eventually(async () => {
    found = (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.find((one) => one.contact.name === name && one.connectorId === where && one.preview.text === text);
    expect(found).toBeDefined();
  });
  return found as ConversationView;
}
const open = (conversation: { id: string }, input: object = { matter: 'claim' }, by = owner) => by.client.post<CaseChange>(`/conversations/${conversation.id}/case`, input);
const view = (id: string) => owner.client.get<CaseView>(`/cases/${id}`);
const row = (id: string) => owner.client.get<ConversationView>(`/conversations/${id}`);
const problem = async (act: Promise<unknown>) => act.then(() => 'done', (error: { answer: { status: number; body: { code: string } } }) => [error.answer.status, error.answer.body.code]);
let letterCount = 0;
const letter = (by: object, more: object = {}) => ({ clientId: `0198a000-0000-7000-8000-${String((letterCount += 1)).padStart(12, '0')}`, locale: 'pl', title: 'Odpowiedź na reklamację', text: 'Uznajemy reklamację w całości. Zażółć gęślą jaźń.', decision: 'accepted', reason: 'Wada', by, ...more });
const events = async (id: string) => (await owner.client.get<{ items: { event: { type: string } | null }[] }>(`/conversations/${id}/messages?limit=100`)).items.flatMap((message) => message.event?.type ?? []);
const notices = async (by: Person, id: string) => (await by.client.get<Page<NoticeView>>('/notices?limit=100')).items.filter((one) => one.conversationId === id).map((one) => one.what);

it('opens a case in one act that says what it is about, counts from the first word, and takes both back', async () => {
  const conversation = await write('chatty', 'Anna', 'Stół jest porysowany', ago(3));
  const { case: made, conversation: shown, undoToken } = await open(conversation);
  expect(made).toMatchObject({ code: 'R-0001', matter: 'claim', subject: 'Stół jest porysowany', clock: 'running', answer: 'none', receivedHow: 'message', policy: { id: 'pl-consumer-claim' }, ownerId: owner.memberId, conversations: [{ id: conversation.id }] });
  expect(Date.parse(made.dueOn ?? '') - Date.parse(made.receivedOn)).toBe(14 * day);
  expect(shown).toMatchObject({ matter: 'claim', case: { id: made.id, code: 'R-0001', clock: 'running', dueOn: made.dueOn, conversations: 1 } });
  expect(await problem(open(conversation))).toEqual([409, 'case-open']);
  expect(await owner.client.post('/undo/' + (undoToken ?? ''), {})).toMatchObject({ restored: 1 });
  expect(await row(conversation.id)).toMatchObject({ matter: conversation.matter, case: null });
  expect(await problem(view(made.id))).toEqual([404, 'not-found']);
  // Its number is given to no other.
  expect((await open(conversation, { matter: 'warranty' })).case).toMatchObject({ code: 'R-0002', policy: { id: 'pl-warranty' } });
  expect(await problem(open(await write('chatty', 'Adam', 'Hello'), { matter: 'question' }))).toEqual([400, 'matter-opens-no-case']);
});

it('opens cases for many in one act: one for all that a person wrote, or one for each, and takes all of it back at once', async () => {
  const [first, second, other, taken] = [await write('chatty', 'Grażyna', 'Szafa bez drzwi', ago(2)), await write('box', 'Grażyna', 'Piszę jeszcze raz: szafa bez drzwi', ago(4)), await write('chatty', 'Hanna', 'Pęknięta szyba', ago(1)), await write('box', 'Iza', 'Zalane pudło')];
  await api.sql('UPDATE conversations SET contact_id = (SELECT contact_id FROM conversations WHERE id = $1) WHERE id = $2', [first.id, second.id]);
  const { case: before } = await open(taken);
  const ids = [other.id, first.id, second.id, taken.id];
  const lessons = () => api.sql('SELECT matter FROM matter_corrections WHERE conversation_id = ANY($1::uuid[])', [ids.slice(0, 3)]);
  const many = await owner.client.post<CasesOpened>('/cases', { ids, matter: 'warranty' });
  expect(many.refused).toEqual([taken.id]);
  expect(many.opened.map(({ conversationIds }) => conversationIds)).toEqual([[second.id, first.id], [other.id]]);
  const [theirs, hers] = await Promise.all(many.opened.map(({ id }) => view(id)));
  expect(theirs).toMatchObject({ clock: 'running', matter: 'warranty', subject: 'Piszę jeszcze raz: szafa bez drzwi', contact: { name: 'Grażyna' }, conversations: [{ id: second.id }, { id: first.id }] });
  expect(hers?.number).toBe((theirs?.number ?? 0) + 1);
  expect(await Promise.all([row(first.id), row(second.id), row(other.id)])).toEqual([theirs, theirs, hers].map((one) => expect.objectContaining({ matter: 'warranty', matterBy: 'member', case: expect.objectContaining({ id: one?.id }) })));
  // Saying what they are about teaches the guess, as a correction does.
  expect((await lessons()).length).toBeGreaterThan(0);
  expect(await owner.client.post('/undo/' + (many.undoToken ?? ''), {})).toMatchObject({ restored: 3 });
  expect((await Promise.all(ids.map(row))).map((one) => one.case?.id)).toEqual([undefined, undefined, undefined, before.id]);
  expect(await lessons()).toEqual([]);
  const each = await owner.client.post<CasesOpened>('/cases', { ids: [first.id, second.id], matter: 'claim', each: 'conversation' });
  expect(each.opened.map(({ conversationIds }) => conversationIds)).toEqual([[second.id], [first.id]]);
  expect(await problem(owner.client.post('/cases', { ids: [other.id], matter: 'praise' }))).toEqual([400, 'matter-opens-no-case']);
});

it('stops for no word in a chat, for a letter that arrived, and runs again when that comes back', async () => {
  const conversation = await write('chatty', 'Beata', 'Krzesło pękło', ago(5));
  const { case: made } = await open(conversation, { matter: 'claim', product: 'Krzesło Lira', demand: 'replacement' });
  const draft = await owner.client.post<LetterDraft>(`/cases/${made.id}/letters/draft`, { locale: 'pl', decision: 'refused' });
  expect([draft.title, draft.text.includes('Krzesło Lira'), draft.text.includes('Żądanie: wymiana')]).toEqual([`Odpowiedź na reklamację ${made.code}`, true, true]);
  expect(await problem(owner.client.post(`/cases/${made.id}/letters`, letter({ way: 'conversation', conversationId: conversation.id, cover: 'x', sendNow: true }, { text: draft.text })))).toEqual([400, 'letter-has-gap']);

  // By chat: it arrives, and counts for nothing.
  await owner.client.post<LetterSent>(`/cases/${made.id}/letters`, letter({ way: 'conversation', conversationId: conversation.id, cover: 'W załączniku', sendNow: true }));
  await eventually(async () => expect(await view(made.id)).toMatchObject({ clock: 'running', answer: 'chat', letters: [{ durable: false, state: 'chat' }] }));
  expect(chat.sent.at(-1)).toMatchObject({ text: 'W załączniku', attachments: [{ name: `${made.code}-decyzja.pdf`, contentType: 'application/pdf' }] });

  // By email to an address of theirs; the same letter twice leaves once.
  const input = letter({ way: 'email', channelId: channels.box.id, to: 'beata@example.com', cover: 'Dzień dobry', sendNow: true });
  const sent = await owner.client.post<LetterSent>(`/cases/${made.id}/letters`, input);
  await owner.client.post<LetterSent>(`/cases/${made.id}/letters`, input);
  await eventually(async () => expect(await view(made.id)).toMatchObject({ clock: 'stopped', answer: 'delivered', decision: 'accepted' }));
  expect(box.sent.filter((message) => message.text === 'Dzień dobry')).toHaveLength(1);
  const stopped = await view(made.id);
  expect(stopped.conversations.map(({ connectorId }) => connectorId)).toEqual(['chatty', 'box']);
  expect(stopped.letters.at(-1)).toMatchObject({ state: 'delivered', durable: true, proof: { to: 'beata@example.com', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect((await row(conversation.id)).case).toMatchObject({ clock: 'stopped', answer: 'delivered', conversations: 2 });
  expect(await events(conversation.id)).toContain('case-answered');

  // It bounces: the alarm begins, in every conversation of the case.
  const messageId = sent.messageId ?? '';
  await tell('box', [{ kind: 'receipt', at: ago(0), externalId: `sent-${messageId}`, status: 'failed', code: 'mailbox-full', reason: 'Mailbox full' }]);
  await eventually(async () => expect(await view(made.id)).toMatchObject({ clock: 'running', answer: 'failed', stoppedAt: null, letters: [{}, { state: 'failed', failure: 'Mailbox full' }] }));
  expect((await row(conversation.id)).case).toMatchObject({ clock: 'running', answer: 'failed' });
  expect(await events(conversation.id)).toContain('case-unanswered');

  // Sent again, it arrives.
  await owner.client.post<Posted>(`/messages/${messageId}/retry`, {});
  await eventually(async () => expect(await view(made.id)).toMatchObject({ clock: 'stopped', answer: 'delivered' }));
  const types = (await owner.client.get<CaseHistory>(`/cases/${made.id}/history?limit=100`)).items.map(({ type }) => type);
  expect(types.filter((type) => type.startsWith('case.clock'))).toEqual(['case.clock-stopped', 'case.clock-running', 'case.clock-stopped']);

  // It comes back once more, from a server that tells it three times and answers whatever it gets: one alarm, and nothing leaves by itself.
  const alarms = async () => (await events(conversation.id)).filter((type) => type === 'case-unanswered').length;
  const [rang, left] = [await alarms(), box.sent.length];
  for (const n of [1, 2, 3]) {
    const bounce: InboundMessage = { kind: 'message', externalId: `bounce-${n}`, at: ago(0), from: { id: 'mailer-daemon@example.com' }, thread: { references: [`sent-${messageId}`] }, text: 'Undelivered mail returned to sender', automatic: 'bounce' };
    await tell('box', [{ kind: 'receipt', at: ago(0), externalId: `sent-${messageId}`, status: 'failed', code: 'mailbox-full', reason: 'Mailbox full', message: bounce }]);
  }
  await eventually(async () => expect([await api.sql(`SELECT 1 FROM messages WHERE external_id LIKE 'bounce-%'`), await view(made.id)]).toMatchObject([[{}, {}, {}], { clock: 'running', answer: 'failed' }]));
  expect([await alarms(), box.sent.length]).toEqual([rang + 1, left]);

  // Sent again it arrives and the case is closed; it comes back all the same: open again, with its clock.
  await owner.client.post<Posted>(`/messages/${messageId}/retry`, {});
  await eventually(async () => expect(await view(made.id)).toMatchObject({ clock: 'stopped' }));
  expect((await owner.client.post<CaseChange>(`/cases/${made.id}/close`, {})).case).toMatchObject({ state: 'closed', clock: 'stopped' });
  await tell('box', [{ kind: 'receipt', at: ago(0), externalId: `sent-${messageId}`, status: 'failed', code: 'mailbox-full', reason: 'Mailbox full' }]);
  await eventually(async () => expect(await view(made.id)).toMatchObject({ state: 'open', clock: 'running', closedAt: null, answer: 'failed' }));
  expect((await row(conversation.id)).case).toMatchObject({ state: 'open', clock: 'running' });
  expect(await alarms()).toBe(rang + 2);
});

it('runs on when the server refuses the letter at once, and stops for one that was posted with its number', async () => {
  const conversation = await write('box', 'Celina', 'Reklamacja lampy', ago(2));
  const { case: made } = await open(conversation);
  box.answers.send = () => Promise.reject(new ConnectorError('rejected', 'No such mailbox', { reason: 'unknown-address' }));
  await owner.client.post<LetterSent>(`/cases/${made.id}/letters`, letter({ way: 'conversation', conversationId: conversation.id, cover: 'x', sendNow: true }));
  await eventually(async () => expect(await view(made.id)).toMatchObject({ clock: 'running', answer: 'failed' }));
  box.answers.send = (message) => Promise.resolve({ externalId: `sent-${message.messageId}`, answer: '250 2.0.0 Ok: queued as 4F1' });
  expect(await problem(owner.client.post(`/cases/${made.id}/letters`, letter({ way: 'post', to: 'Celina\nKraków', postedOn: '2999-01-01', consignment: '1' })))).toEqual([400, 'posted-in-future']);
  expect(await problem(owner.client.post(`/cases/${made.id}/letters`, letter({ way: 'post', to: 'Celina\nKraków', postedOn: '2025-01-01', consignment: '1' })))).toEqual([400, 'posted-before-receipt']);
  const { case: posted } = await owner.client.post<LetterSent>(`/cases/${made.id}/letters`, letter({ way: 'post', to: 'Celina\nul. Długa 1\nKraków', postedOn: made.receivedOn, consignment: 'RR 1234 5678 9 PL' }));
  expect(posted).toMatchObject({ clock: 'stopped', answer: 'delivered', letters: [{ state: 'failed' }, { kind: 'post', state: 'delivered', proof: { consignment: 'RR 1234 5678 9 PL' } }] });
  const file = posted.letters[1]?.file?.url ?? '';
  expect(Buffer.from(await (await fetch(`${api.url}${file}`)).arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
});

it('keeps what the server said as the proof, of a letter and of an ordinary answer that said the decision', async () => {
  const conversation = await write('box', 'Daria', 'Reklamacja sofy', ago(1));
  const { case: made } = await open(conversation);
  const { message } = await owner.client.post<Posted>(`/conversations/${conversation.id}/messages`, { clientId: 'plain', text: 'Uznajemy Pani reklamację', sendNow: true });
  await eventually(async () => expect((await api.sql('SELECT status FROM messages WHERE id = $1', [message.id]))[0]).toEqual({ status: 'sent' }));
  expect(await view(made.id)).toMatchObject({ clock: 'running', answer: 'none' });
  const marked = await owner.client.post<CaseChange>(`/cases/${made.id}/answers`, { messageId: message.id, decision: 'accepted' });
  expect(marked.case).toMatchObject({ clock: 'stopped', decision: 'accepted', letters: [{ kind: 'answer', state: 'delivered', proof: { to: 'daria@example.com', answer: '250 2.0.0 Ok: queued as 4F1' } }] });
});

it('counts from the first word about it, not from a question that was answered before, and says so', async () => {
  const before = await write('chatty', 'Gosia', 'Czy stół Lira jest dostępny w kolorze białym? Kiedy będzie w sklepie?', ago(6));
  await owner.client.post<Posted>(`/conversations/${before.id}/messages`, { clientId: 'gosia', text: 'Tak, od poniedziałku.', sendNow: true });
  await eventually(async () => expect(await api.sql(`SELECT 1 FROM messages WHERE conversation_id = $1 AND direction = 'out' AND status = 'sent'`, [before.id])).toHaveLength(1));
  await api.sql(`UPDATE messages SET at = now() - interval '5 days' WHERE conversation_id = $1 AND direction = 'out'`, [before.id]);
  await write('chatty', 'Gosia', 'Składam reklamację. Noga stołu pękła, żądam zwrotu pieniędzy.', ago(2));
  const { case: made } = await open(before);
  expect(made).toMatchObject({ clock: 'running', receivedHow: 'message', subject: 'Składam reklamację. Noga stołu pękła, żądam zwrotu pieniędzy.', earlierWordAt: expect.any(String) });
  expect([Math.round((Date.now() - Date.parse(made.receivedAt)) / day), Math.round((Date.now() - Date.parse(made.earlierWordAt ?? '')) / day)]).toEqual([2, 6]);
  // What is joined or taken out again makes no term longer.
  const other = await write('box', 'Gosia', 'Kiedy dostanę odpowiedź na reklamację?', ago(1));
  expect((await owner.client.post<CaseChange>(`/cases/${made.id}/conversations`, { conversationId: other.id })).case.receivedAt).toBe(made.receivedAt);
  expect((await owner.client.post<CaseChange>(`/cases/${made.id}/conversations/remove`, { conversationId: other.id })).case.receivedAt).toBe(made.receivedAt);
});

it('gathers conversations, counts from the first word in any of them, and goes along when they merge and part again', async () => {
  const [first, second] = [await write('chatty', 'Ewa', 'Gdzie moja odpowiedź?', ago(1)), await write('box', 'Ewa', 'Reklamuję stół', ago(5))];
  const { case: made } = await open(first);
  const joined = await owner.client.post<CaseChange>(`/cases/${made.id}/conversations`, { conversationId: second.id });
  expect(joined.case.conversations.map(({ id }) => id)).toEqual([first.id, second.id]);
  expect(Date.parse(made.receivedOn) - Date.parse(joined.case.receivedOn)).toBe(4 * day);
  expect([(await row(first.id)).case?.receivedOn, (await row(second.id)).case?.receivedOn]).toEqual([joined.case.receivedOn, joined.case.receivedOn]);
  const left = await owner.client.post<CaseChange>(`/cases/${made.id}/conversations/remove`, { conversationId: second.id });
  expect(left.case).toMatchObject({ receivedOn: made.receivedOn, conversations: [{ id: first.id }] });
  expect((await row(second.id)).case).toBeNull();
  expect(await problem(owner.client.post(`/cases/${made.id}/conversations/remove`, { conversationId: first.id }))).toEqual([409, 'last-conversation']);

  const merged = await owner.client.post<{ undoToken: string }>('/conversations/merge', { ids: [first.id], intoId: second.id });
  expect((await row(second.id)).case).toMatchObject({ id: made.id });
  expect((await view(made.id)).conversations.map(({ id }) => id)).toEqual([second.id]);
  await owner.client.post(`/undo/${merged.undoToken}`, {});
  expect([(await row(first.id)).case?.id, (await row(second.id)).case]).toEqual([made.id, null]);
});

it('counts anew from a receipt that somebody sets with a reason, hands over, closes and reopens', async () => {
  const conversation = await write('box', 'Filip', 'Reklamacja', ago(2));
  const { case: made } = await open(conversation, { matter: 'claim' }, agent);
  const patch = (body: object) => agent.client.patch<CaseChange>(`/cases/${made.id}`, body);
  expect(await problem(patch({ receivedAt: ago(20) }))).toEqual([400, 'invalid']);
  expect(await problem(patch({ receivedAt: new Date(Date.now() + day).toISOString(), receivedReason: 'x' }))).toEqual([400, 'received-in-future']);
  const late = (await patch({ receivedAt: ago(20), receivedReason: 'Przyniesiona do sklepu' })).case;
  expect(late).toMatchObject({ receivedHow: 'member', receivedReason: 'Przyniesiona do sklepu', clock: 'running' });
  // It was due days ago: told at once, to the owner and to who leads.
  await eventually(async () => expect([await notices(agent, conversation.id), await notices(owner, conversation.id)]).toEqual([expect.arrayContaining(['case-overdue']), expect.arrayContaining(['case-overdue'])]));
  expect(await events(conversation.id)).toContain('case-overdue');
  expect((await owner.client.get<Page<CaseRow>>('/cases?due=late')).items.map(({ id }) => id)).toContain(made.id);

  const other = await api.invite(owner, 'agent');
  expect((await patch({ ownerId: other.memberId, orderNumber: 'A-17', version: (await view(made.id)).version })).case).toMatchObject({ ownerId: other.memberId, orderNumber: 'A-17', dueOn: late.dueOn });
  expect(await problem(patch({ subject: 'x', version: 1 }))).toEqual([409, 'case-moved']);
  expect(await problem(agent.client.post(`/cases/${made.id}/close`, {}))).toEqual([409, 'clock-running']);
  expect((await agent.client.post<CaseChange>(`/cases/${made.id}/close`, { customerWithdrew: true, outcome: 'wycofana' })).case).toMatchObject({ state: 'closed', clock: 'none', outcome: 'wycofana' });
  expect((await agent.client.post<CaseChange>(`/cases/${made.id}/reopen`, { reason: 'Klient wraca' })).case).toMatchObject({ state: 'open', clock: 'running', dueOn: late.dueOn });
  await agent.client.post(`/cases/${made.id}/letters`, letter({ way: 'post', to: 'Filip', postedOn: late.receivedOn, consignment: '7' }));
  expect((await agent.client.post<CaseChange>(`/cases/${made.id}/close`, {})).case).toMatchObject({ state: 'closed', clock: 'stopped' });
  // What is claimed anew is answered anew.
  const anew = (await agent.client.post<CaseChange>(`/cases/${made.id}/reopen`, { reason: 'Ta sama wada znowu', receivedAt: ago(0) })).case;
  expect(anew).toMatchObject({ clock: 'running', answer: 'none', decision: null });
  expect((Date.parse(anew.dueOn ?? '') - Date.parse(anew.receivedOn)) / day).toBe(14);
});

it('tells of a term at its moment, and not a second later', async () => {
  const { case: made } = await open(await write('box', 'Jan', 'Reklamacja biurka'));
  const [at] = await api.sql<{ look_at: Date }>(`UPDATE cases SET received_at = now() - interval '30 days', told = '{}', look_at = clock_timestamp() + interval '3 seconds' WHERE id = $1 RETURNING look_at`, [made.id]);
  const late = async () => (await api.sql<{ at: Date }>(`SELECT at FROM events WHERE subject_id = $1 AND type = 'case.warned'`, [made.id])).map((event) => event.at.getTime() - (at?.look_at.getTime() ?? 0));
  await eventually(async () => expect(await late()).toHaveLength(1));
  const [ms] = await late();
  expect(ms).toBeGreaterThanOrEqual(0);
  expect(ms).toBeLessThan(10_000);
});

it('follows the workspace’s own policies and days off', async () => {
  const policy = await owner.client.post<{ id: string }>('/case-policies', { name: 'Gwarancja Brzoza', matter: 'warranty', country: null, customerKind: null, days: 30, unit: 'calendar', dayOff: 'next-working-day', silence: 'nothing', warnOnDays: [20], warnHoursBefore: [24], source: 'Karta gwarancyjna' });
  const conversation = await write('box', 'Gosia', 'Gwarancja na stół');
  const { case: made } = await open(conversation, { matter: 'warranty' });
  expect(made).toMatchObject({ policy: { id: policy.id, days: 30, source: 'Karta gwarancyjna' }, legalBasis: 'Karta gwarancyjna' });
  await owner.client.patch('/case-settings', { daysOff: [{ on: made.dueOn, name: 'Inwentaryzacja' }], sender: 'Dom Lipowy\nKraków', place: 'Kraków' });
  await eventually(async () => expect(Date.parse((await view(made.id)).dueOn ?? '')).toBeGreaterThan(Date.parse(made.dueOn ?? '')));
  await owner.client.patch('/case-settings', { daysOff: [] });
  await eventually(async () => expect((await view(made.id)).dueOn).toBe(made.dueOn));
  // A term that runs keeps its policy.
  await owner.client.patch(`/case-policies/${policy.id}`, { days: 10 });
  expect((await view(made.id)).policy?.days).toBe(30);
  await owner.client.delete(`/case-policies/${policy.id}`);
  // The basis goes along with what it is, until somebody writes it otherwise.
  const basis = async (patch: object) => (await owner.client.patch<CaseChange>(`/cases/${made.id}`, patch)).case.legalBasis;
  expect([await basis({ matter: 'claim' }), await basis({ legalBasis: 'Regulamin, § 7' }), await basis({ matter: 'complaint' })]).toEqual([expect.stringContaining('Consumer Rights Act'), 'Regulamin, § 7', 'Regulamin, § 7']);
});

it('lists, filters, pages and exports, each as far as one may see', async () => {
  const numbers = async (query: string) => (await owner.client.get<Page<CaseRow>>(`/cases?${query}`)).items.map(({ number }) => number);
  const all = await numbers('limit=100&sort=number');
  expect(all.length).toBeGreaterThan(5);
  for (const sort of ['due', 'newest', 'number']) {
    const whole = (await owner.client.get<Page<CaseRow>>(`/cases?limit=100&sort=${sort}`)).items.map(({ id }) => id);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<CaseRow> = await owner.client.get<Page<CaseRow>>(`/cases?limit=2&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(whole);
  }
  expect((await owner.client.get<Page<CaseRow>>('/cases?q=krzesl')).items.map(({ contact }) => contact?.name)).toEqual(['Beata']);
  expect((await owner.client.get<Page<CaseRow>>('/cases?q=filip')).items).toHaveLength(1);
  expect((await owner.client.get<Page<CaseRow>>('/cases?matter=warranty')).items.every(({ matter }) => matter === 'warranty')).toBe(true);
  expect((await owner.client.get<Page<CaseRow>>('/cases?decision=none&state=open')).items.every(({ decision, state }) => decision === null && state === 'open')).toBe(true);

  await owner.client.patch(`/cases/${(await owner.client.get<Page<CaseRow>>('/cases?q=krzesl')).items[0]?.id ?? ''}`, { product: '=HYPERLINK("x")' });
  const file = async (format: string) => Buffer.from(await (await fetch(`${api.url}/api/v1/cases/export?format=${format}&locale=pl`, { headers: { cookie: owner.client.cookie ?? '' } })).arrayBuffer());
  const csv = (await file('csv')).toString('utf8');
  expect([csv.startsWith('\ufeffNumer;Rodzaj;'), csv.includes(`"'=HYPERLINK(""x"")"`), csv.trim().split('\r\n').length]).toEqual([true, true, all.length + 1]);
  expect((await file('pdf')).subarray(0, 5).toString()).toBe('%PDF-');

  const stranger = await api.otherWorkspace();
  const [one] = (await owner.client.get<Page<CaseRow>>('/cases')).items;
  expect((await stranger.client.get<Page<CaseRow>>('/cases')).items).toEqual([]);
  expect(await problem(stranger.client.get(`/cases/${one?.id ?? ''}`))).toEqual([404, 'not-found']);
  expect(await problem(stranger.client.post(`/cases/${one?.id ?? ''}/close`, { customerWithdrew: true }))).toEqual([404, 'not-found']);
});

it('shows of a case what one may see of its conversations, and nothing at all to who sees none', async () => {
  const team = await owner.client.post<{ id: string }>('/teams', { name: 'Inner' });
  const [first, second] = [await write('chatty', 'Hanna', 'Reklamacja łóżka'), await write('box', 'Hanna', 'Jeszcze o łóżku')];
  const { case: made } = await open(first);
  await owner.client.post(`/cases/${made.id}/conversations`, { conversationId: second.id });
  await owner.client.patch(`/channels/${channels.chatty.id}`, { access: 'restricted', teamIds: [team.id] });
  try {
    const seen = await agent.client.get<CaseView>(`/cases/${made.id}`);
    expect([seen.conversations.map(({ id }) => id), seen.hiddenConversations]).toEqual([[second.id], 1]);
    await owner.client.post(`/cases/${made.id}/conversations/remove`, { conversationId: second.id });
    expect(await problem(agent.client.get(`/cases/${made.id}`))).toEqual([404, 'not-found']);
    expect(await problem(agent.client.patch(`/cases/${made.id}`, { subject: 'x' }))).toEqual([404, 'not-found']);
    expect((await agent.client.get<Page<CaseRow>>('/cases?q=Hanna')).items).toEqual([]);
  } finally {
    await owner.client.patch(`/channels/${channels.chatty.id}`, { access: 'everyone', teamIds: [] });
  }
});

it('keeps the conversation and the case as somebody changes what it is about meanwhile', async () => {
  const conversation = await write('box', 'Iga', 'Reklamacja');
  const { case: made, undoToken } = await open(conversation);
  await owner.client.patch<ConversationChange>(`/conversations/${conversation.id}`, { matter: 'complaint' });
  await owner.client.post(`/undo/${undoToken ?? ''}`, {});
  expect(await row(conversation.id)).toMatchObject({ matter: 'complaint', case: null });
  expect(await problem(view(made.id))).toEqual([404, 'not-found']);
});
