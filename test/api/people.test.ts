import type { CompaniesOfContact, CompanyMembers, CompanyMerged, CompanyMergeList, CompanyMergePreview, CompanySuggestions, CompanyView, ContactView, ExportView, ImportBadLines, ImportUndoTrial, ImportView, Page, PersonRow, Segment, SplitDone, ViewCounts } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';

let api: TestApi;
let owner: Person;
let agent: Person;
beforeAll(async () => {
  api = await startTestApi({ worker: true });
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
});
afterAll(() => api.stop());

describe('segments', () => {
  it('are counted, shared by those who lead, unseen by others while private, and come back within a day', async () => {
    for (const n of [1, 2, 3]) await agent.client.post('/contacts', { name: `Segmented ${n}`, email: `segmented-${n}@example.com`, kinds: n === 3 ? ['bulk'] : ['loyal'] });
    const loyal = await agent.client.post<Segment>('/segments', { name: 'Loyal', filter: { by: 'kind', is: 'any', of: ['loyal'] } });
    expect((await agent.client.get<ViewCounts>('/segments/counts')).counts[loyal.id]).toEqual({ count: 2, more: false });
    expect((await agent.client.post<Page<PersonRow>>('/contacts/find', { segmentId: loyal.id, q: 'segmented', sort: 'name' })).items.map(({ contact }) => contact.name)).toEqual(['Segmented 1', 'Segmented 2']);
    expect(await owner.client.refused('POST', '/contacts/find', { segmentId: loyal.id })).toMatchObject({ status: 404 });
    expect(await agent.client.refused('PATCH', `/segments/${loyal.id}`, { sharing: 'workspace' })).toMatchObject({ status: 403 });
    const shared = await owner.client.post<Segment>('/segments', { name: 'Bulk', filter: { by: 'kind', is: 'any', of: ['bulk'] }, sharing: 'workspace' });
    expect(await agent.client.refused('DELETE', `/segments/${shared.id}`)).toMatchObject({ status: 403 });
    await owner.client.send('DELETE', `/segments/${shared.id}`);
    expect((await agent.client.get<{ items: Segment[] }>('/segments')).items.map(({ name }) => name)).toEqual(['Loyal']);
    await owner.client.post(`/segments/${shared.id}/restore`);
    expect((await agent.client.get<{ items: Segment[] }>('/segments')).items.map(({ name, editable }) => [name, editable])).toEqual([['Bulk', false], ['Loyal', true]]);
  });
});

describe('a company', () => {
  it('has members with a role, is thought of by the domain of a mail, and never by one that everybody may have', async () => {
    const contact = await agent.client.post<ContactView>('/contacts', { name: 'Grzegorz', email: 'grzegorz@hurtownia-meblex.pl' });
    const free = await agent.client.post<ContactView>('/contacts', { name: 'Ola', email: 'ola@wp.pl' });
    expect((await agent.client.get<CompaniesOfContact>(`/contacts/${contact.id}/companies`)).suggested).toEqual([{ companyId: null, name: 'hurtownia-meblex', domain: 'hurtownia-meblex.pl' }]);
    expect((await agent.client.get<CompaniesOfContact>(`/contacts/${free.id}/companies`)).suggested).toEqual([]);
    expect(await agent.client.refused('POST', '/companies', { name: 'X', taxId: '5260250275' })).toMatchObject({ status: 400 });
    const company = await agent.client.post<CompanyView>('/companies', { name: 'Hurtownia Meblex', taxId: '526-025-02-74', domains: ['hurtownia-meblex.pl', 'wp.pl'] });
    expect(company).toMatchObject({ taxId: '5260250274', domains: ['hurtownia-meblex.pl'] });
    expect(await agent.client.refused('POST', '/companies', { name: 'Twin', taxId: 'PL5260250274' })).toMatchObject({ status: 409, code: 'tax-id-taken' });
    expect((await agent.client.get<CompaniesOfContact>(`/contacts/${contact.id}/companies`)).suggested).toMatchObject([{ companyId: company.id, name: 'Hurtownia Meblex' }]);
    await agent.client.put(`/contacts/${contact.id}/companies/${company.id}`, { role: 'buyer' });
    expect(await agent.client.get<ContactView>(`/contacts/${contact.id}`)).toMatchObject({ company: 'Hurtownia Meblex' });
    await agent.client.patch(`/companies/${company.id}`, { name: 'Meblex SA' });
    expect(await agent.client.get<ContactView>(`/contacts/${contact.id}`)).toMatchObject({ company: 'Meblex SA' });
    expect((await agent.client.get<{ items: unknown[] }>(`/companies/${company.id}/members`)).items).toMatchObject([{ name: 'Grzegorz', role: 'buyer', main: true }]);
    // A name that is written at a person is the same company, however it is written.
    await agent.client.patch(`/contacts/${free.id}`, { company: 'meblex sa' });
    expect((await agent.client.get<CompanyView>(`/companies/${company.id}`)).members).toBe(2);
  });
});

