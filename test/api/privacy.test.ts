import type { AttachmentView, AuditEntry, AuditVerdict, CaseChange, ChannelView, ConsentsOfContact, ContactView, ConversationView, ErasureTrial, ErasureView, Merged, MessageView, Page, PersonExportList, PersonExportView, PrivacySettings, RefusalDraft, RetentionRule, RetentionRuleList, RetentionTrial, SplitDone } from '@kontuar/contract';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inbound } from '@kontuar/connectors/contract';
import { replayErasures } from '@kontuar/core';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const chat = fakeNetwork('chatty', { startConversation: true });
let channel: ChannelView;
let api: TestApi;
let owner: Person;
let agent: Person;
beforeAll(async () => {
  api = await startTestApi({ connectors: [chat.connector as never], worker: true });
  owner = await api.signUp();
  channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'chatty', name: 'chatty', settings: { account: 'chatty', token: 'secret' } });
  agent = await api.invite(owner, 'agent');
});
afterAll(() => api.stop());

describe('the ledger of consents', () => {
  const say = (id: string, given: boolean, more: object = {}) => agent.client.post<ConsentsOfContact>(`/contacts/${id}/consents`, { purpose: 'email_marketing', given, proof: { text: 'I want the catalogue by email.', version: '2026-11' }, ...more });
  const stands = async (id: string, purpose = 'email_marketing') => (await agent.client.get<ConsentsOfContact>(`/contacts/${id}/consents`)).standing.find((one) => one.purpose === purpose)?.state;
  const contact = (name: string, more: object = {}) => agent.client.post<ContactView>('/contacts', { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`, ...more });

  it('keeps every line with its proof, and the newest one counts by when it was said', async () => {
    const anna = await contact('Ledger Anna');
    expect(await stands(anna.id)).toBe('none');
    await say(anna.id, true);
    expect(await stands(anna.id)).toBe('given');
    await say(anna.id, false, { source: 'unsubscribe', proof: {} });
    // An old paper form that somebody types in later changes nothing.
    const after = await say(anna.id, true, { source: 'form', at: '2025-01-01T10:00:00Z' });
    expect(await stands(anna.id)).toBe('withdrawn');
    expect(after.history.map(({ given, source, proof }) => [given, source, proof.version])).toEqual([[false, 'unsubscribe', undefined], [true, 'agent', '2026-11'], [true, 'form', '2026-11']]);
    expect(await agent.client.refused('POST', `/contacts/${anna.id}/consents`, { purpose: 'email_marketing', given: true })).toMatchObject({ status: 400 });
    expect(await agent.client.refused('POST', `/contacts/${anna.id}/consents`, { purpose: 'no_such', given: false })).toMatchObject({ status: 400, code: 'unknown-purpose' });
    expect(await agent.client.refused('POST', `/contacts/${anna.id}/consents`, { purpose: 'surveys', given: false, at: new Date(Date.now() + 3_600_000).toISOString() })).toMatchObject({ status: 400, code: 'said-in-future' });
    const audit = await owner.client.get<Page<AuditEntry>>(`/audit?subjectId=${anna.id}&action=consent`);
    expect(audit.items.map(({ action }) => action)).toEqual(['consent.given', 'consent.withdrawn', 'consent.given']);
  });

  it('lets the no of one of two merged persons win until they are split again, or say yes as one', async () => {
    const [yes, no] = [await contact('Ledger Yes'), await contact('Ledger No')];
    await say(no.id, false, { proof: {} });
    await say(yes.id, true);
    const merged = await agent.client.post<Merged>(`/contacts/${yes.id}/merge`, { otherId: no.id });
    expect(await stands(yes.id)).toBe('withdrawn');
    await agent.client.post(`/merges/${merged.mergeId}/undo`);
    expect([await stands(yes.id), await stands(no.id)]).toEqual(['given', 'withdrawn']);
    await agent.client.post(`/contacts/${yes.id}/merge`, { otherId: no.id });
    await say(yes.id, true);
    expect(await stands(yes.id)).toBe('given');
  });

  it('takes a no along to whom is split off, and no yes', async () => {
    const both = await contact('Ledger Both', { phone: '+48 601 000 111' });
    await say(both.id, true);
    await say(both.id, false, { purpose: 'surveys', proof: {} });
    const split = await agent.client.post<SplitDone>(`/contacts/${both.id}/split`, { identityIds: [both.identities[1]?.id], name: 'Ledger Half' });
    expect([await stands(split.other.id), await stands(split.other.id, 'surveys')]).toEqual(['none', 'withdrawn']);
  });

  it('asks for purposes of the workspace’s own, which those who manage it make', async () => {
    const anna = await contact('Ledger Own');
    expect(await agent.client.refused('POST', '/privacy/purposes', { key: 'catalogue', name: { en: 'Catalogue', pl: 'Katalog' } })).toMatchObject({ status: 403 });
    await owner.client.post('/privacy/purposes', { key: 'catalogue', name: { en: 'Catalogue', pl: 'Katalog' } });
    expect(await owner.client.refused('POST', '/privacy/purposes', { key: 'surveys', name: { en: 'X', pl: 'X' } })).toMatchObject({ status: 409, code: 'purpose-taken' });
    await say(anna.id, true, { purpose: 'catalogue' });
    await owner.client.patch('/privacy/purposes/catalogue', { archived: true });
    expect(await agent.client.refused('POST', `/contacts/${anna.id}/consents`, { purpose: 'catalogue', given: false })).toMatchObject({ status: 400 });
    expect(await stands(anna.id, 'catalogue')).toBe('given');
    expect(await owner.client.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true });
  });
});

let told = 0;
async function tell(inbounds: Inbound[]): Promise<void> {
  const answer = await fetch(`${api.url}/hooks/chatty/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: `d${(told += 1)}`, inbounds }]) });
  expect(answer.status).toBe(200);
}
const message = (from: string, externalId: string, text: string, more: object = {}): Inbound => ({ kind: 'message', externalId, at: new Date().toISOString(), from: { id: from, name: from }, thread: { key: `thread ${from}` }, text, ...more });
const conversationOf = (from: string, text: string) => eventually(async () => {
  const found = (await owner.client.get<Page<ConversationView>>('/conversations?view=all&limit=100')).items.find((one) => one.contact.name === from && one.preview.text.includes(text));
  if (found === undefined) throw new Error(`nothing of ${from} yet`);
  return found;
}, 20_000);

