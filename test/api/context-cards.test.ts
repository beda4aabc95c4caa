import type { ContactView, ContextSourceMade, ContextView, ContextViewList, Merged, NextTaken, Page, PersonRow, PersonTimeline, PurchaseList, SuggestionList } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { factories, type Factories } from '../support/factories';
import { startShop, type Shop } from '../support/shop';

let api: TestApi;
let owner: Person;
let agent: Person;
let build: Factories;
let shop: Shop;
let cards: string;
let link: string;
const secret = 'a secret of the shop and of us';
const order = (number: string, more: object = {}) => ({ number, date: '2026-10-01', amount: 149.5, currency: 'PLN', state: 'Wysłane', link: `https://shop.example/orders/${number}`, ...more });

beforeAll(async () => {
  [api, shop] = await Promise.all([startTestApi({ worker: true }), startShop(secret, {
    'anna@example.com': { title: 'Anna w sklepie', link: 'https://shop.example/customers/7', figures: [{ label: 'Zamówienia', value: 7 }, { label: 'Obrót', value: '12 480 zł' }], rows: [{ label: 'Klub', value: 'Złoty' }], orders: [order('1001'), order('1002', { date: '2026-11-05T10:00:00+01:00' }), order('1003', { cancelled: true, amount: 900 })] },
  })]);
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
  const make = async (input: object) => (await owner.client.post<ContextSourceMade>('/context-sources', input)).source.id;
  cards = await make({ kind: 'card', name: 'Sklep', url: `${shop.url}/card?email={email}`, secret });
  link = await make({ kind: 'link', name: 'Panel sklepu', url: `${shop.url}/admin?q={email}#customer`, secret });
});
afterAll(async () => {
  await api.stop();
  await shop.stop();
});
beforeEach(() => {
  shop.answer = undefined;
  shop.asked.length = 0;
});

let people = 0;
const somebody = async (email = `somebody-${(people += 1)}@example.com`) => agent.client.post<ContactView>('/contacts', { name: 'Somebody', email });
const read = (id: string, again = true, person = agent) => person.client.get<ContextView>(`/contacts/${id}/context/${cards}${again ? '?again=1' : ''}`);
const json = (body: string, headers: Record<string, string> = {}) => { shop.answer = (_, response) => void response.writeHead(200, { 'Content-Type': 'application/json', ...headers }).end(body); };

