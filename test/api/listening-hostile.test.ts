import { eventually } from '../support/eventually';
import { ListeningStage } from '../support/listening-stage';

let stage: ListeningStage;
beforeAll(async () => { stage = await ListeningStage.open(); });
afterAll(() => stage.close());

/** All that was kept has been read. */
const isRead = () => eventually(async () => { expect(await stage.api.sql(`SELECT 1 FROM source_deliveries WHERE state = 'waiting'`)).toEqual([]); });
const kept = (ids: readonly string[]) => stage.api.sql<{ external_id: string; text: string; gone: boolean }>('SELECT external_id, text, deleted_at IS NOT NULL AS gone FROM posts WHERE external_id = ANY($1::text[]) ORDER BY external_id', [ids]);

describe('the push door', () => {
  it('takes what can be taken of hostile posts, says at once what cannot, and finds the good ones beside them', async () => {
    const mine = await stage.monitor('Beside hostile ones', 'otomana');
    const most = Number.MAX_SAFE_INTEGER;
    const good = [
      'Otomana zwykła', 'Otomana po \u0000 zerze', 'Otomana z połową litery \ud800', `Otomana i słowo ${'a'.repeat(30_000)}`, `Otomana i znaki ${'木'.repeat(9_000)}`, `Otomana i obrazki ${'👩‍👩‍👧'.repeat(2_000)}`, `Otomana ${'\u202e'.repeat(500)} wspak`, `Otomana ${'#tag'.repeat(2_000)}`, `Otomana ${'\u0301'.repeat(5_000)}`,
    ].map((text) => stage.post({ text }));
    const odd = [
      stage.post({ text: 'Otomana o dziwnym imieniu', id: 'a\u0000b\ud800', url: 'https://a.example/\u0000?\ud800', title: '\udc00', author: { handle: '\u0000', name: '\ud83d' }, repostOf: '\u0000' }), stage.post({ text: 'Otomana sprzed wieków', publishedAt: '0001-01-01T00:00:00Z' }), stage.post({ text: 'Otomana z przyszłości', publishedAt: '9999-12-31T23:59:59Z', editedAt: '9999-12-31T23:59:59Z' }),
      stage.post({ text: 'Otomana bez miary', reach: most, likes: most, shares: most, replies: most }), { ...stage.post({ text: 'Otomana i pola' }), unknown: { deep: [[[[]]]] }, __proto__: { likes: 7 }, constructor: 'x' },
    ];
    const bad = [null, 7, 'otomana', [], {}, { id: 7, text: 'otomana' }, { id: '', text: 'otomana' }, stage.post({ text: 'otomana', url: 'javascript:alert(1)' }), stage.post({ text: 'otomana', platform: '../../etc' }), stage.post({ text: 'otomana', likes: -1 }), stage.post({ text: 'otomana', reach: 1e300 }), stage.post({ text: 'otomana', publishedAt: 'yesterday' }), stage.post({ text: 'otomana', author: 'ania' }), stage.post({ text: 7 as never })];
    const { status, body } = await stage.push([...good, ...bad, ...odd]);
    expect(status).toBe(200);
    expect((body as { faults: string[] }).faults.map((fault) => /^posts\[(\d+)\]/.exec(fault)?.[1])).toEqual(bad.map((_, at) => String(good.length + at)));
    await isRead();
    const texts = await eventually(async () => { const all = await stage.texts(mine.id); expect(all).toHaveLength(good.length + odd.length); return all; });
    expect(texts.every((text) => text.startsWith('Otomana') && text.isWellFormed() && !text.includes('\u0000'))).toBe(true);
    expect(await stage.trouble()).toMatch(/^14 could not be read: posts\[9\]/);
    // What could not be read is there to be looked at.
    expect(await stage.api.sql(`SELECT 1 FROM source_deliveries WHERE state = 'unreadable' AND position('yesterday'::bytea IN body) > 0`)).toHaveLength(1);
    // Nobody is from the future, and the same again changes nothing.
    expect(await stage.api.sql(`SELECT 1 FROM posts WHERE published_at > now() + interval '1 hour'`)).toEqual([]);
    await stage.push([...odd, ...good]);
    await isRead();
    expect((await stage.texts(mine.id)).length).toBe(good.length + odd.length);
  });

  it('refuses in plain words what nobody could ever read, and keeps nothing of it', async () => {
    const before = await stage.api.sql('SELECT count(*) AS n FROM source_deliveries');
    const many = Array.from({ length: 1_001 }, (_, n) => ({ id: `many ${n}`, text: 'otomana' }));
    for (const raw of ['{"posts": 7}', '[]', 'null', '"posts"', JSON.stringify({ posts: many }), JSON.stringify({ posts: [{ text: 'no id' }] }), `{"posts": [${'['.repeat(50_000)}${']'.repeat(50_000)}]}`]) {
      const { status, body } = await stage.push([], raw);
      expect([raw.slice(0, 30), status, (body as { code: string }).code]).toEqual([raw.slice(0, 30), 400, 'bad-posts']);
    }
    for (const raw of ['{"posts": [', '', Buffer.from([0xff, 0xfe, 0x00])]) expect((await stage.push([], raw)).status).toBe(400);
    expect(await stage.api.sql('SELECT count(*) AS n FROM source_deliveries')).toEqual(before);
    expect(await stage.trouble()).toMatch(/could not be read/);
    // Good ones again, and all is well.
    await stage.push([stage.post({ text: 'Wszystko dobrze' })]);
    await isRead();
    expect(await stage.trouble()).toBeNull();
  });

  it('keeps the newest words of a post in whatever order they come, and nothing of what was taken back before it was heard', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString();
    const versions = (id: string) => [{ id, text: 'pierwotnie' }, { id, text: 'po zmianie', editedAt: at(1) }, { id, text: 'po drugiej zmianie', editedAt: at(2) }];
    const gone = (id: string) => ({ id, deleted: true });
    const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for (const [n, order] of orders.entries()) for (const step of order) await stage.push([{ ...versions(`order ${n}`)[step], platform: 'forum' }]);
    // A stream that is heard once more from a while ago.
    for (const round of [0, 1]) for (const version of versions('again')) await stage.push([{ ...version, platform: 'forum', likes: round }]);
    await stage.push([gone('early'), { id: 'early', text: 'po usunięciu' }, ...versions('late'), gone('late'), ...versions('late')].map((post) => ({ ...post, platform: 'forum' })));
    await isRead();
    expect(await kept([...orders.keys()].map((n) => `order ${n}`))).toEqual([...orders.keys()].map((n) => ({ external_id: `order ${n}`, text: 'po drugiej zmianie', gone: false })));
    expect(await kept(['again', 'early', 'late'])).toEqual([{ external_id: 'again', text: 'po drugiej zmianie', gone: false }, { external_id: 'early', text: '', gone: true }, { external_id: 'late', text: 'po drugiej zmianie', gone: true }]);
    expect(await stage.api.sql(`SELECT r.text FROM post_revisions r JOIN posts p ON p.id = r.post_id WHERE p.external_id = 'again' ORDER BY r.revision`)).toEqual([{ text: 'pierwotnie' }, { text: 'po zmianie' }]);
  });

  it('keeps each post once, of a thousand at once and of twenty deliveries at the same moment', async () => {
    const mine = await stage.monitor('Crowd', 'tłum');
    const posts = Array.from({ length: 1_000 }, (_, n) => stage.post({ id: `crowd ${n}`, text: `Pan ${n} stoi jako tłum numer ${n * 7}` }));
    const shuffled = (by: number) => posts.map((_, at) => posts[(at * by + by) % posts.length]);
    const answers = await Promise.all([stage.push(posts), ...[3, 7, 9, 11, 13, 17, 19].map((by) => stage.push(shuffled(by).slice(0, 300))), ...Array.from({ length: 12 }, () => stage.push(posts.slice(0, 50)))]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await eventually(async () => { expect(await stage.api.sql(`SELECT 1 FROM source_deliveries WHERE state = 'waiting'`)).toEqual([]); }, 60_000);
    expect(await stage.api.sql(`SELECT count(*)::int AS posts, count(DISTINCT external_id)::int AS ids FROM posts WHERE external_id LIKE 'crowd %'`)).toEqual([{ posts: 1_000, ids: 1_000 }]);
    expect(await stage.api.sql('SELECT count(*)::int AS n FROM mentions WHERE monitor_id = $1', [mine.id])).toEqual([{ n: 1_000 }]);
  }, 90_000);

  it('puts aside what nobody foresaw, says so on the source, and hears what comes with it and after it', async () => {
    const mine = await stage.monitor('Unforeseen', 'niespodzianka');
    await stage.api.sql(`CREATE FUNCTION test_unforeseen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.text LIKE '%unkeepable%' THEN RAISE EXCEPTION 'no' USING ERRCODE = '22P05'; END IF; RETURN NEW; END $$`);
    await stage.api.sql('CREATE TRIGGER test_unforeseen BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION test_unforeseen()');
    try {
      await stage.push([stage.post({ text: 'Przed nią niespodzianka' }), stage.post({ text: 'niespodzianka unkeepable', id: 'unkeepable 1' }), stage.post({ text: 'Po niej niespodzianka' })]);
      await isRead();
      expect((await stage.texts(mine.id)).sort()).toEqual(['Po niej niespodzianka', 'Przed nią niespodzianka']);
      expect(await stage.trouble()).toBe('1 could not be read: unkeepable 1');
      const [aside] = await stage.api.sql<{ body: Buffer }>(`SELECT body FROM source_deliveries WHERE state = 'unreadable' AND error LIKE 'unkeepable 1%'`);
      expect((JSON.parse(aside?.body.toString() ?? '') as { posts: { id: string }[] }).posts.map(({ id }) => id)).toEqual(['unkeepable 1']);
      await stage.push([stage.post({ text: 'niespodzianka na koniec' })]);
      await eventually(async () => { expect(await stage.texts(mine.id)).toContain('niespodzianka na koniec'); });
    } finally {
      await stage.api.sql('DROP TRIGGER test_unforeseen ON posts; DROP FUNCTION test_unforeseen()');
    }
  });
});