it('a person is split in two, and whole again', async () => {
  const contact = await agent.client.post<ContactView>('/contacts', { name: 'Two in one', email: 'two@example.com', phone: '+48 600 700 800' });
  const phone = contact.identities.find(({ scope }) => scope === 'phone');
  const split = await agent.client.post<SplitDone>(`/contacts/${contact.id}/split`, { identityIds: [phone?.id], name: 'The other' });
  expect([split.contact.identities.length, split.other.identities.length, split.other.name]).toEqual([1, 1, 'The other']);
  await agent.client.post(`/splits/${split.splitId}/undo`);
  expect((await agent.client.get<ContactView>(`/contacts/${contact.id}`)).identities).toHaveLength(2);
  expect(await agent.client.refused('POST', `/splits/${split.splitId}/undo`)).toMatchObject({ status: 409, code: 'already-undone' });
});

describe('companies that are one, and those that nobody wrote down', () => {
  it('are suggested with whom they are about, merged with all their people, and kept apart by their tax numbers', async () => {
    const make = (name: string, more: object = {}) => owner.client.post<CompanyView>('/companies', { name, ...more });
    const [stays, goes, other] = [await make('Twins', { taxId: '5260001246', domains: ['twins.example'] }), await make('TWINS Sp. z o.o.', { domains: ['twins.test'], note: 'Pays late' }), await make('Twins S.A.', { taxId: 'DE811907980' })];
    const person = async (name: string, email: string) => (await owner.client.post<ContactView>('/contacts', { name, email })).id;
    const [both, only] = [await person('Both', 'both@gmail.com'), await person('Only', 'only@gmail.com')];
    await owner.client.put(`/contacts/${both}/companies/${stays.id}`, { main: false });
    await owner.client.put(`/contacts/${both}/companies/${goes.id}`, { role: 'Buyer', main: true });
    await owner.client.put(`/contacts/${only}/companies/${goes.id}`, {});
    await owner.client.post('/segments', { name: 'Of the twin', filter: { by: 'company', is: 'any', of: [goes.id] } });
    const found = await owner.client.get<CompanySuggestions>('/companies/suggestions');
    // Of another tax number, and so another firm.
    expect(found.twins).toEqual([{ companyId: stays.id, name: 'Twins', members: 1, otherId: goes.id, otherName: 'TWINS Sp. z o.o.', otherMembers: 2 }]);
    expect(await owner.client.refused('POST', `/companies/${stays.id}/merge`, { otherId: other.id })).toMatchObject({ status: 409, code: 'two-tax-ids' });
    expect(await owner.client.get<CompanyMergePreview>(`/companies/${stays.id}/merge?otherId=${goes.id}`)).toEqual({ name: 'Twins', otherName: 'TWINS Sp. z o.o.', people: 2, names: ['Both', 'Only'], taxId: null, domains: ['twins.test'], note: 'Pays late', segments: 1, rules: 0 });
    const merged = await owner.client.post<CompanyMerged>(`/companies/${stays.id}/merge`, { otherId: goes.id });
    expect(merged.company).toMatchObject({ name: 'Twins', taxId: '5260001246', domains: ['twins.example', 'twins.test'], note: 'Pays late', members: 2 });
    expect(await owner.client.get<CompaniesOfContact>(`/contacts/${both}/companies`)).toMatchObject({ items: [{ companyId: stays.id, role: 'Buyer', main: true }] });
    expect(await owner.client.get<ContactView>(`/contacts/${only}`)).toMatchObject({ company: 'Twins' });
    expect((await owner.client.get<{ items: Segment[] }>('/segments')).items.find(({ name }) => name === 'Of the twin')?.filter).toEqual({ by: 'company', is: 'any', of: [stays.id] });
    expect(await owner.client.refused('GET', `/companies/${goes.id}`)).toMatchObject({ status: 404 });
    await owner.client.post(`/company-merges/${merged.mergeId}/undo`);
    expect(await owner.client.get<CompanyView>(`/companies/${goes.id}`)).toMatchObject({ name: 'TWINS Sp. z o.o.', taxId: null, domains: ['twins.test'], note: 'Pays late', members: 2 });
    expect(await owner.client.get<CompanyView>(`/companies/${stays.id}`)).toMatchObject({ domains: ['twins.example'], note: '', members: 1 });
    expect((await owner.client.get<CompaniesOfContact>(`/contacts/${both}/companies`)).items).toEqual(expect.arrayContaining([expect.objectContaining({ companyId: stays.id, role: '', main: false }), expect.objectContaining({ companyId: goes.id, role: 'Buyer', main: true })]));
    expect(await owner.client.get<ContactView>(`/contacts/${only}`)).toMatchObject({ company: 'TWINS Sp. z o.o.' });
    expect((await owner.client.get<{ items: Segment[] }>('/segments')).items.find(({ name }) => name === 'Of the twin')?.filter).toEqual({ by: 'company', is: 'any', of: [goes.id] });
    expect(await owner.client.refused('POST', `/company-merges/${merged.mergeId}/undo`)).toMatchObject({ status: 409, code: 'already-undone' });
    await owner.client.post(`/companies/${stays.id}/merge`, { otherId: goes.id });

    for (const n of [1, 2]) await person(`Meble ${n}`, `m${n}@meble.example`);
    expect((await owner.client.get<CompanySuggestions>('/companies/suggestions')).domains).toContainEqual({ domain: 'meble.example', companyId: null, name: 'meble', people: 2, names: ['Meble 1', 'Meble 2'] });
    expect(await owner.client.refused('POST', '/companies/suggestions', { domain: 'gmail.com', companyId: null, name: 'Everybody' })).toMatchObject({ status: 400, code: 'free-domain' });
    const taken = await owner.client.post<{ companyId: string; joined: number }>('/companies/suggestions', { domain: 'meble.example', companyId: null, name: 'Meble' });
    expect(taken.joined).toBe(2);
    expect(await owner.client.get<CompanyView>(`/companies/${taken.companyId}`)).toMatchObject({ name: 'Meble', members: 2, domains: ['meble.example'] });
    expect((await owner.client.get<CompanySuggestions>('/companies/suggestions')).domains).not.toContainEqual(expect.objectContaining({ domain: 'meble.example' }));
    expect(await owner.client.get(`/companies/${taken.companyId}/conversations`)).toEqual({ items: [] });
  });
});