/** Every word of every table, and of every file, whatever it is kept in. */
async function whereIs(word: string): Promise<string[]> {
  const tables = await api.sql<{ name: string }>(`SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`);
  const found: string[] = [];
  for (const { name } of tables) {
    const [sum] = await api.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} t WHERE t::text ILIKE '%' || $1 || '%' OR t::text ILIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'`, [word]);
    if ((sum?.n ?? 0) > 0) found.push(`${name}: ${sum?.n ?? 0}`);
  }
  const files = readdirSync(api.config.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files) if (readFileSync(path).includes(word)) found.push(path);
  return found;
}

describe('erasing a person', () => {
  const erase = (id: string, name: string) => owner.client.post<ErasureView>(`/contacts/${id}/erasure`, { ground: 'art17-1-b', askedOn: '2026-11-20', confirm: name });
  const settled = (id: string, state: string) => eventually(async () => {
    const view = await owner.client.get<ErasureView>(`/privacy/erasures/${id}`);
    if (view.state !== state) throw new Error(`it is ${view.state}`);
    return view;
  });

  it('takes everything of them from every table and file, leaves numbers, and lets nothing come back', async () => {
    await tell([message('Wioletta', 'w1', 'My kanarek-one broke'), message('Wioletta', 'w2', 'Here is kanarek-two')]);
    const conversation = await conversationOf('Wioletta', 'kanarek-two');
    const person = conversation.contact.id;
    await tell([message('Wioletta', 'w1', '', { kind: 'edit', text: 'My kanarek-three broke' })]);
    await owner.client.patch(`/contacts/${person}`, { note: 'kanarek-note', company: null });
    await owner.client.post(`/conversations/${conversation.id}/pins`, { about: 'contact', text: 'kanarek-pin' });
    await owner.client.post(`/contacts/${person}/consents`, { purpose: 'surveys', given: true, proof: { text: 'kanarek-proof' } });
    const form = new FormData();
    form.append('file', new Blob(['kanarek-file inside'], { type: 'text/plain' }), 'kanarek-file.txt');
    const file = await owner.client.post<AttachmentView>('/uploads', form);
    await owner.client.post(`/conversations/${conversation.id}/messages`, { clientId: '0198a000-0000-7000-8000-0000000000a1', text: 'Answer with kanarek-out', attachmentIds: [file.id], sendNow: true });
    await owner.client.post(`/conversations/${conversation.id}/messages`, { clientId: '0198a000-0000-7000-8000-0000000000a2', text: 'note kanarek-inside', private: true });
    await owner.client.put(`/conversations/${conversation.id}/draft`, { text: 'kanarek-draft', private: false, attachmentIds: [], sinceSeq: 0 });
    await owner.client.patch(`/conversations/${conversation.id}`, { matter: 'claim' });
    // Another conversation, of somebody else, in which they speak as well.
    await tell([message('Zenon', 'z1', 'Mine'), { ...message('Wioletta', 'w9', 'kanarek-elsewhere'), thread: { key: 'thread Zenon' } } as Inbound]);
    await eventually(async () => expect((await api.sql(`SELECT 1 FROM messages WHERE text LIKE '%kanarek-elsewhere%'`)).length).toBe(1));
    await eventually(async () => expect(chat.sent.some(({ text }) => text.includes('kanarek-out'))).toBe(true));
    expect((await whereIs('kanarek')).length).toBeGreaterThan(8);

    const trial = await owner.client.get<ErasureTrial>(`/contacts/${person}/erasure`);
    expect(trial).toMatchObject({ holds: [], stays: [], confirm: 'Wioletta', files: { count: 1 }, elsewhere: 1 });
    expect(Object.fromEntries(trial.goes.map(({ table, rows }) => [table, rows]))).toMatchObject({ messages: expect.any(Number) as number, pins: 1, consents: 1, drafts: 1, contacts: 1, conversations: 1 });
    expect((await whereIs('kanarek')).length).toBeGreaterThan(8);
    expect(await owner.client.refused('POST', `/contacts/${person}/erasure`, { ground: 'art17-1-b', askedOn: '2026-11-20', confirm: 'somebody' })).toMatchObject({ status: 400, code: 'not-confirmed' });
    expect(await agent.client.refused('GET', `/contacts/${person}/erasure`)).toMatchObject({ status: 403 });

    const begun = await erase(person, 'Wioletta');
    const done = await settled(begun.id, 'done');
    expect(done.name).toBeNull();
    expect(await whereIs('kanarek')).toEqual([]);
    expect(await whereIs('Wioletta')).toEqual([]);
    expect(await owner.client.refused('GET', `/contacts/${person}`)).toMatchObject({ status: 404 });
    expect(await owner.client.refused('GET', `/conversations/${conversation.id}`)).toMatchObject({ status: 404 });
    expect(await api.sql('SELECT messages_in, messages_out, matter FROM erased_conversations WHERE id = $1', [conversation.id])).toEqual([{ messages_in: 2, messages_out: 1, matter: 'claim' }]);
    expect(await owner.client.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true });

    // The platform is asked for what was missed, and tells of it again: an edit, and the message.
    await tell([message('Wioletta', 'w2', 'Here is kanarek-two'), { kind: 'edit', externalId: 'w1', at: new Date().toISOString(), text: 'kanarek-late' } as Inbound]);
    // A new mail is somebody new.
    await tell([message('Wioletta', 'w3', 'Good morning')]);
    const anew = await conversationOf('Wioletta', 'Good morning');
    expect(anew.contact.id).not.toBe(person);
    expect((await api.sql<{ text: string }>(`SELECT text FROM messages WHERE conversation_id = $1 AND kind = 'message'`, [anew.id])).map(({ text }) => text)).toEqual(['Good morning']);
    expect((await api.sql(`SELECT 1 FROM early_updates`)).length).toBe(0);
  });

  it('holds back what an open claim needs, says so in a letter, and takes the rest with the end of the hold', async () => {
    await tell([message('Halina', 'h1', 'My wrobel-claim is broken')]);
    const claimed = await conversationOf('Halina', 'wrobel-claim');
    await tell([{ ...message('Halina', 'h2', 'A wrobel-chat about nothing'), thread: { key: 'another thread' } } as Inbound]);
    const other = await conversationOf('Halina', 'wrobel-chat');
    const person = claimed.contact.id;
    await owner.client.patch(`/contacts/${person}`, { note: 'wrobel-note' });
    const { case: opened } = await owner.client.post<CaseChange>(`/conversations/${claimed.id}/case`, { matter: 'claim', product: 'wrobel-product' });
    const trial = await owner.client.get<ErasureTrial>(`/contacts/${person}/erasure`);
    expect(trial.holds).toMatchObject([{ code: opened.code, rule: 'open-case', until: null }]);
    expect(trial.stays.map(({ table }) => table)).toEqual(expect.arrayContaining(['messages', 'conversations', 'cases', 'identities', 'contacts']));
    expect(trial.goes.find(({ table }) => table === 'conversations')?.rows).toBe(1);

    const begun = await erase(person, 'Halina');
    const held = await settled(begun.id, 'held');
    expect(held).toMatchObject({ name: 'Halina', holds: [{ code: opened.code, rule: 'open-case' }] });
    expect(await owner.client.refused('GET', `/conversations/${other.id}`)).toMatchObject({ status: 404 });
    expect([await whereIs('wrobel-chat'), await whereIs('wrobel-note')]).toEqual([[], []]);
    expect(await owner.client.get<ConversationView>(`/conversations/${claimed.id}`)).toMatchObject({ contact: { name: 'Halina' }, case: { id: opened.id } });
    expect(await owner.client.refused('POST', `/contacts/${person}/erasure`, { ground: 'art17-1-b', askedOn: '2026-11-20', confirm: 'Halina' })).toMatchObject({ status: 409, code: 'erasure-runs' });

    const draft = await owner.client.get<RefusalDraft>(`/privacy/erasures/${begun.id}/letter?locale=pl`);
    expect(draft).toMatchObject({ conversations: [{ id: claimed.id }] });
    expect([draft.text.includes(opened.code), draft.text.includes('art. 17 ust. 3 lit. e RODO')]).toEqual([true, true]);
    const letter = { locale: 'pl', title: draft.title, text: `${draft.text} wrobel-letter`, cover: draft.cover, conversationId: claimed.id, clientId: '0198a000-0000-7000-8000-0000000000b1', sendNow: true };
    await owner.client.post<ErasureView>(`/privacy/erasures/${begun.id}/letter`, letter);
    await eventually(async () => expect(chat.sent.at(-1)).toMatchObject({ attachments: [{ name: 'odpowiedz-na-zadanie-usuniecia-danych.pdf' }] }));

    // The case ends: the law still holds it, for as long as claims may be made.
    await owner.client.post(`/cases/${opened.id}/close`, { customerWithdrew: true });
    await eventually(async () => expect((await owner.client.get<ErasureView>(`/privacy/erasures/${begun.id}`)).holds).toMatchObject([{ rule: 'claims-limitation', until: expect.stringMatching(/^2033-01-01/) as string }]));
    // This firm keeps them no longer than they run.
    await owner.client.patch<PrivacySettings>('/privacy/settings', { keepCasesYears: 0 });
    await settled(begun.id, 'done');
    expect([await whereIs('wrobel'), await whereIs('Halina')]).toEqual([[], []]);
    expect(await api.sql('SELECT code, subject, product FROM cases WHERE id = $1', [opened.id])).toEqual([{ code: opened.code, subject: '', product: '' }]);
    expect(await owner.client.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true });
  });
});

