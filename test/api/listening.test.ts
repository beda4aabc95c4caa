import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import type { Inbound } from '@kontuar/connectors/contract';
import type { BrandMention, Cared, ChannelView, ConversationView, LinkPreview, ListeningDay, ListeningDesk, ListeningSource, ListeningSourceMade, MentionCopies, MonitorView, MutedAuthors, Page, PushedPost, QueryPreview, Report } from '@kontuar/contract';
import { Housekeeping } from '@kontuar/core';
import { startTestApi, type Person, type TestApi } from '../support/app';
import { eventually } from '../support/eventually';
import { fakeNetwork } from '../support/fake-connector';

const wall = fakeNetwork('wall', { public: true });
const log = fakeNetwork('log', { logOnly: true, startConversation: true });

let api: TestApi;
let owner: Person;
let agent: Person;
let analyst: Person;
let door: ListeningSourceMade;
let told = 0;

beforeAll(async () => {
  api = await startTestApi({ connectors: [wall.connector as never, log.connector as never], worker: true });
  owner = await api.signUp('Dom Lipowy');
  agent = await api.invite(owner, 'agent');
  analyst = await api.invite(owner, 'brand_analyst');
  door = await owner.client.post<ListeningSourceMade>('/listening/sources', { kind: 'push', name: 'Provider' });
});
afterAll(() => api.stop());

type Given = { [K in Exclude<keyof PushedPost, 'text' | 'id'>]?: unknown } & { text: string };
function post(given: Given): Given & { id: string } {
  told += 1;
  return { id: `p${told}`, platform: 'forum', publishedAt: new Date().toISOString(), author: { handle: `author${told}`, name: `Author ${told}` }, ...given };
}