it('companies merged one into the other and that into a third come apart in the wrong order, with everybody where they were, and with what happened since', async () => {
  const make = (name: string, more: object = {}) => owner.client.post<CompanyView>('/companies', { name, ...more });
  const [a, b, c] = [await make('Chain A', { taxId: 'DE136695976', domains: ['chain-a.example'] }), await make('Chain B', { domains: ['chain-b.example'], note: 'Ask for Ola' }), await make('Chain C')];
  const person = async (name: string, ...companies: CompanyView[]) => {
    const { id } = await owner.client.post<ContactView>('/contacts', { name, email: `${name.toLowerCase()}@gmail.com` });
    for (const company of companies) await owner.client.put(`/contacts/${id}/companies/${company.id}`, {});
    return id;
  };
  const [onlyA, aAndC, onlyB, leaves] = [await person('Chain-a', a), await person('Chain-a-c', a, c), await person('Chain-b', b), await person('Chain-left', a)];
  const first = await owner.client.post<CompanyMerged>(`/companies/${b.id}/merge`, { otherId: a.id });
  const second = await owner.client.post<CompanyMerged>(`/companies/${c.id}/merge`, { otherId: b.id });
  expect(second.company).toMatchObject({ taxId: 'DE136695976', domains: ['chain-b.example', 'chain-a.example'], members: 4 });
  expect((await owner.client.get<CompanyMergeList>(`/companies/${c.id}/merges`)).items.map(({ name, people }) => [name, people])).toEqual([['Chain B', 4], ['Chain A', 3]]);
  await owner.client.delete(`/contacts/${leaves}/companies/${c.id}`);
  const comes = await person('Chain-new', c);

  expect(await owner.client.post(`/company-merges/${first.mergeId}/undo`)).toEqual({ companyId: c.id, otherId: a.id });
  const members = async (company: CompanyView) => (await owner.client.get<CompanyMembers>(`/companies/${company.id}/members`)).items.map(({ contactId }) => contactId);
  expect([await members(a), await members(c)]).toEqual([[onlyA, aAndC], [aAndC, onlyB, comes]]);
  expect(await owner.client.get<CompanyView>(`/companies/${a.id}`)).toMatchObject({ taxId: 'DE136695976', domains: ['chain-a.example'] });
  await owner.client.post(`/company-merges/${second.mergeId}/undo`);
  expect([await members(a), await members(b), await members(c)]).toEqual([[onlyA, aAndC], [onlyB], [aAndC, comes]]);
  expect(await owner.client.get<CompanyView>(`/companies/${b.id}`)).toMatchObject({ taxId: null, domains: ['chain-b.example'], note: 'Ask for Ola' });
  expect(await owner.client.get<CompanyView>(`/companies/${c.id}`)).toMatchObject({ taxId: null, domains: [], note: '' });
});

