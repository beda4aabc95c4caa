import { Client } from 'pg';
import type { ReportGroup } from '@kontuar/contract';
import { openDatabase, type Database } from '@kontuar/platform';
import { chance } from '../../../../test/support/chance';
import { factories, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { MemberActor } from '../access/actor';
import { entities } from '../entities';
import { allMeasures } from '../reports/all-measures';
import { figures } from '../reports/compile';
import { weightedMean } from './agreement';
import { qualityFigures } from './figures';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, ola, ...people] = [1, 2, 3, 4, 5].map(id) as [string, string, ...string[]];
const teams = [id(11), id(12)];
const HOUR = 3_600_000;
const actor = { kind: 'member', workspaceId: workspace, memberId: ola, channelIds: 'all' } as unknown as MemberActor;
/** Two versions of the same card: what was reviewed by the first is weighted as the first says. */
const cards = [{ polite: 1, quick: 3, right: 2 }, { polite: 2, quick: 1, right: 5, lasting: 2 }];

interface Made { id: string; kind: string; state: string; agent: string; team: string | null; card: number; first: string | null; round: string | null; at: number; superseded: boolean; scores: { quality: string; score: number | null }[]; conversation: string }

const dayThere = (at: number, zone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
/** The first day of the week, or month, that has this moment: by going back from day to day. */
function spanThere(at: number, zone: string, by: 'week' | 'month'): string {
  let day = dayThere(at, zone);
  const isFirst = () => (by === 'month' ? day.endsWith('-01') : new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short' }).format(Date.parse(`${day}T12:00:00Z`)) === 'Mon');
  while (!isFirst()) day = new Date(Date.parse(`${day}T12:00:00Z`) - 24 * HOUR).toISOString().slice(0, 10);
  return day;
}

/** As its scorecard weights it, what does not apply left out; in hundredths, as everybody reads it. */
function worth({ card, scores }: Made): number {
  const weights = cards[card] as Record<string, number>;
  let [sum, weight] = [0, 0];
  for (const { quality, score } of scores) {
    if (score === null) continue;
    sum += score * (weights[quality] ?? 0);
    weight += weights[quality] ?? 0;
  }
  return Math.round((sum / weight) * 100) / 100;
}
const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);

describe('the figures of quality', () => {
  let made: TestDatabase;
  let client: Client;
  let database: Database;
  let build: Factories;
  const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];

  beforeAll(async () => {
    made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    database = await openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'quality-test' });
    await sql(`INSERT INTO workspaces (id, name) VALUES ($1, 'Shop')`, [workspace]);
    await sql(`INSERT INTO users (id, email, name, password_hash) SELECT id, id || '@example.com', 'A', '' FROM unnest($1::uuid[]) id`, [[ola, ...people]]);
    await sql(`INSERT INTO memberships (id, workspace_id, user_id, role) SELECT id, $1, id, CASE WHEN id = $3 THEN 'owner' ELSE 'agent' END FROM unnest($2::uuid[]) id`, [workspace, [ola, ...people], ola]);
    await sql(`INSERT INTO teams (id, workspace_id, name) SELECT id, $1, 'Team ' || id FROM unnest($2::uuid[]) id`, [workspace, teams]);
    await sql(`INSERT INTO scorecards (id, workspace_id, name, version) VALUES ($1, $2, 'Card', 2)`, [id(21), workspace]);
    for (const [at, weights] of cards.entries()) await sql('INSERT INTO scorecard_versions (workspace_id, scorecard_id, version, qualities) VALUES ($1, $2, $3, $4)', [workspace, id(21), at + 1, JSON.stringify(qualitiesOf(weights))]);
    build = factories(sql, workspace);
  });
  afterAll(async () => {
    await database.close();
    await client.end();
    await made.drop();
  });

  const qualitiesOf = (weights: object) => Object.entries(weights).map(([key, weight]) => ({ key, weight: weight as number, name: { en: key, pl: key }, anchors: { low: { en: '', pl: '' }, middle: { en: '', pl: '' }, high: { en: '', pl: '' } } }));

  /** Reviews as they stand after some weeks: drafts, answered ones, contested ones, second looks and what they replaced, rounds of calibration. */
  async function live(pick: (below: number) => number, around: number): Promise<Made[]> {
    const all: Made[] = [];
    const rounds: Made[] = [];
    const put = async (over: Partial<Made>): Promise<Made> => {
      const card = over.card ?? pick(2);
      const scores = Object.keys(cards[card] as object).map((quality, at) => ({ quality, score: at > 0 && pick(6) === 0 ? null : 1 + pick(5) }));
      const one: Made = { id: id(1000 + all.length), kind: 'review', state: 'given', agent: people[pick(people.length)] as string, team: [null, ...teams][pick(3)] ?? null, card, first: null, round: null, at: around - 16 * 24 * HOUR + pick(32 * 24 * 3_600_000), superseded: false, scores, conversation: over.conversation ?? (await build.buildConversation()).id, ...over };
      all.push(one);
      return one;
    };
    for (let n = 0; n < 70; n += 1) {
      const fate = pick(10);
      if (fate < 5) await put({ state: fate < 3 ? 'given' : 'answered' });
      else if (fate === 5) await put({ state: 'draft' });
      else if (fate === 6) {
        const first = await put({ state: 'contested' });
        if (pick(2) === 0) await put({ kind: 'second', state: 'draft', first: first.id, card: first.card, agent: first.agent, team: first.team, conversation: first.conversation });
      } else if (fate < 9) {
        const first = await put({ state: 'settled', superseded: true });
        await put({ kind: 'second', first: first.id, card: first.card, agent: first.agent, team: first.team, at: first.at + pick(9) * 24 * HOUR, conversation: first.conversation });
      } else rounds.push(await put({ kind: 'calibration', round: id(500 + rounds.length) }));
    }
    await sql('INSERT INTO calibrations (id, workspace_id, conversation_id, agent_id, member_ids, scorecard_id, scorecard_version) SELECT r.round, $1, r.conversation, r.agent, ARRAY[]::uuid[], $3, r.card + 1 FROM jsonb_to_recordset($2::jsonb) AS r (round uuid, conversation uuid, agent uuid, card int)', [workspace, JSON.stringify(rounds), id(21)]);
    await sql(
      `INSERT INTO reviews (id, workspace_id, kind, state, conversation_id, agent_id, reviewer_id, team_id, scorecard_id, scorecard_version, first_id, calibration_id, mean, given_at, superseded)
       SELECT r.id, $1, kind, state, conversation, agent, $4, team, $3, card + 1, first, round, mean, CASE WHEN state <> 'draft' THEN to_timestamp(at / 1000.0) END, superseded
       FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, kind text, state text, conversation uuid, agent uuid, team uuid, card int, first uuid, round uuid, mean real, at float8, superseded boolean)`,
      [workspace, JSON.stringify(all.map((one) => ({ ...one, mean: weightedMean(one.scores, qualitiesOf(cards[one.card] as object)) }))), id(21), ola]);
    await sql('INSERT INTO review_scores (workspace_id, review_id, quality, score) SELECT $1, r.id, s.quality, s.score FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, scores jsonb), jsonb_to_recordset(r.scores) AS s (quality text, score smallint)', [workspace, JSON.stringify(all)]);
    return all;
  }

  it.each([['Europe/Warsaw', '2026-10-25', 6], ['America/New_York', '2026-11-01', 14], ['Australia/Lord_Howe', '2026-04-05', 27], ['Pacific/Kiritimati', '2026-03-01', 3]])(
    'are what a slow recount of all scores says, by person, team, week and month, and the same in reports (%s, %s, chance %i)', async (zone, day, seed) => {
      for (const table of ['reviews', 'calibrations', 'conversations']) await sql(`DELETE FROM ${table}`);
      const all = await live(chance(seed), Date.parse(`${day}T12:00:00Z`));
      const from = new Date(Date.parse(`${day}T05:30:00Z`) - 12 * 24 * HOUR);
      const to = new Date(from.getTime() + 24 * 24 * HOUR);
      const counts = all.filter((one) => one.kind !== 'calibration' && (one.state === 'given' || one.state === 'answered') && !all.some((other) => other.first === one.id && other.state !== 'draft'));
      // Rounded to a hundredth where it is shown.
      const near = (found: number | null | undefined, expected: number | null) => { if (expected === null) expect(found ?? null).toBeNull(); else expect(Math.abs((found ?? NaN) - expected)).toBeLessThan(0.005_01); };

      const keysOf = { member: (one: Made) => one.agent, team: (one: Made) => one.team, week: (one: Made) => spanThere(one.at, zone, 'week'), month: (one: Made) => spanThere(one.at, zone, 'month') } as const;
      for (const by of ['member', 'team', 'week', 'month'] as const) {
        for (const scope of [{}, { agentId: people[0] as string }, { teamId: teams[0] as string }]) {
          const mine = counts.filter(({ at, agent, team }) => at >= from.getTime() && at < to.getTime() && (scope.agentId === undefined || agent === scope.agentId) && (scope.teamId === undefined || team === scope.teamId));
          expect(mine.length).toBeGreaterThan(2);
          const found = await database.lookInWorkspace(workspace, (tx) => qualityFigures(tx, { workspaceId: workspace, from, to, by, timeZone: zone, ...scope }));
          const keys = [...new Set(mine.map(keysOf[by]))];
          expect(new Set(found.rows.map(({ key }) => key))).toEqual(new Set(keys));
          for (const [row, own] of [...found.rows.map((each) => [each, mine.filter((one) => keysOf[by](one) === each.key)] as const), [found.total, mine] as const]) {
            expect(row.reviews).toBe(own.length);
            near(row.mean, mean(own.map(worth)));
            for (const quality of ['polite', 'quick', 'right', 'lasting']) {
              const scores = own.flatMap((one) => one.scores.flatMap((each) => (each.quality === quality && each.score !== null ? [each.score] : [])));
              const told = row.qualities.find(({ key }) => key === quality);
              expect([quality, told?.count ?? 0]).toEqual([quality, scores.length]);
              near(told?.mean, mean(scores));
            }
          }
          expect(found.total.people).toBe(new Set(mine.map(({ agent }) => agent)).size);
        }
      }

      const [first, last] = [dayThere(from.getTime(), zone), dayThere(to.getTime(), zone)];
      const inDays = counts.map((one) => ({ ...one, on: dayThere(one.at, zone) })).filter(({ on }) => on >= first && on <= last);
      const ask = (by: ReportGroup) => database.lookInWorkspace(workspace, (tx) => figures(tx, actor, { measure: allMeasures.quality, days: { from: first, to: last, zone }, by, filter: { clock: 'calendar' }, now: new Date('2027-12-31T00:00:00Z') }));
      for (const [by, keyOf] of [['day', (one: typeof inDays[number]) => one.on], ['member', (one: typeof inDays[number]) => one.agent], ['team', (one: typeof inDays[number]) => one.team]] as const) {
        const report = await ask(by);
        for (const [figure, own] of [...report.rows.map(({ key, figure: each }) => [each, inDays.filter((one) => keyOf(one) === key)] as const), [report.total, inDays] as const]) {
          expect(figure.cases).toBe(own.length);
          near(figure.value, mean(own.map(worth)));
          const means = own.map(worth);
          expect(figure.parts).toEqual([means.filter((value) => value < 2.5).length, means.filter((value) => value >= 2.5 && value < 3.5).length, means.filter((value) => value >= 3.5).length]);
        }
        expect(report.rows.reduce((sum, { figure }) => sum + figure.cases, 0)).toBe(inDays.length);
      }
    });
});