it('gives a person all that is held of them, once and to who asked alone, and erases them again when a backup brings them back', async () => {
  await tell([message('Ignacy', 'i1', 'What do you hold of sikora?')]);
  const conversation = await conversationOf('Ignacy', 'sikora');
  const person = conversation.contact.id;
  const asked = await owner.client.post<PersonExportView>(`/contacts/${person}/exports`, { locale: 'pl' });
  expect(asked).toMatchObject({ mine: true, name: 'Ignacy' });
  await eventually(async () => expect((await owner.client.get<PersonExportList>('/privacy/exports')).items).toMatchObject([{ id: asked.id, state: 'ready' }]));
  const admin = await api.invite(owner, 'admin');
  expect((await admin.client.get<PersonExportList>('/privacy/exports')).items).toMatchObject([{ mine: false }]);
  expect(await admin.client.refused('GET', `/privacy/exports/${asked.id}/file`)).toMatchObject({ status: 404 });
  const [row] = await api.sql<{ file_key: string; size_bytes: string }>('SELECT file_key, size_bytes FROM person_exports WHERE id = $1', [asked.id]);
  const key = row?.file_key ?? '';
  const bytes = readFileSync(join(api.config.dataDir, 'files', key.slice(-2), key.slice(-4, -2), key));
  expect([bytes.length, bytes.subarray(0, 2).toString(), ['przeczytaj.html', 'data.json'].every((name) => bytes.includes(name))]).toEqual([Number(row?.size_bytes), 'PK', true]);

  // As after a restore: they are back, and the list of what was erased knows them by their ids. No worker is told; the next look finds it.
  const line = JSON.stringify({ id: '0198a000-0000-7000-8000-0000000000c1', workspaceId: owner.workspaceId, at: new Date().toISOString(), ground: 'art17-1-b', askedOn: '2026-11-01', contactIds: [person], hashes: [] });
  expect(await replayErasures(api.database, `${line}\n\nnonsense\n`)).toEqual({ lines: 2, begun: 1, absent: 0, unreadable: 1 });
  await api.sql(`UPDATE erasures SET updated_at = now() - interval '1 minute' WHERE contact_id = $1`, [person]);
  await eventually(async () => expect(await owner.client.refused('GET', `/contacts/${person}`)).toMatchObject({ status: 404 }), 25_000);
  await eventually(async () => expect([await whereIs('sikora'), await whereIs('Ignacy')]).toEqual([[], []]));
  expect(await replayErasures(api.database, line)).toEqual({ lines: 1, begun: 0, absent: 1, unreadable: 0 });
}, 60_000);

