import type { SearchResult } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { factories, type Factories } from '../support/factories';

let api: TestApi;
let owner: Person;
let agent: Person;
let build: Factories;
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.signUp();
  agent = await api.invite(owner, 'agent');
  build = factories(api.sql, owner.workspaceId);
});
afterAll(() => api.stop());

const search = (q: string, person: Person = agent, rest = '') => person.client.get<SearchResult>(`/search?q=${encodeURIComponent(q)}${rest}`);
const found = async (q: string, person: Person = agent) => (await search(q, person)).hits.map((hit) => hit.messageId);

describe('a search', () => {
  it('finds all words in any order, accents or not, in any case', async () => {
    const message = await build.buildMessage({ text: 'Zażółć gęślą jaźń, mówił Łukasz' });
    for (const q of ['zazolc jazn', 'ŁUKASZ GĘŚLĄ', 'lukasz', 'jaźń zażółć']) expect(await found(q)).toEqual([message.id]);
    expect(await found('zażółć brakuje')).toEqual([]);
  });

  it('takes the last word for the beginning of one', async () => {
    const message = await build.buildMessage({ text: 'Kubeczki porcelanowe dotarły' });
    expect(await found('porcel')).toEqual([message.id]);
    expect(await found('dotarły porcel')).toEqual([message.id]);
    expect(await found('porcel dotarły')).toEqual([]);
  });

  it('keeps the order of words in quotes', async () => {
    const message = await build.buildMessage({ text: 'the green teapot broke' });
    await build.buildMessage({ text: 'the teapot is green' });
    expect(await found('"green teapot"')).toEqual([message.id]);
    expect((await found('green teapot')).length).toBe(2);
  });

  it('finds subjects, addresses in the text, and notes; no lines about events, and nothing that was deleted', async () => {
    const subject = await build.buildMessage({ text: 'see above', subject: 'Broken vase invoice' });
    const address = await build.buildMessage({ text: 'write to piotr.zielinski@example.org please' });
    const note = await build.buildMessage({ text: 'internal wombat remark', kind: 'note', direction: 'none' });
    const gone = await build.buildMessage({ text: 'wombat deleted' });
    await build.buildMessage({ text: 'wombat event', kind: 'event', direction: 'none' });
    await api.sql('UPDATE messages SET deleted_at = now() WHERE id = $1', [gone.id]);
    expect(await found('vase invoice')).toEqual([subject.id]);
    expect(await found('piotr.zielinski@example.org')).toEqual([address.id]);
    expect(await found('wombat')).toEqual([note.id]);
  });

  it('marks what matched in an excerpt that is plain text', async () => {
    await build.buildMessage({ text: `${'before '.repeat(60)}<b>the Ćwikła arrived</b> cold ${'after '.repeat(60)}` });
    const [hit] = (await search('cwikla')).hits;
    expect(hit?.excerpt.filter((part) => part.match).map((part) => part.text)).toEqual(['Ćwikła']);
    const text = hit?.excerpt.map((part) => part.text).join('') ?? '';
    expect(text).toContain('the Ćwikła arrived');
    expect(text.length).toBeLessThan(400);
  });

  it('survives what people and attackers type', async () => {
    for (const q of [`'`, `"`, '!!', 'a & | !', ':*', '\\', `' OR 1=1 --`, '%', '<->', '()', 'ą'.repeat(200), '\u0000x', '\u0002\u0003', '🙂']) {
      const answer = await agent.client.send('GET', `/search?q=${encodeURIComponent(q)}`);
      expect([q, answer.status]).toEqual([q, 200]);
    }
    expect(await agent.client.refused('GET', '/search?q=')).toMatchObject({ status: 400 });
  });

  it('finds contacts, and a conversation by its number, with the first page', async () => {
    const contact = await build.buildContact({ name: 'Grażyna Brzęczyszczykiewicz' });
    const conversation = await build.buildConversation({ contact });
    expect((await search('brzeczy')).contacts.map((hit) => hit.id)).toEqual([contact.id]);
    expect((await search(`#${conversation.number}`)).hits[0]).toMatchObject({ conversation: { id: conversation.id }, messageId: null });
  });

  it('shows nothing of channels that are closed to the reader, whatever else is found', async () => {
    const closed = await build.buildChannel({ access: 'restricted' });
    const hidden = await build.buildConversation({ channelId: closed, contact: await build.buildContact({ name: 'Secret Salamander' }) });
    for (let i = 0; i < 250; i++) await build.buildMessage({ conversation: hidden, text: 'salamander in secret' });
    const open = await build.buildMessage({ text: 'salamander in public', createdAt: new Date(Date.now() - 3 * 86_400_000) });
    expect(await found('salamander')).toEqual([open.id]);
    expect((await search('salamander')).contacts).toEqual([]);
    expect(await found(`#${hidden.number}`)).toEqual([]);
    expect((await search('salamander', owner)).contacts).toHaveLength(1);
    expect((await found('salamander', owner)).length).toBe(20);
  });

  it('shows nothing of another workspace', async () => {
    const stranger = await api.otherWorkspace();
    await factories(api.sql, stranger.workspaceId).buildMessage({ text: 'axolotl of strangers' });
    expect(await found('axolotl', owner)).toEqual([]);
    expect((await found('axolotl', stranger)).length).toBe(1);
  });

  it('pages through the whole history without a gap, also where many came in one instant', async () => {
    const conversation = await build.buildConversation();
    const ids: string[] = [];
    const instants = [0, 0, 0, 0, 0, 0, 3, 20, 20, 20, 60, 200, 200, 900, 2000];
    for (const days of instants) ids.push((await build.buildMessage({ conversation, text: 'quokka sighting', createdAt: new Date(Date.UTC(2026, 9, 1) - days * 86_400_000) })).id);
    const pages: (string | null)[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: SearchResult = await search('quokka', agent, `&limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.hits.length).toBeLessThanOrEqual(4);
      pages.push(...page.hits.map((hit) => hit.messageId));
      cursor = page.nextCursor;
    }
    expect(pages).toHaveLength(instants.length);
    expect(new Set(pages)).toEqual(new Set(ids));
    expect(pages.slice(-2)).toEqual(ids.slice(-2));
  });
});