describe('a file of customers', () => {
  /** Of 50 000 the same holds, and takes five times as long. */
  const LINES = 8000;
  async function upload(person: Person, content: string | Buffer, name = 'customers.csv'): Promise<ImportView> {
    const form = new FormData();
    form.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type: 'text/csv' }), name);
    return person.client.post<ImportView>('/imports', form);
  }
  const ended = (id: string) => eventually(async () => {
    const view = await owner.client.get<ImportView>(`/imports/${id}`);
    expect(['running', 'checking', 'undoing']).not.toContain(view.state);
    return view;
  }, 60_000);
  const read = async (view: ImportView, more: object = {}) => ended((await owner.client.post<ImportView>(`/imports/${view.id}/start`, { mapping: view.mapping, ...more })).id);
  const people = async () => (await api.sql<{ n: number }>('SELECT count(*)::int AS n FROM contacts'))[0]?.n ?? 0;

  it('brings consents with their day and words into the ledger once, refuses a yes without a proof, lets a later no stand, and is taken back with them', async () => {
    const head = 'E-mail;Newsletter;Data zgody;Treść zgody;Źródło zgody\n';
    const view = await upload(owner, `${head}agreed@import.example;tak;2026-01-31;Chcę nowości;Targi Poznań\nrefused@import.example;nie;;;\nnoproof@import.example;tak;31.01.2026;;\nfuture@import.example;tak;2099-01-01;Chcę;\nodd@import.example;może;2026-01-31;Chcę;\n`);
    expect(view.mapping).toEqual({ 0: 'email', 1: 'consent:email_marketing', 2: 'consentAt', 3: 'consentText', 4: 'consentWhere' });
    expect(await read(view, { trial: true })).toMatchObject({ state: 'checked', made: 2, wrong: 3 });
    expect(await api.sql(`SELECT 1 FROM consents WHERE source = 'import'`)).toEqual([]);
    const done = await read(view);
    expect(done.problems.map(({ line, field, message }) => [line, field, message])).toEqual([[4, 'consentText', 'Say what they agreed to, in the words that they were shown.'], [5, 'consentAt', 'This day is still to come.'], [6, 'consent:email_marketing', 'Write yes or no.']]);
    const agreed = (await owner.client.post<Page<PersonRow>>('/contacts/find', { q: 'agreed@import', sort: 'recent' })).items[0]?.contact.id ?? '';
    const ledger = () => api.sql<{ purpose: string; given: boolean; day: string; proof: object }>(`SELECT purpose, given, to_char(at, 'YYYY-MM-DD') AS day, proof - 'importId' AS proof FROM consents WHERE contact_id = $1 ORDER BY recorded_at`, [agreed]);
    expect(await ledger()).toEqual([{ purpose: 'email_marketing', given: true, day: '2026-01-31', proof: { text: 'Chcę nowości', where: 'Targi Poznań' } }]);
    // Once more, and after a no of today: the same line says nothing new, and the no stands.
    await owner.client.post(`/contacts/${agreed}/consents`, { purpose: 'email_marketing', given: false, source: 'agent' });
    expect(await read(await upload(owner, `${head}agreed@import.example;tak;2026-01-31;Chcę nowości;Targi Poznań\n`))).toMatchObject({ made: 0, changed: 0, same: 1 });
    expect((await ledger()).map(({ given }) => given)).toEqual([true, false]);
    // Whoever said something since stays; who only stood in the file goes with what the file said.
    expect(await owner.client.get<ImportUndoTrial>(`/imports/${view.id}/undo`)).toMatchObject({ go: 1, stay: 1 });
    await owner.client.post(`/imports/${view.id}/undo`);
    expect(await ended(view.id)).toMatchObject({ state: 'undone', gone: 1, stayed: 1 });
  });

  it('with one line in a hundred wrong is tried without a trace, read with a report by line, and read again without doubling anybody', async () => {
    const lines = Array.from({ length: LINES }, (_, n) => `Klient ${n};${n % 100 === 7 ? `wrong address ${n}` : `klient-${n}@import.example`};+4850${String(n).padStart(7, '0')};Firma ${n % 50}`);
    const view = await upload(owner, `Imię i nazwisko;E-mail;Telefon;Firma\n${lines.join('\n')}\n`);
    expect(view).toMatchObject({ state: 'draft', delimiter: ';', encoding: 'utf-8', total: LINES, mapping: { 0: 'name', 1: 'email', 2: 'phone', 3: 'company' } });
    const before = await people();
    expect(await read(view, { trial: true })).toMatchObject({ state: 'checked', handled: LINES, made: LINES * 0.99, changed: 0, wrong: LINES / 100 });
    expect(await people()).toBe(before);
    const done = await read(view);
    expect(done).toMatchObject({ state: 'done', handled: LINES, made: LINES * 0.99, wrong: LINES / 100 });
    expect(done.problems[0]).toEqual({ line: 9, field: 'email', message: 'This is no email address.' });
    expect(await people()).toBe(before + LINES * 0.99);
    const report = (await owner.client.send<string>('GET', `/imports/${view.id}/report`)).body;
    expect(report.split('\r\n')).toHaveLength(LINES / 100 + 1);
    const again = await read(await upload(owner, `Imię i nazwisko;E-mail;Telefon;Firma\n${lines.slice(0, 1000).join('\n')}\n`));
    expect(again).toMatchObject({ state: 'done', made: 0, changed: 0, same: 990, wrong: 10 });
    expect(await people()).toBe(before + LINES * 0.99);
  }, 120_000);

  it('of which all lines are wanted or none leaves nothing behind when one is wrong', async () => {
    const before = await people();
    const bad = await upload(owner, 'name,email\nAnna,anna@all.example\nBad,nobody\n');
    expect(await read(bad, { mode: 'all' })).toMatchObject({ state: 'refused', made: 0, wrong: 1, problems: [{ line: 3, field: 'email', message: 'This is no email address.' }] });
    expect(await people()).toBe(before);
    const good = await upload(owner, 'name,email\nAnna,anna@all.example\nBen,ben@all.example\n');
    expect(await read(good, { mode: 'all' })).toMatchObject({ state: 'done', made: 2, wrong: 0 });
    expect(await owner.client.refused('POST', `/imports/${good.id}/start`, { mapping: good.mapping })).toMatchObject({ status: 409, code: 'import-done' });
  });

  it('fills in what somebody lacks and overwrites nothing; who would be two people is wrong, and so is one kind that nobody knows', async () => {
    const contact = await owner.client.post<ContactView>('/contacts', { name: 'Known', email: 'known@fill.example', note: 'Ours' });
    await owner.client.post('/contacts', { name: 'Other', phone: '+48 611 222 333' });
    const view = await read(await upload(owner, Buffer.from('name;email;phone;note;kinds\nNowy;known@fill.example;;Theirs;bulk\nTwo;known@fill.example;+48611222333;;\nKind;kind@fill.example;;;unknown\n')));
    expect(view).toMatchObject({ made: 0, changed: 1, wrong: 2, problems: [{ line: 3, field: 'phone' }, { line: 4, field: 'kinds' }] });
    expect(await owner.client.get<ContactView>(`/contacts/${contact.id}`)).toMatchObject({ name: 'Known', note: 'Ours', kinds: ['bulk'] });
  });

  it('is taken up where a worker that died left it', async () => {
    const view = await upload(owner, `name,email\n${Array.from({ length: 1200 }, (_, n) => `P${n},p${n}@left.example`).join('\n')}\n`);
    // As it stands after the first batch of a worker that is no more.
    await api.sql(`UPDATE imports SET state = 'running', handled = 500, made = 500, updated_at = now() - interval '1 minute' WHERE id = $1`, [view.id]);
    expect(await ended(view.id)).toMatchObject({ state: 'done', handled: 1200, made: 1200 });
    expect((await api.sql<{ n: number }>(`SELECT count(*)::int AS n FROM identities WHERE external_id LIKE '%@left.example'`))[0]?.n).toBe(700);
  }, 60_000);

  it('hands its wrong lines back as they stand, is read another way, and is taken back but for those of whom something came', async () => {
    // ŚĆ as older systems of Poland write them, and a separator that no guess finds in one column.
    const view = await upload(owner, Buffer.concat([Buffer.from('name|e-mail\nAnna '), Buffer.from([0xa6, 0xc6]), Buffer.from('|anna@undo.example\nBen|ben@undo.example\nBad|nobody\nCele|cele@undo.example\nDan|dan@undo.example\n')]));
    expect(view).toMatchObject({ encoding: 'iso-8859-2', delimiter: '|', header: true, sample: [['Anna ŚĆ', 'anna@undo.example'], ['Ben', 'ben@undo.example'], ['Bad', 'nobody'], ['Cele', 'cele@undo.example'], ['Dan', 'dan@undo.example']] });
    const comma = await owner.client.post<ImportView>(`/imports/${view.id}/shape`, { encoding: 'windows-1250', delimiter: ',', header: false });
    expect(comma).toMatchObject({ total: 6, headers: [''], mapping: {} });
    const again = await owner.client.post<ImportView>(`/imports/${view.id}/shape`, { encoding: 'iso-8859-2', delimiter: '|', header: true });
    const done = await read(again);
    expect(done).toMatchObject({ state: 'done', made: 4, wrong: 1 });
    expect(await owner.client.get<ImportBadLines>(`/imports/${view.id}/bad-lines`)).toEqual({ headers: ['name', 'e-mail'], items: [{ line: 4, cells: ['Bad', 'nobody'], problems: [{ field: 'email', message: 'This is no email address.' }] }], more: false });
    const found = async (q: string) => (await owner.client.post<Page<PersonRow>>('/contacts/find', { q, limit: 10 })).items.map(({ contact }) => contact);
    const [ben] = await found('ben@undo.example');
    const [dan] = await found('dan@undo.example');
    await owner.client.patch(`/contacts/${ben?.id}`, { note: 'Called us' });
    // Another file that says nothing new is no reason to stay.
    await read(await upload(owner, 'name,email\nDan,dan@undo.example\n'));
    expect(dan?.name).toBe('Dan');
    expect(await owner.client.get<ImportUndoTrial>(`/imports/${view.id}/undo`)).toEqual({ go: 3, stay: 1, filled: 0 });
    await owner.client.post(`/imports/${view.id}/undo`, {});
    expect(await ended(view.id)).toMatchObject({ state: 'undone', gone: 3, stayed: 1 });
    expect((await found('undo.example')).map(({ name }) => name)).toEqual(['Ben']);
    expect(await owner.client.refused('POST', `/imports/${view.id}/undo`, {})).toMatchObject({ status: 409, code: 'nothing-to-undo' });
  }, 60_000);

  it('is for those who lead, and no file at all is refused', async () => {
    expect(await agent.client.refused('GET', '/imports')).toMatchObject({ status: 403 });
    expect(await owner.client.refused('POST', '/imports', (() => { const form = new FormData(); form.append('file', new Blob(['one line only']), 'x.csv'); return form; })())).toMatchObject({ status: 400, code: 'no-csv' });
  });
});