describe('numbers that nobody needs', () => {
  it('are masked before anything of them is kept: text, look, subject, quote, preview, search and the raw delivery', async () => {
    const before = await owner.client.patch<PrivacySettings>('/privacy/settings', { redact: ['card', 'pesel'] });
    expect(before.redact).toEqual(['card', 'pesel']);
    await tell([message('Card holder', 'c1', 'My card is 4242 4242-4242\u00a04242, PESEL 44051401359', { subject: 'Card 4242424242424242', html: '<p>4242 <b>4242</b>&nbsp;4242 4242</p>', quoted: 'PESEL: 44051401359' })]);
    const conversation = await conversationOf('Card holder', '•••• 4242');
    expect([conversation.subject, conversation.preview.text]).toEqual(['Card •••• 4242', 'My card is •••• 4242, PESEL •••• PESEL']);
    for (const number of ['4242424242424242', '4242 4242', '44051401359']) expect([number, await whereIs(number)]).toEqual([number, []]);
    const [delivery] = await api.sql<{ id: string }>('SELECT id FROM deliveries WHERE conversation_id = $1', [conversation.id]);
    expect(await owner.client.refused('POST', `/deliveries/${delivery?.id ?? ''}/replay`)).toMatchObject({ status: 409, code: 'delivery-masked' });
    // A number written in three messages is whole with the last, and goes from all of them: from those that were kept meanwhile, too.
    await tell([message('Piecewise', 'split-1', 'Moja karta to 5105'), message('Piecewise', 'split-2', '1051 05')]);
    const pieces = await conversationOf('Piecewise', '1051 05');
    await tell([message('Piecewise', 'split-3', '10 5100 ważna do 12/27', { html: '<p>10 <b>5100</b></p>' })]);
    await conversationOf('Piecewise', '•••• 5100 ważna do 12/27');
    expect((await owner.client.get<Page<MessageView>>(`/conversations/${pieces.id}/messages`)).items.filter(({ kind }) => kind === 'message').map(({ text, html, extra }) => [text, html, extra])).toEqual([
      ['Moja karta to ••••', null, { redacted: ['card'] }], ['••••', null, { redacted: ['card'] }], ['•••• 5100 ważna do 12/27', null, { redacted: ['card'] }],
    ]);
    for (const piece of ['1051 05', '10 5100']) expect([piece, await whereIs(piece)]).toEqual([piece, []]);

    await owner.client.patch<PrivacySettings>('/privacy/settings', { redact: [] });
    await tell([message('Card holder', 'c2', 'Again 4242 4242 4242 4242')]);
    await conversationOf('Card holder', 'Again 4242 4242 4242 4242');
  });
});

