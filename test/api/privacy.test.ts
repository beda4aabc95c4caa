import type { AuditEntry, AuditVerdict, ConsentsOfContact, ContactView, Merged, Page, SplitDone } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';

let api: TestApi;
let owner: Person;
let agent: Person;
beforeAll(async () => {
  api = await startTestApi({ worker: true });
  owner = await api.signUp();
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