async function push(posts: unknown, { seconds = Math.floor(Date.now() / 1000), secret = door.secret ?? '', id = door.source.id, raw }: { seconds?: number; secret?: string; id?: string; raw?: string } = {}): Promise<number> {
  const body = raw ?? JSON.stringify({ posts });
  const answer = await fetch(`${api.url}/hooks/listening/${id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-kontuar-signature': `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}` }, body });
  return answer.status;
}

const monitor = (name: string, query: string) => analyst.client.post<MonitorView>('/listening/monitors', { name, query });
const found = async (monitorId: string, more = '') => (await agent.client.get<Page<BrandMention>>(`/listening/mentions?limit=100&monitorId=${monitorId}${more}`)).items;
const texts = async (monitorId: string, more = '') => (await found(monitorId, more)).map((one) => one.post.text);
const desk = () => owner.client.get<ListeningDesk>('/listening');

describe('listening', () => {
  it('keeps what a provider pushes, once, and finds who listens for it', async () => {
    const mine = await monitor('Once', '~kredens -lalka');
    const posts = [post({ text: 'Mój kredens z tego sklepu jest piękny' }), post({ text: 'Kredensem jestem zachwycona, a lalka obok' }), post({ text: 'Nic o meblach' })];
    expect(await push(posts)).toBe(200);
    expect(await push(posts)).toBe(200);
    expect(await push([...posts].reverse())).toBe(200);
    await eventually(async () => { expect(await texts(mine.id)).toEqual(['Mój kredens z tego sklepu jest piękny']); });
    await eventually(async () => { expect((await api.sql<{ n: number }>(`SELECT count(*)::int AS n FROM source_deliveries WHERE state = 'waiting'`))[0]?.n).toBe(0); });
    expect((await api.sql<{ n: number }>('SELECT count(*)::int AS n FROM posts WHERE external_id = ANY($1)', [posts.map(({ id }) => id)]))[0]?.n).toBe(3);
    const [mention] = await found(mine.id);
    expect(mention?.marks.map(({ start, end }) => mention.post.text.slice(start, end))).toEqual(['kredens']);
    expect(mention?.post).toMatchObject({ platform: 'forum', sourceName: 'Provider', language: 'pl', deletedAt: null });
    const shown = (await desk()).monitors.find(({ id }) => id === mine.id);
    expect(shown).toMatchObject({ today: 1, toJudge: 1, filter: { judged: 0, precision: null }, blocks: { groups: [['~kredens']], none: ['lalka'] } });
  });

  it('refuses what is not signed with the secret of the source, is old, or names none', async () => {
    const posts = [post({ text: 'forged' })];
    expect(await push(posts, { secret: 'guess' })).toBe(401);
    expect(await push(posts, { seconds: Math.floor(Date.now() / 1000) - 400 })).toBe(401);
    expect(await push(posts, { id: '0198a000-0000-7000-8000-000000000000' })).toBe(401);
    await owner.client.patch(`/listening/sources/${door.source.id}`, { active: false });
    expect(await push(posts)).toBe(401);
    await owner.client.patch(`/listening/sources/${door.source.id}`, { active: true });
    expect((await api.sql<{ n: number }>(`SELECT count(*)::int AS n FROM source_deliveries WHERE position('forged' IN convert_from(body, 'UTF8')) > 0`))[0]?.n).toBe(0);
  });

  it('reads the good ones beside bad ones, keeps the bad for a look, and says so on the source', async () => {
    const mine = await monitor('Good beside bad', 'komoda');
    expect(await push([post({ text: 'Komoda dobra' }), { text: 'no id' }, post({ text: 'komoda', publishedAt: 'yesterday' }), post({ text: 'komoda \u0000 zero' })])).toBe(200);
    expect(await push([], { raw: '{"posts": [' })).not.toBe(500);
    expect(await push([], { raw: '[1,2,3]' })).toBe(400);
    await eventually(async () => {
      expect((await texts(mine.id)).sort()).toEqual(['Komoda dobra', 'komoda  zero']);
      expect((await desk()).sources.find(({ id }) => id === door.source.id)?.trouble).not.toBeNull();
    });
  });

  it('counts reposts and nearly the same words once, and opens their copies', async () => {
    const mine = await monitor('Copies', 'witryna');
    const original = post({ text: 'Sklep ogłosił dzisiaj, że szklana witryna z dębu wraca do sprzedaży od poniedziałku w całej Polsce', author: { handle: 'agency', name: 'Agency' } });
    await push([original, post({ text: 'Repost', repostOf: original.id, title: 'witryna' }), post({ text: `RT @agency ${original.text} https://news.example/1` }), post({ text: `${original.text.replace('dzisiaj', 'dziś')}. Źródło: Agency`, platform: 'news' }), post({ text: 'Moja witryna przyszła w kawałkach, kto odpowiada za kuriera i kiedy dostanę zwrot pieniędzy?' })]);
    await eventually(async () => { expect((await found(mine.id)).map(({ copies }) => copies).sort()).toEqual([0, 3]); });
    const [head] = (await found(mine.id)).filter(({ copies }) => copies === 3);
    expect(head?.post.text).toBe(original.text);
    expect((await agent.client.get<MentionCopies>(`/listening/mentions/${head?.id}/copies`)).items.map(({ platform }) => platform).sort()).toEqual(['forum', 'forum', 'news']);
    expect(head?.post.impact.parts.copies).toBe(4);
    expect((await desk()).monitors.find(({ id }) => id === mine.id)?.today).toBe(2);
  });

  it('marks what was edited and deleted, and keeps what was said', async () => {
    const mine = await monitor('Changed', 'stolik OR ława');
    const first = post({ text: 'Ten stolik to dramat' });
    await push([first]);
    await eventually(async () => { expect(await found(mine.id)).toHaveLength(1); });
    await push([{ ...first, text: 'Ten stolik jednak jest w porządku', likes: 100 }]);
    await eventually(async () => { expect((await found(mine.id))[0]?.post).toMatchObject({ text: 'Ten stolik jednak jest w porządku', engagement: 100, editedAt: expect.any(String) }); });
    expect(await api.sql('SELECT r.text FROM post_revisions r JOIN posts p ON p.id = r.post_id WHERE p.external_id = $1', [first.id])).toEqual([{ text: 'Ten stolik to dramat' }]);
    await push([{ id: first.id, platform: 'forum', deleted: true }]);
    await eventually(async () => { expect((await found(mine.id))[0]?.post).toMatchObject({ deletedAt: expect.any(String), text: 'Ten stolik jednak jest w porządku' }); });
    // Deliveries that overtake one another: an older edit, what comes again after it was deleted, and a deletion before its post.
    const late = post({ text: 'Ława w wersji trzeciej', editedAt: '2026-11-20T12:00:00Z' });
    const unheard = post({ text: 'Ława, o której nikt nie miał słyszeć' });
    await push([{ id: unheard.id, platform: 'forum', deleted: true }, late]);
    await push([{ ...late, text: 'Ława w wersji trzeciej, poprawiona', editedAt: '2026-11-20T12:05:00Z' }, { ...late, text: 'Ława w wersji drugiej', editedAt: '2026-11-20T11:00:00Z' }, { ...first, text: 'Stolik znów jest' }, unheard]);
    await eventually(async () => { expect((await texts(mine.id)).sort()).toEqual(['Ława w wersji trzeciej, poprawiona', 'Ten stolik jednak jest w porządku'].sort()); });
    expect((await api.sql(`SELECT 1 FROM source_deliveries WHERE state = 'waiting'`)).length).toBe(0);
    expect(await api.sql('SELECT text, deleted_at IS NOT NULL AS gone FROM posts WHERE external_id = $1', [unheard.id])).toEqual([{ text: '', gone: true }]);
  });

  it('learns junk from judgements, hides what is surely junk, and shows how often it was right', async () => {
    const mine = await monitor('Taught', 'brzoza');
    // Each in words of its own, or they would be copies of one another.
    const own = (n: number) => Array.from({ length: 9 }, (_, at) => `${'bcdfghjklmnp'[n]}${'aeiouy'[at % 6]}${'rstwz'[at % 5]}`).join(' ');
    await push(Array.from({ length: 12 }, (_, n) => [post({ text: `Stół brzoza ${own(n)} sklep, dostawa mebla` }), post({ text: `Brzoza w lesie ${own(n)} sok, liście wiosną` })]).flat());
    await eventually(async () => { expect(await found(mine.id)).toHaveLength(24); });
    for (const one of (await found(mine.id)).slice(0, 16)) await agent.client.post(`/listening/mentions/${one.id}/judge`, { judgement: one.post.text.startsWith('Brzoza') ? 'junk' : 'relevant' });
    await push([post({ text: 'Młoda brzoza w lesie, sok z drzewa pijemy wiosną' }), post({ text: 'Ich stół brzoza i dostawa mebla do domu' })]);
    await eventually(async () => {
      const [hidden, shown] = [await texts(mine.id, '&view=junk'), await texts(mine.id)];
      expect(hidden).toContain('Młoda brzoza w lesie, sok z drzewa pijemy wiosną');
      expect(shown).toContain('Ich stół brzoza i dostawa mebla do domu');
    });
    const wrong = (await found(mine.id, '&view=junk')).find(({ post: { text } }) => text.startsWith('Młoda'));
    expect(wrong).toMatchObject({ probablyJunk: true, judgement: null });
    await agent.client.post(`/listening/mentions/${wrong?.id}/judge`, { judgement: 'relevant' });
    const { filter } = (await desk()).monitors.find(({ id }) => id === mine.id) ?? {};
    // The filter had thought it junk and was wrong: its figure says so.
    expect(filter).toMatchObject({ judged: 17, junkPrecision: expect.any(Number) });
    expect(filter?.junkPrecision).toBeLessThan(1);
    // The same again, and taking it back, are no further judgements.
    await agent.client.post(`/listening/mentions/${wrong?.id}/judge`, { judgement: 'relevant' });
    expect((await agent.client.post<BrandMention>(`/listening/mentions/${wrong?.id}/judge`, { judgement: null })).judgement).toBeNull();
  });

  it('mutes an author, and hears them again', async () => {
    const mine = await monitor('Muted', 'hamak');
    const loud = { handle: '@Loud', name: 'Loud' };
    await push([post({ text: 'hamak hamak', author: loud }), post({ text: 'miły hamak' })]);
    await eventually(async () => { expect(await found(mine.id)).toHaveLength(2); });
    const one = (await found(mine.id)).find(({ post: { author } }) => author === 'Loud');
    const { items } = await agent.client.post<MutedAuthors>(`/listening/mentions/${one?.id}/mute`, {});
    expect(items.map(({ author }) => author)).toEqual(['Loud']);
    await push([post({ text: 'znowu hamak', author: loud }), post({ text: 'cichy hamak' })]);
    await eventually(async () => { expect((await texts(mine.id)).sort()).toEqual(['cichy hamak', 'miły hamak']); });
    await agent.client.delete(`/listening/muted/${items[0]?.id}`);
    await push([post({ text: 'hamak wraca', author: loud })]);
    await eventually(async () => { expect(await texts(mine.id)).toContain('hamak wraca'); });
  });

  it('previews a query: hits by day, samples, what each word adds and each exclusion takes away', async () => {
    await push([post({ text: 'lampa stojąca' }), post({ text: 'lampa i abażur' }), post({ text: 'kinkiet mosiężny' }), post({ text: 'lampa naftowa' }), post({ text: 'lampa górnicza naftowa', publishedAt: new Date(Date.now() - 3 * 86_400_000).toISOString() })]);
    await eventually(async () => {
      const preview = await agent.client.post<QueryPreview>('/listening/preview', { query: '(lampa OR kinkiet) -naftowa' });
      expect(preview).toMatchObject({ ok: true, hits: 3, junk: null, partial: false, blocks: { groups: [['lampa', 'kinkiet']], none: ['naftowa'] } });
      if (!preview.ok) return;
      expect(preview.perDay).toHaveLength(14);
      expect(preview.perDay.reduce((sum, { hits }) => sum + hits, 0)).toBe(3);
      expect(preview.parts.map(({ text, what, count }) => [text, what, count])).toEqual([['lampa', 'adds', 2], ['kinkiet', 'adds', 1], ['naftowa', 'removes', 2]]);
      expect(preview.samples).toHaveLength(3);
    });
    expect(await agent.client.post<QueryPreview>('/listening/preview', { query: 'lampa AND (stojąca' })).toMatchObject({ ok: false, fault: { code: 'unclosed-bracket', start: 10, end: 11 } });
    expect(await analyst.client.send('POST', '/listening/monitors', { name: 'Wrong', query: '-lampa' })).toMatchObject({ status: 400, body: { code: 'bad-query', fault: { code: 'only-exclusions', start: 0, end: 6 } } });
  });

  it('fills a new monitor from what is kept, and a changed one anew without losing what was judged', async () => {
    await push([post({ text: 'fotel uszak' }), post({ text: 'fotel bujany' }), post({ text: 'pufa' })]);
    await eventually(async () => { expect((await api.sql(`SELECT 1 FROM posts WHERE text = 'pufa'`)).length).toBe(1); });
    const mine = await monitor('Filled', 'fotel');
    expect((await texts(mine.id)).sort()).toEqual(['fotel bujany', 'fotel uszak']);
    const kept = (await found(mine.id)).find(({ post: { text } }) => text === 'fotel uszak');
    await agent.client.post(`/listening/mentions/${kept?.id}/judge`, { judgement: 'relevant' });
    await analyst.client.patch(`/listening/monitors/${mine.id}`, { query: 'pufa' });
    expect((await texts(mine.id)).sort()).toEqual(['fotel uszak', 'pufa']);
  });

  it('hears what customers write in public on accounts of ours, only for who may read that channel, and answers it there', async () => {
    const channel = await owner.client.post<ChannelView>('/channels', { connectorId: 'wall', name: 'wall', access: 'restricted', settings: { account: 'wall', token: 'secret' } });
    const mine = await monitor('Wall', 'szezlong');
    const inbounds: Inbound[] = [{ kind: 'message', externalId: 'w1', at: new Date().toISOString(), from: { id: 'ewa', name: 'Ewa' }, thread: { key: 'wall 1' }, text: 'Ten szezlong skrzypi', visibility: 'public' } as Inbound];
    await fetch(`${api.url}/hooks/wall/${channel.id}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-token': 'secret' }, body: JSON.stringify([{ about: 'w1', inbounds }]) });
    const [mention] = await eventually(async () => {
      const { items } = await owner.client.get<Page<BrandMention>>(`/listening/mentions?monitorId=${mine.id}`);
      expect(items).toHaveLength(1);
      return items;
    });
    expect(mention).toMatchObject({ messageId: expect.any(String), outcome: { state: 'open', answeredAt: null } });
    expect(await found(mine.id)).toEqual([]);
    const beside = async (who: Person) => { const { shelves, places, choices } = await who.client.get<ListeningDay>(`/listening/insight/day?monitorId=${mine.id}`); return [shelves.all, places.length, choices.platforms.length]; };
    expect([await beside(owner), await beside(agent)]).toEqual([[1, 1, 1], [0, 0, 0]]);
    expect(await agent.client.send('GET', `/listening/mentions/${mention?.id}`)).toMatchObject({ status: 404 });
    expect((await agent.client.post<QueryPreview>('/listening/preview', { query: 'szezlong' }))).toMatchObject({ hits: 0 });
    const taken = await owner.client.post<Cared>(`/listening/mentions/${mention?.id}/care`, {});
    expect(taken.conversationId).toBe(mention?.outcome?.conversationId);
  });

  it('makes a conversation, or a case, of a mention with one call, once, for the same person the same contact', async () => {
    const mine = await monitor('Cared', 'regał');
    const author = { handle: 'remonty_z_ania', name: 'Ania' };
    await push([post({ text: 'Mój regał się chwieje, sklep milczy', author, url: 'https://forum.example/1' }), post({ text: 'Drugi regał też przyszedł krzywy', author })]);
    const [one, two] = await eventually(async () => {
      const all = await found(mine.id);
      expect(all).toHaveLength(2);
      return all;
    });
    expect(await agent.client.send('POST', `/listening/mentions/${one?.id}/care`, {})).toMatchObject({ status: 409, body: { code: 'no-log-channel' } });
    await owner.client.post('/channels', { connectorId: 'log', name: 'log', settings: { account: 'log', token: 'secret' } });
    const answers = await Promise.all([1, 2, 3].map(() => agent.client.send('POST', `/listening/mentions/${one?.id}/care`, { case: true })));
    expect(answers.filter(({ status }: { status: number }) => status === 200).length).toBeGreaterThanOrEqual(1);
    const again = await agent.client.post<Cared>(`/listening/mentions/${one?.id}/care`, { case: true });
    expect(again.mention.outcome).toMatchObject({ state: 'open', assigneeId: agent.memberId, caseCode: expect.any(String) });
    const other = await agent.client.post<Cared>(`/listening/mentions/${two?.id}/care`, {});
    const rows = await Promise.all([again, other].map(({ conversationId }) => agent.client.get<ConversationView>(`/conversations/${conversationId}`)));
    expect(new Set(rows.map(({ contact }) => contact.id)).size).toBe(1);
    expect((await api.sql<{ n: number }>(`SELECT count(*)::int AS n FROM messages WHERE client_id LIKE 'mention:%'`))[0]?.n).toBe(2);
    expect(await texts(mine.id, '&view=answering')).toHaveLength(2);

    // Taken back as one act: no case, nobody's, and the conversation that it made is done with; taken up once more it goes on there.
    const asCase = await agent.client.post<Cared>(`/listening/mentions/${two?.id}/care`, { case: true });
    expect([other.undoToken, asCase.undoToken, again.undoToken]).toEqual([expect.any(String), expect.any(String), null]);
    await agent.client.post(`/undo/${asCase.undoToken}`);
    expect((await agent.client.get<BrandMention>(`/listening/mentions/${two?.id}`)).outcome).toMatchObject({ state: 'open', caseCode: null });
    await agent.client.post(`/undo/${other.undoToken}`);
    expect(await agent.client.get<BrandMention>(`/listening/mentions/${two?.id}`)).toMatchObject({ outcome: null, assigneeId: null });
    expect(await texts(mine.id, '&view=answering')).toHaveLength(1);
    const anew = await agent.client.post<Cared>(`/listening/mentions/${two?.id}/care`, { case: true });
    expect([anew.conversationId, anew.mention.outcome?.state]).toEqual([other.conversationId, 'open']);
    await agent.client.post(`/undo/${anew.undoToken}`);
    expect([(await agent.client.get<ConversationView>(`/conversations/${other.conversationId}`)).state, (await agent.client.get<BrandMention>(`/listening/mentions/${two?.id}`)).outcome]).toEqual(['resolved', null]);
  });

  it('brings a removed monitor back with all that was made of what it found, and a removed source with what was heard there', async () => {
    const mine = await monitor('Gone and back', 'sofa');
    const text = 'Nowa sofa przyjechała wczoraj i stoi w salonie jak malowana';
    await push([post({ text: 'Ta sofa ma nogę krótszą od pozostałych' }), post({ text }), post({ text })]);
    const before = await eventually(async () => { const items = await found(mine.id); expect(items.map(({ copies }) => copies).sort()).toEqual([0, 1]); return items; });
    await agent.client.post(`/listening/mentions/${before[0]?.id}/judge`, { judgement: 'relevant' });
    const stood = await found(mine.id);
    const gone = await analyst.client.send('DELETE', `/listening/monitors/${mine.id}`);
    expect([gone.status, (await found(mine.id)).length, (await desk()).monitors.some(({ id }) => id === mine.id)]).toEqual([204, 0, false]);
    await push([post({ text: 'sofa powiedziana tymczasem' })]);
    const sameName = await monitor('Gone and back', 'otomana');
    expect(await analyst.client.send('POST', `/listening/monitors/${mine.id}/restore`)).toMatchObject({ status: 409, body: { code: 'monitor-exists' } });
    await analyst.client.send('DELETE', `/listening/monitors/${sameName.id}`);
    expect(await (await api.otherWorkspace()).client.send('POST', `/listening/monitors/${mine.id}/restore`)).toMatchObject({ status: 404 });
    await eventually(async () => { expect(await api.sql(`SELECT 1 FROM posts WHERE text = 'sofa powiedziana tymczasem'`)).toHaveLength(1); });
    const back = await analyst.client.post<MonitorView>(`/listening/monitors/${mine.id}/restore`);
    expect([back.id, back.query, back.filter.judged]).toEqual([mine.id, 'sofa', 1]);
    const now = await found(mine.id);
    expect(now.filter(({ id }) => stood.some((one) => one.id === id))).toEqual(stood);
    expect(now.map(({ post: { text: said } }) => said)).toContain('sofa powiedziana tymczasem');
    expect(await analyst.client.send('POST', `/listening/monitors/${mine.id}/restore`)).toMatchObject({ status: 404 });

    expect((await owner.client.send('DELETE', `/listening/sources/${door.source.id}`)).status).toBe(204);
    expect([(await desk()).sources.some(({ id }) => id === door.source.id), await push([post({ text: 'unheard' })]), (await owner.client.send('DELETE', `/listening/sources/${door.source.id}`)).status]).toEqual([false, 401, 404]);
    const source = await owner.client.post<ListeningSource>(`/listening/sources/${door.source.id}/restore`);
    expect([source.active, source.posts > 0, await push([post({ text: 'heard again' })])]).toEqual([true, true, 200]);
    // Once its hour is over, both are gone for good.
    await analyst.client.send('DELETE', `/listening/monitors/${mine.id}`);
    const other = await owner.client.post<ListeningSourceMade>('/listening/sources', { kind: 'push', name: 'For an hour' });
    await owner.client.send('DELETE', `/listening/sources/${other.source.id}`);
    await api.sql(`WITH m AS (UPDATE removed_monitors SET removed_at = now() - interval '61 minutes') UPDATE listening_sources SET removed_at = now() - interval '61 minutes' WHERE removed_at IS NOT NULL`);
    expect([(await analyst.client.send('POST', `/listening/monitors/${mine.id}/restore`)).status, (await owner.client.send('POST', `/listening/sources/${other.source.id}/restore`)).status]).toEqual([404, 404]);
    await api.app.get(Housekeeping).run();
    expect(await api.sql('SELECT id FROM removed_monitors UNION ALL SELECT id FROM removed_mentions UNION ALL SELECT id FROM listening_sources WHERE removed_at IS NOT NULL')).toEqual([]);
  });

  it('reads a feed within what the site allows, once, and asks only for what is new', async () => {
    const asked: { path: string; etag: string | undefined }[] = [];
    let robots = 'User-agent: *\nDisallow: /closed';
    const site = createServer((request, response) => {
      asked.push({ path: request.url ?? '', etag: request.headers['if-none-match'] });
      if (request.url === '/robots.txt') response.end(robots);
      else if (request.url === '/old') response.writeHead(301, { location: '/feed.xml' }).end();
      else if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"', 'content-type': 'application/rss+xml; charset=iso-8859-2' }).end(Buffer.from('<rss><channel><item><title>Sekretarzyk z d\xeabu</title><link>/1</link><guid>f1</guid></item></channel></rss>', 'latin1'));
    });
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    try {
      const base = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
      const mine = await monitor('Feed', 'sekretarzyk AND dębu');
      expect(await owner.client.send('POST', '/listening/sources', { kind: 'feed', name: 'No address' })).toMatchObject({ status: 400 });
      const { source, secret } = await owner.client.post<ListeningSourceMade>('/listening/sources', { kind: 'feed', name: 'Blog', url: `${base}/old` });
      expect(secret).toBeNull();
      await eventually(async () => { expect((await found(mine.id)).map(({ post: { text, title, url } }) => [title, text, url])).toEqual([['Sekretarzyk z dębu', '', `${base}/1`]]); });
      const look = async () => {
        const before = asked.length;
        await api.sql('UPDATE listening_sources SET look_at = now() WHERE id = $1', [source.id]);
        await eventually(() => { expect(asked.length).toBeGreaterThan(before); return Promise.resolve(); });
        return eventually(async () => {
          const [row] = await api.sql<{ trouble: string | null; done: boolean }>('SELECT trouble, look_at > now() + interval \'6 minutes\' AS done FROM listening_sources WHERE id = $1', [source.id]);
          expect(row?.done).toBe(true);
          return row?.trouble ?? null;
        });
      };
      expect(await look()).toBeNull();
      expect(asked.at(-1)).toEqual({ path: '/feed.xml', etag: '"1"' });
      expect(await found(mine.id)).toHaveLength(1);
      robots = 'User-agent: *\nDisallow: /';
      expect(await look()).toContain('robots.txt');
      expect(asked.at(-1)?.path).toBe('/robots.txt');
    } finally {
      site.closeAllConnections();
      site.close();
    }
  });

  it('shows the picture that stands in a post, fetched and made anew by us, for as long as it stands there', async () => {
    const picture = await sharp({ create: { width: 600, height: 300, channels: 3, background: '#a52' } }).png().toBuffer();
    const site = createServer((request, response) => { if (request.url === '/p.png') response.writeHead(200, { 'content-type': 'image/png' }).end(picture); else response.writeHead(404).end(); });
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    try {
      const mine = await monitor('Pictured', 'etażerka');
      const said = post({ text: 'Etażerka stoi, zobacz https://elsewhere.example/x', picture: `http://127.0.0.1:${(site.address() as AddressInfo).port}/p.png` });
      await push([said, post({ text: 'Druga etażerka', picture: 'javascript:alert(1)' })]);
      const [mention] = await eventually(async () => { const all = await found(mine.id); expect(all).toHaveLength(1); return all; });
      expect(mention?.post.picture).toBe(true);
      await eventually(async () => { expect(await agent.client.post<LinkPreview>(`/listening/mentions/${mention?.id}/preview`, {})).toMatchObject({ state: 'ready', picture: true, title: '' }); });
      const shown = await fetch(`${api.url}/api/v1/listening/mentions/${mention?.id}/preview/picture`, { headers: { cookie: agent.client.cookie ?? '' } });
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp']);
      await push([{ ...said, text: 'Etażerka już nie stoi', picture: undefined }]);
      await eventually(async () => { expect((await found(mine.id))[0]?.post).toMatchObject({ text: 'Etażerka już nie stoi', picture: false }); });
    } finally {
      site.closeAllConnections();
      site.close();
    }
  });

  it('keeps to its workspace', async () => {
    const stranger = await api.otherWorkspace();
    const [mine] = (await desk()).monitors;
    expect(await stranger.client.send('PATCH', `/listening/monitors/${mine?.id}`, { name: 'Taken' })).toMatchObject({ status: 404 });
    expect((await stranger.client.get<Page<BrandMention>>('/listening/mentions')).items).toEqual([]);
    expect((await stranger.client.post<QueryPreview>('/listening/preview', { query: 'kredens OR lampa OR fotel' }))).toMatchObject({ hits: 0 });
  });

  it('pages through the stream by key, by time and by impact, without a gap or a repeat', async () => {
    const mine = await monitor('Paged', 'dywan');
    await push(Array.from({ length: 9 }, (_, n) => post({ text: `dywan ${'abcdefghi'[n]}`, reach: (n % 3) * 1000, publishedAt: new Date(Date.now() - (n % 4) * 60_000).toISOString() })));
    await eventually(async () => { expect(await found(mine.id)).toHaveLength(9); });
    for (const order of ['newest', 'impact']) {
      const seen: BrandMention[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Page<BrandMention> = await agent.client.get(`/listening/mentions?limit=2&order=${order}&monitorId=${mine.id}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
        seen.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(9);
      expect(seen).toHaveLength(9);
      const keys = seen.map(({ post: { impact, publishedAt } }) => order === 'impact' ? impact.score : Date.parse(publishedAt));
      expect(keys).toEqual([...keys].sort((a, b) => b - a));
    }
    expect(await agent.client.send('GET', `/listening/mentions?cursor=${Buffer.from('["x","y"]').toString('base64url')}`)).toMatchObject({ status: 400 });
  });

  it('tells in figures what was said, opens exactly what was counted, and takes it along on paper and in mails of whoever may listen', async () => {
    const mine = await monitor('Figures', 'szezlong');
    const first = post({ text: 'Szezlong jest piękny, bardzo polecam wszystkim z całego serca', author: { handle: 'ania', name: 'Ania', followers: 900 } });
    const gone = post({ text: 'Szezlong, który zaraz skasuję, bo się pomyliłam' });
    await push([first, post({ text: `RT @ania ${first.text}`, repostOf: first.id }), post({ text: 'Okropny szezlong, fatalna jakość, nie polecam nikomu', author: { handle: 'jan', name: 'Jan', followers: 100 } }), gone, { ...gone, deleted: true }]);
    await eventually(async () => { expect((await found(mine.id)).filter(({ post: { deletedAt } }) => deletedAt === null)).toHaveLength(2); expect((await found(mine.id)).some(({ post: { deletedAt } }) => deletedAt !== null)).toBe(true); });
    const today = new Date().toISOString().slice(0, 10);
    const days = `from=${today}&to=${today}&zone=UTC&monitorId=${mine.id}`;
    const figure = async (measure: string, more = '') => analyst.client.get<Report>(`/listening/insight/${measure}?${days}${more}`);
    expect((await figure('mentions', '&by=author')).rows.map(({ name, figure: { cases } }) => [name, cases])).toEqual([['ania', 1], ['jan', 1]]);
    expect((await figure('mention-reach')).total).toMatchObject({ value: 1000, cases: 2 });
    expect((await figure('mention-mood')).total).toMatchObject({ value: 0, parts: [1, 0, 1, 0] });
    expect((await figure('share-of-voice')).total.value).toBeNull();
    const behind = await analyst.client.get<Page<BrandMention>>(`/listening/insight/mention-mood/mentions?${days}&by=mood&key=negative`);
    expect(behind.items.map(({ post: { author } }) => author)).toEqual(['jan']);
    const page = await analyst.client.get<Page<BrandMention>>(`/listening/insight/mentions/mentions?${days}&limit=1`);
    const next = await analyst.client.get<Page<BrandMention>>(`/listening/insight/mentions/mentions?${days}&limit=1&cursor=${encodeURIComponent(page.nextCursor ?? '')}`);
    expect([...page.items, ...next.items].map(({ post: { author } }) => author).sort()).toEqual(['ania', 'jan']);
    expect(next.nextCursor).toBeNull();

    const csv = await analyst.client.get<string>(`/listening/insight/file?${days}&format=csv&by=day&apart=platform&locale=pl`);
    for (const part of ['Wzmianki', 'Kondycja marki', '(zadowolone − niezadowolone) ÷', 'forum']) expect(csv).toContain(part);
    expect(await analyst.client.get<string>(`/listening/insight/file?${days}&format=pdf&by=day`)).toMatch(/^%PDF-/);
    expect((await analyst.client.send('GET', `/listening/insight/received?${days}`)).status).toBe(404);

    const mail = (name: string, measure: string[]) => owner.client.send('POST', '/report-schedules', { name, every: 'week', at: '08:00', timeZone: 'Europe/Warsaw', asked: { measure }, receiverIds: [analyst.memberId] });
    expect((await mail('Heard', ['mentions', 'brand-health'])).status).toBe(201);
    // What customers and we did is not for them.
    expect((await mail('Both', ['mentions', 'received'])).status).toBe(400);
  });

  it('tells beside the stream how the last day went against usual, where, and how much is on each shelf, as the stream itself shows it', async () => {
    const mine = await monitor('Day', 'parawan');
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    await push([
      post({ text: 'Okropny parawan, fatalna jakość, nie polecam nikomu', platform: 'news', language: 'pl' }),
      post({ text: 'Piękny parawan, bardzo polecam wszystkim z całego serca', publishedAt: ago(2), language: 'pl' }),
      post({ text: 'This parawan arrived on Tuesday', publishedAt: ago(3), language: 'en' }),
      // Two days with one in an hour, before the last one.
      ...Array.from({ length: 40 }, (_, n) => post({ text: `parawan ${n}`, publishedAt: ago(26 + n), language: 'pl' })),
    ]);
    await eventually(async () => { expect(await found(mine.id)).toHaveLength(43); });
    const day = (more = '') => agent.client.get<ListeningDay>(`/listening/insight/day?monitorId=${mine.id}${more}`);
    const sum = ({ bars }: ListeningDay) => (['positive', 'other', 'negative'] as const).map((mood) => bars.reduce((all, bar) => all + bar[mood], 0));
    const before = await day();
    expect(sum(before)).toEqual([1, 1, 1]);
    expect([before.bars.length, Date.parse(before.bars[0]?.since ?? '') % 3_600_000]).toEqual([24, 0]);
    // The days before, and not the day itself, say what is usual.
    expect(before.bars.every(({ usual }) => usual !== null && usual.negative === 0 && usual.rest > 0.5 && usual.rest <= 1)).toBe(true);
    expect((await agent.client.get<ListeningDay>(`/listening/insight/day?monitorId=${(await monitor('Day without a past', 'parawan AND Tuesday')).id}`)).bars.every(({ usual }) => usual === null)).toBe(true);
    expect(before.places).toEqual([{ platform: 'forum', count: 2, negative: 0 }, { platform: 'news', count: 1, negative: 1 }]);
    expect([before.choices.platforms.sort(), before.choices.languages.sort(), before.partial]).toEqual([['forum', 'news'], ['en', 'pl'], false]);

    const [english] = await found(mine.id, '&language=en');
    const [angry] = await found(mine.id, '&mood=negative');
    expect([english?.post.text.slice(0, 4), angry?.post.platform]).toEqual(['This', 'news']);
    await agent.client.post(`/listening/mentions/${english?.id}/judge`, { judgement: 'junk' });
    await agent.client.post(`/listening/mentions/${angry?.id}/assign`, { memberId: agent.memberId });
    expect((await day()).shelves).toEqual({ all: 42, 'to-judge': 42, relevant: 0, answering: 1, answered: 0, case: 0, hidden: 0, junk: 1 });
    expect(sum(await day())).toEqual([1, 0, 1]);
    for (const narrowed of ['&platform=forum', '&language=pl&mood=negative', '&platform=news&mood=positive']) {
      const { shelves, places } = await day(narrowed);
      for (const [shelf, count] of Object.entries(shelves)) expect([narrowed, shelf, count]).toEqual([narrowed, shelf, (await found(mine.id, `${narrowed}&view=${shelf}`)).length]);
      // The day is told whole: there is where to go back to.
      expect(places).toHaveLength(2);
    }
    // Each bar opens exactly what it counted, and the longer pictures count the same mentions.
    for (const span of ['day', 'week', 'month']) {
      const { bars } = await day(`&span=${span}`);
      expect(bars.reduce((all, bar) => all + bar.positive + bar.other + bar.negative, 0)).toBe(span === 'day' ? 2 : 42);
      for (const [at, bar] of bars.entries()) {
        const time = `&since=${bar.since}${bars[at + 1] === undefined ? '' : `&until=${bars[at + 1]?.since}`}`;
        if (bar.positive + bar.other + bar.negative > 0) expect([bar.since, (await found(mine.id, time)).length, (await found(mine.id, `${time}&mood=negative`)).length]).toEqual([bar.since, bar.positive + bar.other + bar.negative, bar.negative]);
      }
      expect(bars.some(({ usual }) => usual !== null && usual.rest > 0)).toBe(true);
    }
    expect((await agent.client.send('GET', '/listening/mentions?since=yesterday')).status).toBe(400);
    expect((await (await api.otherWorkspace()).client.get<ListeningDay>(`/listening/insight/day?monitorId=${mine.id}`)).shelves.all).toBe(0);
    expect((await agent.client.send('GET', '/listening/insight/day?mood=furious')).status).toBe(400);
  });

  it('takes back a corrected mood with what it taught, and finds again what a muted author said when they are heard again', async () => {
    const mine = await monitor('Taken back', 'wieszak');
    const author = { handle: 'wieszakowa', name: 'Wiola' };
    await push([post({ text: 'Wieszak jest zielony jak trawa w ogrodzie sąsiada', author }), post({ text: 'Mój wieszak stoi w kącie od wczoraj i nic', author })]);
    const all = await eventually(async () => { const items = await found(mine.id); expect(items).toHaveLength(2); return items; });
    const [first] = all;
    const lessons = async () => (await api.sql<{ learnt: { count: number; weights: object } }>('SELECT learnt FROM mood_lessons'))[0]?.learnt;
    const say = (mood: string | null) => agent.client.post<BrandMention>(`/listening/mentions/${first?.id}/mood`, { mood });
    const taughtBefore = await lessons();
    expect((await say('negative')).post.mood).toMatchObject({ label: 'negative', corrected: true });
    // What the stream is narrowed by follows.
    expect((await found(mine.id, '&mood=negative')).map(({ id }) => id)).toEqual([first?.id]);
    expect(await lessons()).not.toEqual(taughtBefore);
    expect(await say(null)).toMatchObject({ post: { mood: first?.post.mood, impact: first?.post.impact } });
    expect(await found(mine.id, '&mood=negative')).toEqual([]);
    expect((await lessons())?.weights ?? {}).toEqual(taughtBefore?.weights ?? {});

    const { items: muted } = await agent.client.post<MutedAuthors>(`/listening/mentions/${first?.id}/mute`, {});
    expect(await found(mine.id)).toEqual([]);
    await agent.client.send('DELETE', `/listening/muted/${muted.find((one) => one.author === 'wieszakowa')?.id}`);
    expect(await texts(mine.id)).toEqual(all.map(({ post: { text } }) => text));
    expect((await agent.client.post<MutedAuthors>('/listening/muted', { platform: 'forum', author: 'wieszakowa' })).items.map(({ author: who }) => who)).toContain('wieszakowa');
    expect(await found(mine.id)).toEqual([]);
    // Nobody in particular is nobody to mute: all others who gave no name would go with them.
    await push([post({ text: 'wieszak anonimowy', author: { handle: '', name: '' } })]);
    const [nameless] = await eventually(async () => { const items = await found(mine.id); expect(items).toHaveLength(1); return items; });
    expect(await agent.client.send('POST', `/listening/mentions/${nameless?.id}/mute`)).toMatchObject({ status: 409, body: { code: 'author-unknown' } });
  });

  it('says what a mention is about once others speak of it too, whom it names, and which other monitor found it', async () => {
    const mine = await monitor('About', 'taboret');
    const other = await monitor('Beside', 'stolarni');
    const own = ['zawieziony na trzecie piętro', 'kosztował czterysta złotych wczoraj', 'odebrałem wieczorem deszczu', 'córka maluje farbami kredowymi'];
    await push(own.map((text, at) => post({ text: `${['Chwiejne nogi', 'te chwiejnych nóg', 'chwiejne nogi'][at % 3]}, taboret ${text}${at === 0 ? ' ze stolarni w Krakowie, rozmawiałem z Anną Nowak' : ''}`, language: 'pl' })));
    await eventually(async () => { expect(await found(mine.id)).toHaveLength(4); });
    const [first] = (await found(mine.id)).filter(({ post: { text } }) => text.includes('Krakowie'));
    expect(first?.post.topics.map(({ name }) => name)).toContain('chwiejne nogi');
    // What the monitor asks for stands in all that it finds.
    expect(first?.post.topics.map(({ name }) => name)).not.toContain('taboret');
    expect(first?.post.topics.map(({ name }) => name).join()).not.toContain('piętro');
    expect(first?.post.names).toEqual(expect.arrayContaining([{ kind: 'place', name: 'Kraków' }, { kind: 'person', name: 'Anną Nowak' }]));
    expect(first?.alsoIn).toEqual([other.id]);
    const today = new Date().toISOString().slice(0, 10);
    const asked = `from=${today}&to=${today}&zone=UTC&monitorId=${mine.id}`;
    const topics = (await analyst.client.get<Report>(`/listening/insight/mentions?${asked}&by=topic`)).rows;
    const stool = topics.find(({ name }) => name === 'taboret');
    expect(stool?.figure.cases).toBe(4);
    expect((await analyst.client.get<Page<BrandMention>>(`/listening/insight/mentions/mentions?${asked}&by=topic&key=${encodeURIComponent(stool?.key ?? '')}`)).items).toHaveLength(4);
  });
});
