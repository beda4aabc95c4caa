import { Client } from 'pg';
import type { InsightMeasure, ReportFigure, ReportGroup } from '@kontuar/contract';
import { openDatabase, type Database } from '@kontuar/platform';
import { chance } from '../../../../test/support/chance';
import { factories, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import { quantile } from '../../../../test/support/quantile';
import type { MemberActor } from '../access/actor';
import { entities } from '../entities';
import { allMeasures } from '../reports/all-measures';
import { figures } from '../reports/compile';
import { rowsBehind } from '../reports/reports.service';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, ola] = [id(1), id(2)];
const HOUR = 3_600_000;
const monitors = [{ id: id(11), kind: 'brand' }, { id: id(12), kind: 'product' }, { id: id(13), kind: 'competitor' }] as const;
const moods = ['negative', 'neutral', 'positive', 'unsure', null] as const;

interface Post { id: string; at: number; story: string; platform: string; author: string; language: string; mood: (typeof moods)[number]; reach: number | null; deleted: boolean; topics: string[]; channel: string | null; conversation: string | null }
interface Mention { id: string; monitor: string; post: Post; copyOf: string | null; judgement: 'relevant' | 'junk' | null; probablyJunk: boolean; taken: boolean }
interface Reply { conversation: string; at: number; counts: boolean }

/** The day on the wall there, by the browser's own calendar and not by ours. */
const dayThere = (at: number, zone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);