describe('a card of the shop', () => {
  it('is asked for with a signature, kept, asked again with its tag, and its orders join the person', async () => {
    const anna = await somebody('anna@example.com');
    expect((await agent.client.get<ContextViewList>(`/contacts/${anna.id}/context`)).items).toMatchObject([{ sourceId: cards, card: null, stale: true, by: { value: 'anna@example.com', verified: true } }, { sourceId: link, kind: 'link', missing: null, stale: false }]);
    expect(shop.asked).toEqual([]);
    expect(await read(anna.id, false)).toMatchObject({ stale: false, trouble: null, card: { title: 'Anna w sklepie', figures: [{ label: 'Zamówienia', value: '7' }, { value: '12 480 zł' }], orders: [{ number: '1001' }, { number: '1002' }, { number: '1003', cancelled: true }] } });
    await read(anna.id, false);
    expect(shop.asked).toMatchObject([{ trusted: true, email: 'anna@example.com', etag: undefined }]);
    expect(await read(anna.id)).toMatchObject({ card: { title: 'Anna w sklepie' } });
    expect(shop.asked[1]).toMatchObject({ trusted: true, etag: expect.stringMatching(/^"/) as string });

    expect((await agent.client.get<PurchaseList>(`/contacts/${anna.id}/purchases`)).items.map(({ number }) => number)).toEqual(['1002', '1003', '1001']);
    await eventually(async () => {
      const { items } = await agent.client.post<Page<PersonRow>>('/contacts/find', { filter: { by: 'all', of: [{ by: 'orders', is: 'atLeast', value: 2 }, { by: 'turnover', is: 'atMost', value: 299 }] } });
      expect(items.map(({ contact }) => contact.id)).toEqual([anna.id]);
    });
    expect((await agent.client.get<PersonTimeline>(`/contacts/${anna.id}/messages`)).purchases.map(({ number }) => number)).toEqual(['1001', '1003', '1002']);
  });

  it('that cannot be read says so and since when, and what was read before stands', async () => {
    const who = await somebody();
    json('{"title": "Before"}');
    await read(who.id);
    shop.answer = (_, response) => void response.writeHead(500).end();
    const first = await read(who.id);
    expect(first).toMatchObject({ card: { title: 'Before' }, trouble: 'It answered with 500.' });
    json('<html>');
    expect(await read(who.id)).toMatchObject({ card: { title: 'Before' }, trouble: 'What it answered is no JSON.', failingSince: first.failingSince });
    expect((await owner.client.get<{ items: object[] }>('/context-sources')).items[0]).toMatchObject({ trouble: 'What it answered is no JSON.' });
    json('{"title": "After"}');
    expect(await read(who.id)).toMatchObject({ card: { title: 'After' }, trouble: null, failingSince: null });
    shop.answer = (_, response) => void response.writeHead(404).end();
    expect(await read(who.id)).toMatchObject({ card: null, trouble: null, fetchedAt: expect.any(String) as string });
  });

  it.each([
    ['markup and control characters', '{"title":"<img src=x onerror=alert(1)>\\u202e\\u0000\\u200b a  b"}', { card: { title: '<img src=x onerror=alert(1)> a b' }, trouble: null }],
    ['a link that runs something', '{"link":"javascript:alert(1)"}', { card: null, trouble: 'What it answered is no card; look at “link”.' }],
    ['a link to the house', '{"rows":[{"label":"a","value":"b","link":"http://127.0.0.1/"}]}', { card: null, trouble: 'What it answered is no card; look at “rows.0.link”.' }],
    ['something to do', '{"actions":[{"label":"Pay","url":"https://x.example"}]}', { card: null, trouble: 'What it answered is no card; look at “card”.' }],
    ['a prototype', '{"__proto__":{"polluted":true},"title":"x"}', { card: null }],
    ['a list', '[1]', { card: null }],
    ['a hundred orders', JSON.stringify({ orders: Array.from({ length: 100 }, (_, n) => order(String(n))) }), { card: null }],
    ['a number that is none', '{"orders":[{"number":"1","date":"soon"}]}', { card: null, trouble: 'What it answered is no card; look at “orders.0.date”.' }],
    ['too much', JSON.stringify({ title: 'x'.repeat(100_000) }), { card: null, trouble: 'What it answered is too large for a card.' }],
    ['deep', '['.repeat(30_000), { card: null }],
  ])('with %s harms nobody', async (_what, body, expected) => {
    json(body);
    expect(await read((await somebody()).id)).toMatchObject(expected);
  });

  it('does not follow where it is sent, and does not wait for a shop that takes its time', async () => {
    const who = await somebody();
    shop.answer = (_, response) => void response.writeHead(302, { Location: `${shop.url}/card?email=anna@example.com` }).end();
    expect(await read(who.id)).toMatchObject({ card: null, trouble: 'It answered with 302.' });
    const timers: NodeJS.Timeout[] = [];
    shop.answer = (_, response) => { response.writeHead(200, { 'Content-Type': 'application/json' }); timers.push(setInterval(() => response.write(' '), 200)); };
    const began = Date.now();
    expect(await read(who.id)).toMatchObject({ trouble: 'It did not answer within three seconds.' });
    expect(Date.now() - began).toBeLessThan(4500);
    for (const timer of timers) clearInterval(timer);
  });

  it('is asked for nobody whose address is missing, and counts for nobody whose address is only said', async () => {
    const called = await agent.client.post<ContactView>('/contacts', { name: 'Only called', phone: '+48 600 000 111' });
    expect(await read(called.id)).toMatchObject({ missing: 'email', card: null });
    const said = await build.buildContact({ name: 'Visitor', scope: 'chat', address: 'visitor-1' });
    await api.sql(`UPDATE identities SET email = 'anna@example.com' WHERE contact_id = $1`, [said.id]);
    expect(await read(said.id)).toMatchObject({ by: { value: 'anna@example.com', verified: false }, card: { title: 'Anna w sklepie' } });
    expect((await agent.client.get<PurchaseList>(`/contacts/${said.id}/purchases`)).items).toEqual([]);
    expect(shop.asked).toHaveLength(1);
  });

  it('is seen by the teams that it is for, and by those who lead', async () => {
    const team = await owner.client.post<{ id: string }>('/teams', { name: 'Sales' });
    const member = await api.invite(owner, 'agent', { teamIds: [team.id] });
    const { source } = await owner.client.post<ContextSourceMade>('/context-sources', { kind: 'card', name: 'Margins', url: `${shop.url}/card?email={email}`, secret, teamIds: [team.id] });
    const who = await somebody();
    const names = async (person: Person) => (await person.client.get<ContextViewList>(`/contacts/${who.id}/context`)).items.map(({ name }) => name);
    expect([await names(agent), await names(member), await names(owner)]).toEqual([['Sklep', 'Panel sklepu'], ['Sklep', 'Panel sklepu', 'Margins'], ['Sklep', 'Panel sklepu', 'Margins']]);
    expect(await agent.client.refused('GET', `/contacts/${who.id}/context/${source.id}`)).toMatchObject({ status: 404 });
    await owner.client.delete(`/context-sources/${source.id}`);
  });
});

describe('a source', () => {
  it('has an address to which customers cannot send us, and a secret that goes to no other host', async () => {
    for (const url of ['ftp://shop.example/{email}', 'https://{email}/card', 'https://user:pass@shop.example/', 'https://shop.example/{password}', 'nothing', 'https://shop.example{email}/']) {
      expect(await owner.client.refused('POST', '/context-sources', { kind: 'card', name: 'Bad', url })).toMatchObject({ status: 400, code: 'context-address' });
    }
    const made = await owner.client.post<ContextSourceMade>('/context-sources', { kind: 'card', name: 'Made', url: 'https://shop.example/{email}' });
    expect(made.secret).toMatch(/^[\w-]{32}$/);
    expect((await owner.client.patch<ContextSourceMade>(`/context-sources/${made.source.id}`, { name: 'Renamed' })).secret).toBeNull();
    const moved = await owner.client.patch<ContextSourceMade>(`/context-sources/${made.source.id}`, { url: 'https://elsewhere.example/{email}' });
    expect(moved.secret).not.toBe(made.secret);
    expect(JSON.stringify(await api.sql('SELECT * FROM context_sources'))).not.toContain(secret);
    await owner.client.delete(`/context-sources/${made.source.id}`);
  });

  it('opens the page of the shop by a link that says who looks at whom, for a short while', async () => {
    const who = await somebody('a+b@example.com');
    const answer = await agent.client.send('GET', `/contacts/${who.id}/context/${link}/open`);
    const address = answer.headers.get('location') ?? '';
    expect([answer.status, answer.headers.get('cache-control'), new URL(address).searchParams.get('q'), new URL(address).hash]).toEqual([302, 'no-store', 'a+b@example.com', '#customer']);
    expect(new URL(address).searchParams.get('kontuar_agent')).toBe(agent.memberId);
    for (const url of [address, address.replace('a%2Bb', 'a%2Bc'), address.replace(/kontuar_expires=\d+/, 'kontuar_expires=9999999999')]) await fetch(url);
    expect(shop.asked.map(({ trusted }) => trusted)).toEqual([true, false, false]);
  });
});

describe('purchases', () => {
  it('are said once for each number, however often, and go where the person goes', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const put = (id: string, ...orders: object[]) => agent.client.put<PurchaseList>(`/contacts/${id}/purchases`, { orders });
    await put(one.id, order('A-1'), order('A-1', { state: 'Dostarczone' }));
    await put(one.id, order('A-1', { state: 'Dostarczone' }));
    expect((await put(other.id, order('B-1', { date: '2026-09-01' }))).items.map(({ number }) => number)).toEqual(['B-1']);
    expect(await api.sql(`SELECT count(*)::int AS n FROM events WHERE type = 'contact.purchases' AND subject_id = $1`, [one.id])).toEqual([{ n: 1 }]);
    const { mergeId } = await agent.client.post<Merged>(`/contacts/${one.id}/merge`, { otherId: other.id });
    expect((await agent.client.get<PurchaseList>(`/contacts/${other.id}/purchases`)).items).toMatchObject([{ number: 'A-1', state: 'Dostarczone', amount: 149.5 }, { number: 'B-1' }]);
    await put(other.id, order('B-2'));
    await agent.client.post(`/merges/${mergeId}/undo`);
    expect((await agent.client.get<PurchaseList>(`/contacts/${one.id}/purchases`)).items.map(({ number }) => number)).toEqual(['A-1']);
    expect((await agent.client.get<PurchaseList>(`/contacts/${other.id}/purchases`)).items.map(({ number }) => number)).toEqual(['B-2', 'B-1']);
    expect(await agent.client.refused('PUT', `/contacts/${one.id}/purchases`, { orders: [order('x', { link: 'javascript:alert(1)' })] })).toMatchObject({ status: 400 });
  });
});

it('suggests whom to link by what somebody typed, however a number is written', async () => {
  const [one, other] = [await agent.client.post<ContactView>('/contacts', { name: 'Zofia Rak', phone: '605 111 222' }), await agent.client.post<ContactView>('/contacts', { name: 'Zofia Rak', phone: '+48 605-111-222' })];
  await eventually(async () => {
    expect((await agent.client.get<SuggestionList>(`/contacts/${one.id}/suggestions`)).items).toMatchObject([{ contact: { id: other.id }, evidence: [{ kind: 'phone', value: '+48605111222', own: { words: '605 111 222' } }] }]);
  });
});

it('puts next whose promised time is nearly over, and says why', async () => {
  const [patient, retail] = [await somebody(), await somebody()];
  const channelId = await build.buildChannel();
  const waits = async (contact: ContactView, minutes: number, promised: number | null = null) => {
    const { id } = await build.buildConversation({ channelId, contact: { id: contact.id, identityId: contact.identities[0]?.id ?? '', name: contact.name } });
    await api.sql(`UPDATE conversations SET waiting_since = now() - make_interval(mins => $2), due_at = now() + make_interval(mins => $3, secs => -5), due_kind = CASE WHEN $3::int IS NOT NULL THEN 'first_reply' END WHERE id = $1`, [id, minutes, promised]);
    return id;
  };
  const [long, short] = [await waits(patient, 60), await waits(retail, 8, 2)];
  const filter = { by: 'channel', is: 'any', of: [channelId] };
  const first = await agent.client.post<NextTaken>('/conversations/next', { filter, own: false });
  expect([first.conversation?.id, first.why[0]]).toEqual([short, { kind: 'due', value: 1 }]);
  expect((await agent.client.post<NextTaken>('/conversations/next', { filter, own: false })).conversation?.id).toBe(long);
});