describe('rules about keeping', () => {
  const aged = async (name: string, text: string, days: number, act?: (one: ConversationView) => Promise<unknown>): Promise<ConversationView> => {
    await tell([message(name, `old-${name}`, text)]);
    const one = await conversationOf(name, text);
    await act?.(one);
    await owner.client.patch(`/conversations/${one.id}`, { state: 'resolved' });
    await api.sql(`UPDATE conversations SET last_message_at = now() - $2 * interval '1 day', resolved_at = now() - $2 * interval '1 day' WHERE id = $1`, [one.id, days]);
    await api.sql(`UPDATE messages SET at = now() - $2 * interval '1 day' WHERE conversation_id = $1`, [one.id, days]);
    return one;
  };
  const there = async (...ones: ConversationView[]) => (await api.sql<{ id: string }>('SELECT id FROM conversations WHERE id = ANY($1::uuid[])', [ones.map(({ id }) => id)])).map(({ id }) => ones.find((one) => one.id === id)?.contact.name).sort();
  const rules = async () => (await owner.client.get<RetentionRuleList>('/privacy/retention')).items;
  const ended = (id: string) => eventually(async () => {
    const run = (await rules()).find((rule) => rule.id === id)?.runs[0];
    if (run?.state !== 'done') throw new Error(`it is ${String(run?.state)}`);
    return run;
  });

  it('say first what they would take, take old conversations whole, and leave what a case, a promise or an open end needs', async () => {
    const upload = async (one: ConversationView) => {
      const form = new FormData();
      form.append('file', new Blob(['drozd inside'], { type: 'text/plain' }), 'drozd.txt');
      const file = await owner.client.post<AttachmentView>('/uploads', form);
      await owner.client.post(`/conversations/${one.id}/messages`, { clientId: '0198a000-0000-7000-8000-0000000000d1', text: 'With a drozd', attachmentIds: [file.id], sendNow: true });
      await eventually(async () => expect(chat.sent.some(({ text }) => text.includes('With a drozd'))).toBe(true));
    };
    const old = await aged('Retired', 'An old drozd', 800, upload);
    const fresh = await aged('Fresh', 'A new drozd', 20);
    const claimed = await aged('Claimed', 'A broken drozd', 800, (one) => owner.client.post(`/conversations/${one.id}/case`, { matter: 'claim' }));
    const promised = await aged('Promised', 'Call me, drozd', 800, (one) => owner.client.post(`/conversations/${one.id}/promises`, { text: 'Call', dueAt: new Date(Date.now() + 86_400_000).toISOString() }));
    const open = await aged('Open', 'An open drozd', 800);
    await owner.client.patch(`/conversations/${open.id}`, { state: 'open' });
    await api.sql(`UPDATE conversations SET last_message_at = now() - interval '800 days' WHERE id = $1`, [open.id]);

    const trial = await owner.client.post<RetentionTrial>('/privacy/retention/trial', { what: 'conversations', days: 700 });
    expect(trial).toMatchObject({ gone: 1, held: 2, countedOf: null, samples: [{ id: old.id }] });
    expect(trial.heldSamples.map(({ id, why }) => [id, why]).sort()).toEqual([[claimed.id, 'case'], [promised.id, 'promise']].sort());
    expect(Object.fromEntries(trial.counts.map(({ table, rows }) => [table, rows]))).toMatchObject({ conversations: 1, attachments: 1 });
    expect(await there(old, fresh, claimed, promised, open)).toEqual(['Claimed', 'Fresh', 'Open', 'Promised', 'Retired']);
    expect(await agent.client.refused('POST', '/privacy/retention/trial', { what: 'conversations', days: 700 })).toMatchObject({ status: 403 });

    const rule = await owner.client.post<RetentionRule>('/privacy/retention', { what: 'conversations', days: 700 });
    expect(rule).toMatchObject({ active: false, nextAt: null });
    expect(await owner.client.refused('POST', '/privacy/retention', { what: 'conversations', days: 30 })).toMatchObject({ status: 409, code: 'retention-taken' });
    expect(await owner.client.refused('POST', '/privacy/retention', { what: 'people', channelId: channel.id, days: 30 })).toMatchObject({ status: 400, code: 'no-channel' });
    expect(await owner.client.refused('POST', `/privacy/retention/${rule.id}/run`)).toMatchObject({ status: 409, code: 'retention-off' });
    // A channel with a rule of its own goes by that.
    const own = await owner.client.post<RetentionRule>('/privacy/retention', { what: 'conversations', channelId: channel.id, days: 1000, active: true });
    const on = await owner.client.patch<RetentionRule>(`/privacy/retention/${rule.id}`, { active: true });
    expect(Date.parse(on.nextAt ?? '') - Date.now()).toBeLessThan(86_400_001);
    expect((await owner.client.post<RetentionTrial>('/privacy/retention/trial', { what: 'conversations', days: 700 })).gone).toBe(0);
    await owner.client.delete(`/privacy/retention/${own.id}`);

    // The night comes; nobody presses anything.
    await api.sql('UPDATE retention_rules SET next_at = now() WHERE id = $1', [rule.id]);
    const run = await ended(rule.id);
    expect(run).toMatchObject({ gone: 1, held: 2 });
    expect(Date.parse((await rules()).find(({ id }) => id === rule.id)?.nextAt ?? '')).toBeGreaterThan(Date.now());
    expect(await there(old, fresh, claimed, promised, open)).toEqual(['Claimed', 'Fresh', 'Open', 'Promised']);
    await eventually(async () => expect([await whereIs('old drozd'), await whereIs('drozd inside'), await whereIs('With a drozd')]).toEqual([[], [], []]));
    // The person stays: they may write again tomorrow. What is counted stays, too.
    expect(await owner.client.get<ContactView>(`/contacts/${old.contact.id}`)).toMatchObject({ name: 'Retired' });
    expect(await api.sql('SELECT messages_in, messages_out FROM erased_conversations WHERE id = $1', [old.id])).toEqual([{ messages_in: 1, messages_out: 1 }]);
    // A worker that died in the middle of a run: the next one goes on.
    await api.sql(`UPDATE conversations SET last_message_at = now() - interval '800 days', resolved_at = now() - interval '800 days' WHERE id = $1`, [fresh.id]);
    await api.sql(`INSERT INTO retention_runs (id, workspace_id, rule_id, before, updated_at, gone) VALUES ('0198a000-0000-7000-8000-0000000000d2', $1, $2, now() - interval '700 days', now() - interval '1 hour', 7)`, [owner.workspaceId, rule.id]);
    await api.sql('UPDATE retention_rules SET next_at = now() WHERE id = $1', [rule.id]);
    await eventually(async () => expect(await ended(rule.id)).toMatchObject({ id: '0198a000-0000-7000-8000-0000000000d2', gone: 8, held: 2 }), 25_000);
    expect(await there(old, fresh, claimed, promised, open)).toEqual(['Claimed', 'Open', 'Promised']);
    expect((await owner.client.get<Page<AuditEntry>>('/audit?limit=100')).items.map(({ action }) => action)).toEqual(expect.arrayContaining(['retention.added', 'retention.begun', 'retention.done', 'conversation.erased']));
    expect(await owner.client.get<AuditVerdict>('/audit/verify')).toMatchObject({ ok: true });
  }, 60_000);

  it('take the bytes of old files, raw deliveries, drafts, and people of whom nothing is left, but nobody who agreed to be written to', async () => {
    const keep = async (what: string, days: number, more: object = {}) => {
      const rule = await owner.client.post<RetentionRule>('/privacy/retention', { what, days, active: true, ...more });
      await owner.client.post(`/privacy/retention/${rule.id}/run`);
      return ended(rule.id);
    };
    const form = new FormData();
    form.append('file', new Blob(['wrona inside'], { type: 'text/plain' }), 'wrona.txt');
    await tell([message('Files', 'f1', 'Where is it?')]);
    const one = await conversationOf('Files', 'Where is it?');
    const file = await owner.client.post<AttachmentView>('/uploads', form);
    await owner.client.post(`/conversations/${one.id}/messages`, { clientId: '0198a000-0000-7000-8000-0000000000d3', text: 'Here it is', attachmentIds: [file.id], sendNow: true });
    await eventually(async () => expect(await api.sql(`SELECT 1 FROM messages WHERE text = 'Here it is' AND status = 'sent'`)).toHaveLength(1));
    await api.sql(`UPDATE messages SET at = now() - interval '400 days' WHERE conversation_id = $1`, [one.id]);
    await api.sql(`UPDATE attachments SET created_at = now() - interval '400 days' WHERE id = $1`, [file.id]);
    expect(await keep('attachments', 365)).toMatchObject({ gone: 1 });
    await eventually(async () => expect((await whereIs('wrona inside'))).toEqual([]));
    const thread = await owner.client.get<Page<{ text: string; attachments: AttachmentView[] }>>(`/conversations/${one.id}/messages`);
    expect(thread.items.find(({ text }) => text === 'Here it is')?.attachments).toMatchObject([{ name: 'wrona.txt', state: 'gone', url: null, sizeBytes: 12 }]);

    await owner.client.put(`/conversations/${one.id}/draft`, { text: 'sroka', private: false, attachmentIds: [], sinceSeq: 0 });
    await api.sql(`UPDATE drafts SET updated_at = now() - interval '40 days' WHERE conversation_id = $1`, [one.id]);
    await api.sql(`UPDATE deliveries SET received_at = now() - interval '40 days' WHERE conversation_id = $1`, [one.id]);
    expect(await keep('drafts', 30)).toMatchObject({ gone: 1 });
    expect((await keep('deliveries', 35, { channelId: channel.id })).gone).toBeGreaterThan(0);
    expect([await whereIs('sroka'), await api.sql('SELECT 1 FROM deliveries WHERE conversation_id = $1', [one.id])]).toEqual([[], []]);

    const person = (name: string) => owner.client.post<ContactView>('/contacts', { name, email: `${name.toLowerCase()}@example.com` });
    const [stranger, agreed, recent] = [await person('Gawron'), await person('Czapla'), await person('Zimorodek')];
    await owner.client.post(`/contacts/${agreed.id}/consents`, { purpose: 'email_marketing', given: true, proof: { text: 'Yes, please.' } });
    await api.sql(`UPDATE contacts SET created_at = now() - interval '900 days', updated_at = now() - interval '900 days' WHERE id = ANY($1::uuid[])`, [[stranger.id, agreed.id]]);
    await api.sql(`UPDATE identities SET last_seen_at = now() - interval '900 days' WHERE contact_id = ANY($1::uuid[])`, [[stranger.id, agreed.id]]);
    const took = await keep('people', 800);
    expect(took.held).toBeGreaterThanOrEqual(1);
    expect(await owner.client.refused('GET', `/contacts/${stranger.id}`)).toMatchObject({ status: 404 });
    expect([(await owner.client.get<ContactView>(`/contacts/${agreed.id}`)).name, (await owner.client.get<ContactView>(`/contacts/${recent.id}`)).name]).toEqual(['Czapla', 'Zimorodek']);
    expect(await whereIs('Gawron')).toEqual([]);
  }, 60_000);
});