describe('conversations of a Chatwoot', () => {
  const said = (id: number, more: object = {}) => ({ id, content: `Said ${id}`, message_type: 0, created_at: 1_700_000_000 + id, private: false, sender: { id: 5, name: 'Łucja Kos', email: 'lucja@woot.example', type: 'contact' }, ...more });
  const talk = (id: number, more: object = {}) => ({
    id, account_id: 9, inbox_id: 3, status: 'resolved', created_at: 1_700_000_000, labels: ['VIP Chatwoot'], priority: 'high', custom_attributes: {},
    meta: { channel: 'Channel::Email', assignee: null, sender: { id: 5, name: 'Łucja Kos', email: 'Lucja@woot.example', phone_number: '+48600111222', custom_attributes: {}, additional_attributes: { company_name: 'Kos Woot' } } },
    messages: [
      said(id * 10 + 2, { message_type: 1, sender: { id: 1, name: 'Somebody Else', email: 'left@woot.example', type: 'user' }, attachments: [{ file_type: 'image', data_url: 'https://woot.example/a.png' }] }),
      said(id * 10 + 1), said(id * 10 + 3, { message_type: 1, private: true, sender: { id: 2, name: 'Owner there', email: '' , type: 'user' } }), said(id * 10 + 4, { message_type: 2, content: 'Conversation was marked resolved', sender: null }),
    ], ...more,
  });
  const upload = async (value: unknown) => {
    const form = new FormData();
    form.append('file', new Blob([typeof value === 'string' ? value : JSON.stringify(value)]), 'conversations.json');
    return owner.client.post<ImportView>('/imports', form);
  };
  const through = async (view: ImportView, more: object) => {
    await owner.client.post(`/imports/${view.id}/start`, more);
    return eventually(async () => {
      const next = await owner.client.get<ImportView>(`/imports/${view.id}`);
      expect(['running', 'checking']).not.toContain(next.state);
      return next;
    }, 30_000);
  };

  it('become history on a channel of ours: with their times and authors, without a notice, a clock or a second of anything', async () => {
    const channelId = (await owner.client.post<{ id: string }>('/channels', { connectorId: 'phone', name: 'From Chatwoot', settings: {} })).id;
    const view = await upload({ data: { meta: {}, payload: [talk(1), talk(2, { status: 'open', inbox_id: 4 }), { id: 3, subject: 'of something else' }, talk(4, { status: 'open' })] } });
    expect(view).toMatchObject({ source: 'chatwoot', total: 4, inboxes: [{ id: '3', channel: 'Email', conversations: 2 }, { id: '4', channel: 'Email', conversations: 1 }] });
    const before = await api.sql<{ n: number }>('SELECT count(*)::int AS n FROM conversations');
    expect(await owner.client.refused('POST', `/imports/${view.id}/start`, { mapping: { 0: 'name' } })).toMatchObject({ status: 400 });
    expect(await through(view, { channels: { 3: channelId }, trial: true })).toMatchObject({ state: 'checked', made: 2, wrong: 2, problems: [{ line: 2, field: 'channel' }, { line: 3, field: 'conversation' }] });
    expect(await api.sql('SELECT count(*)::int AS n FROM conversations')).toEqual(before);
    const position = (await api.sql<{ at: string }>('SELECT max(position) AS at FROM events'))[0]?.at ?? '0';
    expect(await through(view, { channels: { 3: channelId } })).toMatchObject({ state: 'done', handled: 4, made: 2, wrong: 2 });
    const rows = await api.sql<{ id: string; state: string; priority: number; waiting_since: Date | null; created_at: Date; last_seq: number; read_seq: number; company: string; label: string }>(
      `SELECT c.id, c.state, c.priority, c.waiting_since, c.created_at, c.last_seq, c.read_seq, p.company, (SELECT name FROM labels WHERE id = c.label_ids[1]) AS label FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE c.channel_id = $1 ORDER BY c.number`, [channelId]);
    expect(rows).toMatchObject([{ state: 'resolved', priority: 2, waiting_since: null, last_seq: 4, read_seq: 4, company: 'Kos Woot', label: 'VIP Chatwoot', created_at: new Date(1_700_000_000_000) }, { state: 'open', waiting_since: null }]);
    expect(await api.sql('SELECT kind, direction, author_kind, author_name, text, at FROM messages WHERE conversation_id = $1 ORDER BY seq', [rows[0]?.id])).toMatchObject([
      { kind: 'message', direction: 'in', author_kind: 'contact', author_name: 'Łucja Kos', text: 'Said 11', at: new Date(1_700_000_011_000) },
      { kind: 'message', direction: 'out', author_kind: 'elsewhere', author_name: 'Somebody Else', text: 'Said 12\n[image] https://woot.example/a.png' },
      { kind: 'note', direction: 'none', author_kind: 'elsewhere', author_name: 'Owner there', text: 'Said 13' },
      { kind: 'note', author_kind: 'system', text: 'Conversation was marked resolved' },
    ]);
    expect((await owner.client.get<{ contact: { name: string }; preview: { text: string } }>(`/conversations/${rows[1]?.id}`))).toMatchObject({ contact: { name: 'Łucja Kos' }, preview: { text: 'Said 42 [image] https://woot.example/a.png' } });
    expect((await api.sql<{ type: string }>(`SELECT DISTINCT type FROM events WHERE position > $1 AND (conversation_id IS NOT NULL OR type LIKE 'conversation%' OR type LIKE 'notice%')`, [position]))).toEqual([]);
    expect((await api.sql<{ n: number }>('SELECT count(*)::int AS n FROM identities WHERE contact_id = (SELECT contact_id FROM conversations WHERE id = $1)', [rows[0]?.id]))[0]?.n).toBe(2);

    const again = await through(await upload(`${JSON.stringify(talk(1))}\n${JSON.stringify(talk(4, { messages: [...talk(4).messages, said(49, { content: 'Later, my card is 4111 1111 1111 1111' })] }))}`), { channels: { 3: channelId } });
    expect(again).toMatchObject({ state: 'done', made: 0, changed: 1, same: 1, wrong: 0 });
    expect((await api.sql<{ text: string; seq: number }>('SELECT text, seq FROM messages WHERE conversation_id = $1 ORDER BY seq DESC LIMIT 1', [rows[1]?.id]))[0]).toEqual({ text: expect.stringMatching(/^Later, my card is [^0-9]*1111$/) as string, seq: 5 });
    // Of whom somebody was erased, the same file brings nothing back: no word, and no person.
    const [person] = await api.sql<{ id: string; name: string }>('SELECT p.id, p.name FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE c.id = $1', [rows[0]?.id]);
    const erasure = await owner.client.post<{ id: string }>(`/contacts/${person?.id ?? ''}/erasure`, { ground: 'art17-1-b', askedOn: '2026-11-20', confirm: person?.name });
    await eventually(async () => expect(await owner.client.get(`/privacy/erasures/${erasure.id}`)).toMatchObject({ state: 'done' }), 20_000);
    expect(await through(await upload([talk(1), talk(4)]), { channels: { 3: channelId } })).toMatchObject({ state: 'done', made: 0, changed: 0, same: 2, wrong: 0 });
    expect([await api.sql('SELECT 1 FROM conversations WHERE channel_id = $1', [channelId]), await api.sql(`SELECT 1 FROM contacts WHERE name = 'Łucja Kos'`)]).toEqual([[], []]);
    const refused = new FormData();
    refused.append('file', new Blob(['{"a": "never ends']), 'x.json');
    expect(await owner.client.refused('POST', '/imports', refused)).toMatchObject({ status: 400, code: 'no-conversations' });
  }, 60_000);

  it('of many are as many, whoever wrote several is one person, and what the file says twice was said once', async () => {
    const channelId = (await owner.client.post<{ id: string }>('/channels', { connectorId: 'phone', name: 'From a large Chatwoot', settings: {} })).id;
    const person = (n: number) => ({ id: 700 + n, name: `Many ${n}`, email: `many${n}@woot.example`, phone_number: '', custom_attributes: {}, additional_attributes: n % 2 === 0 ? { company_name: 'Many Woot' } : {} });
    const all = Array.from({ length: 130 }, (_, at) => talk(1000 + at, { meta: { channel: 'Channel::Email', assignee: null, sender: person(at % 40) }, messages: [said(20_000 + at * 2), said(20_001 + at * 2), said(20_000 + at * 2)] }));
    // The last is the first again, in another batch, with one word more; and another stands twice in one batch.
    const lines = [...all, all[120], { ...all[0], messages: [...(all[0]?.messages ?? []), said(30_000)] }].map((one) => JSON.stringify(one)).join('\n');
    expect(await through(await upload(lines), { channels: { 3: channelId } })).toMatchObject({ state: 'done', handled: 132, made: 130, changed: 1, same: 1, wrong: 0 });
    const [kept] = await api.sql(
      `SELECT count(*)::int AS talks, count(DISTINCT contact_id)::int AS people, count(DISTINCT number)::int AS numbers, (SELECT count(*)::int FROM messages m JOIN conversations x ON x.id = m.conversation_id WHERE x.channel_id = $1) AS messages,
         (SELECT count(DISTINCT k.company_id)::int FROM company_members k JOIN contacts p ON p.id = k.contact_id WHERE p.name LIKE 'Many %') AS firms, (SELECT count(*)::int FROM participants r JOIN conversations x ON x.id = r.conversation_id WHERE x.channel_id = $1) AS participants
       FROM conversations WHERE channel_id = $1`, [channelId]);
    expect(kept).toEqual({ talks: 130, people: 40, numbers: 130, messages: 261, firms: 1, participants: 130 });
  }, 60_000);
});