describe('the figures of what is said in public', () => {
  let made: TestDatabase;
  let client: Client;
  let database: Database;
  let build: Factories;
  const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];

  beforeAll(async () => {
    made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    database = await openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'insight-test' });
    await sql(`INSERT INTO workspaces (id, name, time_zone) VALUES ($1, 'Shop', 'Europe/Warsaw')`, [workspace]);
    await sql(`INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'ola@example.com', 'Ola', '')`, [ola]);
    await sql(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($2, $1, $2, 'owner')`, [workspace, ola]);
    for (const monitor of monitors) await sql(`INSERT INTO monitors (id, workspace_id, name, kind, query) VALUES ($1, $2, $3, $4, 'x')`, [monitor.id, workspace, `Monitor ${monitor.kind}`, monitor.kind]);
    build = factories(sql, workspace);
  });
  afterAll(async () => {
    await database.close();
    await client.end();
    await made.drop();
  });

  /** What people say around a day on which the clock is changed: copied, taken back, judged, answered. */
  async function live(pick: (below: number) => number, around: number, channels: readonly string[]): Promise<{ mentions: Mention[]; replies: Reply[] }> {
    const posts: Post[] = [];
    const replies: Reply[] = [];
    for (let n = 0; n < 140; n += 1) {
      const first = n > 10 && pick(4) === 0 ? posts[pick(posts.length)] : undefined;
      const at = around - 40 * HOUR + pick(80 * 60) * 60_000 + pick(1000);
      const channel = pick(3) === 0 ? channels[pick(2)] as string : null;
      const conversation = channel === null ? null : (await build.buildConversation({ channelId: channel })).id;
      const post = { id: id(1000 + n), at, story: first?.story ?? id(1000 + n), platform: ['forum', 'x', 'news'][pick(3)] as string, author: `author${pick(12)}`, language: ['pl', 'en'][pick(2)] as string, mood: moods[pick(5)] ?? null, reach: pick(3) === 0 ? null : pick(5000), deleted: pick(9) === 0, topics: ['dostaw', 'cen', 'stol', `once${n}`].filter((topic) => topic.startsWith('once') || pick(2) === 0), channel, conversation };
      posts.push(post);
      if (conversation !== null && pick(3) > 0) replies.push({ conversation, at: at + (pick(50) - 5) * 60_000, counts: true }, { conversation, at: at + 60_000, counts: false });
    }
    const mentions: Mention[] = [];
    // As they are found: the first of a text for a monitor is shown, later ones are its copies.
    for (const post of posts) {
      for (const monitor of monitors) {
        if (pick(2) === 0) continue;
        const head = mentions.find((one) => one.monitor === monitor.id && one.post.story === post.story && one.copyOf === null);
        mentions.push({ id: id(5000 + mentions.length), monitor: monitor.id, post, copyOf: head?.id ?? null, judgement: ([null, null, 'relevant', 'junk'] as const)[pick(4)] ?? null, probablyJunk: pick(7) === 0, taken: pick(6) === 0 });
      }
    }
    await sql(
      `INSERT INTO posts (id, workspace_id, platform, external_id, author, author_key, author_name, title, text, language, reach, published_at, deleted_at, mood, terms, story_id, channel_id, conversation_id, topics, topic_words)
       SELECT r.id, $1, platform, r.id::text, author, author, '', '', 'said', language, reach, to_timestamp(at / 1000.0), CASE WHEN deleted THEN now() END, CASE WHEN mood IS NOT NULL THEN jsonb_build_object('label', mood, 'confidence', 0.9) END, ''::tsvector, story, channel, conversation, topics, (SELECT array_agg(t || 'a') FROM unnest(topics) t)
       FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, platform text, author text, language text, reach int, at float8, deleted boolean, mood text, story uuid, channel uuid, conversation uuid, topics text[])`, [workspace, JSON.stringify(posts)]);
    await sql(
      `INSERT INTO mentions (id, workspace_id, monitor_id, post_id, published_at, copy_of, judgement, probably_junk, assignee_id)
       SELECT id, $1, monitor, post, to_timestamp(at / 1000.0), copy_of, judgement, junk, CASE WHEN taken THEN $3::uuid END FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, monitor uuid, post uuid, at float8, copy_of uuid, judgement text, junk boolean, taken boolean)`,
      [workspace, JSON.stringify(mentions.map((one) => ({ id: one.id, monitor: one.monitor, post: one.post.id, at: one.post.at, copy_of: one.copyOf, judgement: one.judgement, junk: one.probablyJunk, taken: one.taken }))), ola]);
    await sql(
      `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, automatic, at)
       SELECT $1, gen_random_uuid(), r.conversation, c.channel_id, row_number() OVER (PARTITION BY r.conversation) + 100, 'message', 'out', CASE WHEN r.counts THEN 'sent' ELSE 'failed' END, 'member', $3, NULL, to_timestamp(r.at / 1000.0)
       FROM jsonb_to_recordset($2::jsonb) AS r (conversation uuid, at float8, counts boolean) JOIN conversations c ON c.id = r.conversation`, [workspace, JSON.stringify(replies), ola]);
    return { mentions, replies };
  }

  it.each([['Europe/Warsaw', '2026-10-25', 3], ['America/New_York', '2026-03-08', 8], ['Australia/Lord_Howe', '2026-04-05', 21]])('are what a slow recount says, for whoever sees all and whoever sees one channel (%s, %s, chance %i)', async (zone, day, seed) => {
    for (const table of ['mentions', 'posts', 'messages', 'conversations']) await sql(`DELETE FROM ${table}`);
    const channels = [await build.buildChannel(), await build.buildChannel()];
    const { mentions, replies } = await live(chance(seed), Date.parse(`${day}T12:00:00Z`), channels);
    const days = Array.from({ length: 4 }, (_, n) => new Date(Date.parse(`${day}T00:00:00Z`) + (n - 1) * 24 * HOUR).toISOString().slice(0, 10));
    const range = { from: days[0] as string, to: days.at(-1) as string, zone };
    const kindOf = (monitor: string) => monitors.find((one) => one.id === monitor)?.kind;

    for (const sees of ['all', [channels[0] as string]] as const) {
      const actor = { kind: 'member', workspaceId: workspace, memberId: ola, channelIds: sees } as unknown as MemberActor;
      const ask = (measure: InsightMeasure, by: ReportGroup = 'none', monitorId?: string[]) => database.lookInWorkspace(workspace, (tx) => figures(tx, actor, { measure: allMeasures[measure], days: range, by, filter: { clock: 'calendar', monitorId }, now: new Date('2027-12-31T00:00:00Z') }));
      // Plain: what is shown, is no junk, still stands, is within those days and may be read.
      const counts = mentions.filter((one) => one.copyOf === null && one.judgement !== 'junk' && !(one.judgement === null && one.probablyJunk) && days.includes(dayThere(one.post.at, zone)) && (sees === 'all' || one.post.channel === null || sees.includes(one.post.channel))
        && (!one.post.deleted || mentions.some((copy) => copy.copyOf === one.id && !copy.post.deleted)));
      const once = (of: readonly Mention[]): Mention[] => {
        const stories = new Map<string, Mention>();
        for (const one of of.toSorted((a, b) => a.post.at - b.post.at || (a.id < b.id ? -1 : 1))) if (!stories.has(one.post.story)) stories.set(one.post.story, one);
        return [...stories.values()];
      };
      const [ours, theirs] = [once(counts.filter((one) => kindOf(one.monitor) !== 'competitor')), once(counts.filter((one) => kindOf(one.monitor) === 'competitor'))];
      expect(ours.length).toBeGreaterThan(30);
      const answerOf = ({ post }: Mention): number | undefined => { const answers = replies.filter((one) => one.counts && one.conversation === post.conversation && one.at >= post.at).map(({ at }) => at - post.at); return answers.length === 0 ? undefined : Math.min(...answers); };
      const asks = (one: Mention) => one.judgement === 'relevant' || one.taken || one.post.conversation !== null;
      const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
      const moodOf = (of: readonly Mention[]) => { const [bad, none, good] = (['negative', 'neutral', 'positive'] as const).map((mood) => of.filter((one) => one.post.mood === mood).length) as [number, number, number]; return { parts: [bad, none, good, of.length - bad - none - good], value: share(good - bad, bad + none + good) }; };
      const near = (figure: ReportFigure | undefined, value: number | null) => (value === null ? expect(figure?.value ?? null).toBeNull() : expect(figure?.value).toBeCloseTo(value, 5));

      expect((await ask('mentions')).total.cases).toBe(ours.length);
      expect((await ask('mentions', 'day')).rows.map(({ key, figure }) => [key, figure.cases])).toEqual(days.map((one) => [one, ours.filter(({ post }) => dayThere(post.at, zone) === one).length]));
      expect((await ask('mentions', 'hour')).rows.reduce((sum, { figure }) => sum + figure.cases, 0)).toBe(ours.length);
      for (const [by, of] of [['platform', 'platform'], ['language', 'language']] as const) {
        const found = Object.fromEntries((await ask('mentions', by)).rows.map(({ key, figure }) => [key, figure.cases]));
        expect(found).toEqual(Object.fromEntries([...new Set(ours.map(({ post }) => post[of]))].map((value) => [value, ours.filter(({ post }) => post[of] === value).length])));
      }
      const authors = await ask('mentions', 'author');
      expect(authors.total.cases).toBe(ours.length);
      expect(authors.rows.reduce((sum, { figure }) => sum + figure.cases, 0)).toBe(ours.length);
      expect(authors.rows[0]).toMatchObject({ name: authors.rows[0]?.key?.split(' ')[1] });
      // What one story alone speaks of is no topic.
      const spoken = ['dostaw', 'cen', 'stol'].map((topic) => [topic, `${topic}a`, ours.filter(({ post }) => post.topics.includes(topic)).length] as const);
      expect((await ask('mentions', 'topic')).rows.map(({ key, name, figure }) => [key, name, figure.cases]).sort()).toEqual(spoken.map((one) => [...one]).sort());
      const perMonitor = Object.fromEntries((await ask('mentions', 'monitor')).rows.map(({ key, figure }) => [key, figure.cases]));
      expect(perMonitor).toEqual(Object.fromEntries(monitors.map((one) => [one.id, once(counts.filter(({ monitor }) => monitor === one.id)).length])));
      expect((await ask('mentions', 'none', [monitors[2].id])).total.cases).toBe(theirs.length);

      const mood = (await ask('mention-mood')).total;
      expect(mood.parts).toEqual(moodOf(ours).parts);
      near(mood, moodOf(ours).value);
      for (const row of (await ask('mention-mood', 'day')).rows) near(row.figure, moodOf(ours.filter(({ post }) => dayThere(post.at, zone) === row.key)).value);
      expect((await ask('mention-reach')).total).toMatchObject({ value: ours.reduce((sum, { post }) => sum + (post.reach ?? 0), 0), cases: ours.filter(({ post }) => post.reach !== null).length, whole: ours.length });
      const voice = share(ours.length, ours.length + theirs.length);
      near((await ask('share-of-voice')).total, voice);
      for (const row of (await ask('share-of-voice', 'platform')).rows) {
        const of = (list: readonly Mention[]) => list.filter(({ post }) => post.platform === row.key).length;
        near(row.figure, of(theirs) === 0 ? null : share(of(ours), of(ours) + of(theirs)));
      }
      const asking = ours.filter(asks);
      const times = ours.flatMap((one) => answerOf(one) ?? []);
      const answered = (await ask('mention-answered')).total;
      expect([answered.cases, answered.whole]).toEqual([asking.filter((one) => answerOf(one) !== undefined).length, asking.length]);
      expect(times.length).toBeGreaterThan(2);
      const reply = (await ask('mention-reply')).total;
      expect(reply.cases).toBe(times.length);
      near(reply, quantile(times, 0.5));
      expect(reply.p90).toBeCloseTo(quantile(times, 0.9) ?? -1, 3);
      const tone = moodOf(ours).value;
      const parts = [[0.5, tone === null ? null : (1 + tone) / 2], [0.3, share(answered.cases, asking.length)], [0.2, voice]].filter((part): part is [number, number] => part[1] !== null);
      near((await ask('brand-health')).total, 100 * parts.reduce((sum, [weight, value]) => sum + weight * value, 0) / parts.reduce((sum, [weight]) => sum + weight, 0));

      // Behind a point stand exactly those that it counted.
      const behind = (measure: InsightMeasure, key?: string) => database.lookInWorkspace(workspace, async (tx) => {
        const { from, where, parameters } = await rowsBehind(tx, actor, allMeasures[measure], { from: range.from, to: range.to, zone, clock: 'calendar', by: key === undefined ? 'none' : 'day', ...(key === undefined ? {} : { key }) });
        return (await tx.query<{ id: string }>(`SELECT f.mention_id AS id FROM ${from} WHERE ${where} ORDER BY 1`, parameters)).map((row) => row.id);
      });
      for (const one of days) expect(await behind('mentions', one)).toEqual(ours.filter(({ post }) => dayThere(post.at, zone) === one).map((mention) => mention.id).sort());
      expect(await behind('mention-reply')).toEqual(ours.filter((mention) => answerOf(mention) !== undefined).map((mention) => mention.id).sort());
    }
  });
});
