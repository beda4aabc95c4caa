import type { FeedPage, GlossaryTerm, Page } from '@kontuar/contract';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';

describe('the glossary', () => {
  let api: TestApi;
  let owner: Person;
  beforeAll(async () => {
    api = await startTestApi({ worker: true, redis: false });
    owner = await api.signUp();
  });
  afterAll(() => api.stop());

  const client = () => owner.client;
  const terms = async () => (await client().get<Page<GlossaryTerm>>('/glossary?limit=100')).items.map(({ term, plain, language }) => [term, plain, language]);

  it('keeps a trade word once for each language, with the plain one beside it', async () => {
    const made = await client().post<GlossaryTerm>('/glossary', { term: ' prolongata ', plain: 'przedłużenie', language: 'pl' });
    expect(made).toMatchObject({ term: 'prolongata', plain: 'przedłużenie', language: 'pl' });
    expect(await client().refused('POST', '/glossary', { term: 'Prolongata', plain: 'x', language: 'pl' })).toMatchObject({ status: 409, code: 'term-exists' });
    await client().post('/glossary', { term: 'prolongata', plain: 'extension', language: 'en' });
    expect(await terms()).toEqual([['prolongata', 'przedłużenie', 'pl'], ['prolongata', 'extension', 'en']]);
  });

  it('is changed and cut, and tells screens to fetch it again', async () => {
    const { lastSeq } = await client().get<FeedPage>('/events?after=999999999&limit=1');
    const made = await client().post<GlossaryTerm>('/glossary', { term: 'awizo', plain: 'kartka', language: 'pl' });
    expect(await client().patch<GlossaryTerm>(`/glossary/${made.id}`, { plain: 'zawiadomienie' })).toEqual({ ...made, plain: 'zawiadomienie' });
    await client().delete(`/glossary/${made.id}`);
    expect((await terms()).map(([term]) => term)).not.toContain('awizo');
    expect(await client().refused('PATCH', `/glossary/${made.id}`, { plain: 'x' })).toMatchObject({ status: 404 });
    await eventually(async () => {
      const told = (await client().get<FeedPage>(`/events?after=${lastSeq}&limit=100`)).items.filter((event) => event.type === 'directory.changed' && event.what === 'glossary');
      expect(told).toHaveLength(3);
    });
  });

  it('refuses what is no word', async () => {
    for (const wrong of [{ term: ' ', plain: 'x', language: 'pl' }, { term: 'x', plain: '', language: 'pl' }, { term: 'x'.repeat(81), plain: 'x', language: 'pl' }, { term: 'x', plain: 'x', language: 'de' }]) {
      expect(await client().refused('POST', '/glossary', wrong)).toMatchObject({ status: 400 });
    }
  });
});