describe('a file of everybody', () => {
  const written = (id: string) => eventually(async () => {
    const view = await owner.client.get<ExportView>(`/exports/${id}`);
    expect(view.state).toBe('done');
    return view;
  }, 30_000);
  const fileOf = async (id: string) => (await owner.client.send<string>('GET', `/exports/${id}/file`)).body;
  const everybody = async () => api.sql(`SELECT p.id, p.name, p.kinds, p.language, p.company, p.note, p.attributes, (SELECT count(*)::int FROM identities i WHERE i.contact_id = p.id) AS identities, (SELECT count(*)::int FROM company_members m WHERE m.contact_id = p.id) AS companies FROM contacts p WHERE p.merged_into IS NULL ORDER BY p.id`);

  it('is imported again without a change, runs nothing in a spreadsheet, and is for whoever asked for it', async () => {
    const odd = await owner.client.post<ContactView>('/contacts', { name: '=HYPERLINK("http://x.example")', email: 'odd@export.example', phone: '+48 699 700 801', note: 'One; two, "three"\nand\t a line', language: 'pl' });
    await api.sql(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id) VALUES (gen_random_uuid(), $1, $2, 'email', 'second@export.example')`, [owner.workspaceId, odd.id]);
    await owner.client.post('/contacts', { name: "'quoted'" });
    await owner.client.post('/contacts', { name: 'No address, only a name' });
    const asked = await owner.client.post<ExportView>('/exports', { format: 'csv', locale: 'pl' });
    const view = await written(asked.id);
    expect(view.handled).toBe((await everybody()).length);
    const file = await fileOf(asked.id);
    expect(file.split('\r\n')[0]).toMatch(/^Id w Kontuar,Nazwa,E-mail,Telefon,Firma,Inne firmy,Język,Rodzaje,Notatka,/);
    expect(file).toContain(`,"'=HYPERLINK(""http://x.example"")","odd@export.example, second@export.example",'+48699700801,`);
    const before = await everybody();
    const form = new FormData();
    form.append('file', new Blob([file]), 'again.csv');
    const again = await owner.client.post<ImportView>('/imports', form);
    expect(Object.values(again.mapping)).toEqual(expect.arrayContaining(['id', 'name', 'email', 'phone', 'company', 'companies', 'language', 'kinds', 'note']));
    await owner.client.post(`/imports/${again.id}/start`, { mapping: again.mapping });
    await eventually(async () => { expect(await owner.client.get<ImportView>(`/imports/${again.id}`)).toMatchObject({ state: 'done', made: 0, changed: 0, wrong: 0, same: view.handled }); }, 30_000);
    expect(await everybody()).toEqual(before);

    const colleague = await api.invite(owner, 'supervisor');
    expect(await colleague.client.refused('GET', `/exports/${asked.id}/file`)).toMatchObject({ status: 404 });
    expect((await api.sql<{ type: string }>(`SELECT type FROM events WHERE subject_id = $1 AND type LIKE 'export.%' ORDER BY position`, [asked.id])).map(({ type }) => type)).toEqual(['export.asked', 'export.written', 'export.fetched']);
    await api.sql(`UPDATE exports SET expires_at = now() - interval '1 second' WHERE id = $1`, [asked.id]);
    expect(await owner.client.refused('GET', `/exports/${asked.id}/file`)).toMatchObject({ status: 409, code: 'export-over' });
  }, 60_000);

  it('tells as lines of JSON everything that is known, of those who were asked for', async () => {
    const asked = await owner.client.post<ExportView>('/exports', { format: 'jsonl', q: 'odd@export' });
    expect(await written(asked.id)).toMatchObject({ handled: 1, narrowed: true, segment: null });
    const { body: person } = await owner.client.send<Record<string, unknown>>('GET', `/exports/${asked.id}/file`);
    expect(person).toMatchObject({ name: '=HYPERLINK("http://x.example")', language: 'pl', conversations: 0, consents: {}, companies: [], identities: [{ scope: 'email', externalId: 'odd@export.example' }, { scope: 'phone', externalId: '+48699700801' }, { scope: 'email', externalId: 'second@export.example' }] });
  }, 60_000);
});
