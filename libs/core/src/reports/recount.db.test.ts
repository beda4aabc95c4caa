import { Client } from 'pg';
import type { ReportGroup, ReportMeasure } from '@kontuar/contract';
import { openDatabase, type Database } from '@kontuar/platform';
import { chance } from '../../../../test/support/chance';
import { factories, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import { quantile } from '../../../../test/support/quantile';
import type { MemberActor } from '../access/actor';
import { entities } from '../entities';
import { allMeasures } from './all-measures';
import { figures } from './compile';
import { keepFacts } from './keep-facts';
import { openTimeOf } from './report-hours';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, ola, jan] = [id(1), id(2), id(3)];
const MINUTE = 60_000;
const actor = { kind: 'member', workspaceId: workspace, memberId: ola, channelIds: 'all' } as unknown as MemberActor;

/** A row of `messages`, read as it stands: nothing of what makes the reports is used below. */
interface Raw { conversation: string; seq: number; kind: string; direction: string; status: string; automatic: string | null; deleted: boolean; by: string | null; event: string | null; data: { to?: { assigneeId: string | null }; reason?: string; by?: string } | null; at: number }
interface Counted { kind: string; at: number; since?: number; ms?: number; until?: number; member: string | null; conversation?: string }

/** Slow and plain: for each thing that is counted, the whole thread is looked through again. */
function recount(rows: readonly Raw[]): Counted[] {
  const threads = new Map<string, Raw[]>();
  for (const row of rows) threads.set(row.conversation, [...(threads.get(row.conversation) ?? []), row]);
  return [...threads.values()].flatMap((all) => {
    const lines = all.filter((row) => row.kind === 'event' || (row.kind === 'message' && row.automatic === null && !row.deleted && (row.direction === 'in' || ['sent', 'delivered', 'read', 'logged'].includes(row.status)))).sort((a, b) => a.seq - b.seq);
    const first = lines.findIndex((row) => row.kind === 'message');
    if (first < 0) return [];
    const doneAt = (index: number): boolean => lines.slice(first, index).reduce((done, row) => (row.event === 'resolved' ? true : row.event === 'reopened' ? false : done), false);
    const counted: Counted[] = [{ kind: 'conversations', at: (lines[first] as Raw).at, member: null }];
    lines.forEach((row, index) => {
      if (row.kind === 'message') counted.push({ kind: row.direction === 'in' ? 'received' : 'sent', at: row.at, member: row.direction === 'in' ? null : row.by });
      if (row.kind === 'message' && row.direction === 'out') {
        const since = waitBefore(lines, index, doneAt);
        const answeredBefore = lines.some((one, at) => at < index && one.kind === 'message' && one.direction === 'out' && waitBefore(lines, at, doneAt) !== null);
        if (since !== null) counted.push({ kind: answeredBefore ? 'next-reply' : 'first-reply', at: row.at, since, ms: row.at - since, member: row.by });
      }
      if (index > first && row.event === 'resolved' && !doneAt(index)) {
        const from = spellBegan(lines, first, index);
        counted.push({ kind: 'resolved', at: row.at, since: (lines[from] as Raw).at, ms: row.at - (lines[from] as Raw).at - slept(lines, from, index), member: row.by }, { kind: 'spell', at: (lines[from] as Raw).at, until: row.at, member: null, conversation: row.conversation });
      }
      if (index > first && row.event === 'reopened' && doneAt(index)) counted.push({ kind: 'reopened', at: row.at, member: lines.slice(0, index).findLast((one, at) => one.event === 'resolved' && at > first && !doneAt(at))?.by ?? null });
    });
    if (!doneAt(lines.length)) counted.push({ kind: 'spell', at: (lines[spellBegan(lines, first, lines.length)] as Raw).at, until: Infinity, member: null, conversation: (lines[0] as Raw).conversation });
    return counted;
  });
}

/** Since when the customer waits for the answer at `index`; null when nobody does. */
function waitBefore(lines: readonly Raw[], index: number, doneAt: (index: number) => boolean): number | null {
  let since: number | null = null;
  for (let at = index - 1; at >= 0; at -= 1) {
    const row = lines[at] as Raw;
    if (row.kind === 'message' && row.direction === 'out') break;
    if (row.event === 'resolved') break;
    if (row.event === 'reopened' && row.data?.by !== 'contact' && doneAt(at)) {
      // Taken up by hand: they have waited since their newest word, if that was the last one.
      const before = lines.slice(0, at).findLast((one) => one.kind === 'message');
      return before?.direction === 'in' ? before.at : since;
    }
    if (row.kind === 'message' && row.direction === 'in' && !doneAt(at)) since = row.at;
  }
  return since;
}

const spellBegan = (lines: readonly Raw[], first: number, before: number): number => lines.findLastIndex((row, at) => at < before && at > first && row.event === 'reopened' && lines.slice(first, at).findLast((one) => one.event === 'resolved' || one.event === 'reopened')?.event === 'resolved') === -1
  ? first : lines.findLastIndex((row, at) => at < before && at > first && row.event === 'reopened' && lines.slice(first, at).findLast((one) => one.event === 'resolved' || one.event === 'reopened')?.event === 'resolved');

function slept(lines: readonly Raw[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    if (lines[at]?.event !== 'snoozed' || lines.slice(from, at).findLast((row) => row.event === 'snoozed' || row.event === 'woken')?.event === 'snoozed') continue;
    const woken = lines.slice(at, to).find((row) => row.event === 'woken') ?? (lines[to] as Raw);
    sum += woken.at - (lines[at] as Raw).at;
  }
  return sum;
}

/** The day on the wall there, by the browser's own calendar and not by ours. */
const dayThere = (at: number, zone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
/** Minute by minute, by what the clock on the wall there says: from one to nine on all days but Friday, and not on the day off. The clock is changed within. */
function openMs(from: number, to: number, zone: string, dayOff: string): number {
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' });
  let sum = 0;
  for (let at = from; at < to;) {
    const next = Math.min(to, (Math.floor(at / MINUTE) + 1) * MINUTE);
    const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]));
    const isOpen = parts['weekday'] !== 'Fri' && Number(parts['hour']) >= 1 && Number(parts['hour']) < 9 && `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}` !== dayOff;
    if (isOpen) sum += next - at;
    at = next;
  }
  return sum;
}
/** The first moment of a day there, found by looking at the wall every minute. */
function begins(day: string, zone: string): number {
  let at = Date.parse(`${day}T00:00:00Z`) - 86_400_000;
  while (dayThere(at, zone) < day) at += MINUTE;
  return at;
}
const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

describe('the figures of reports', () => {
  let made: TestDatabase;
  let client: Client;
  let database: Database;
  let build: Factories;
  const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];

  beforeAll(async () => {
    made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    database = await openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'reports-test' });
    await sql(`INSERT INTO workspaces (id, name, time_zone) VALUES ($1, 'Shop', 'Europe/Warsaw')`, [workspace]);
    await sql(`INSERT INTO users (id, email, name, password_hash) SELECT id, id || '@example.com', 'A', '' FROM unnest($1::uuid[]) id`, [[ola, jan]]);
    await sql(`INSERT INTO memberships (id, workspace_id, user_id, role) VALUES ($2, $1, $2, 'owner'), ($3, $1, $3, 'agent')`, [workspace, ola, jan]);
    build = factories(sql, workspace);
  });
  afterAll(async () => {
    await database.close();
    await client.end();
    await made.drop();
  });

  /** Lines as people and machines leave them, around a day on which the clock is changed. */
  async function live(conversationId: string, channelId: string, pick: (below: number) => number, around: number): Promise<void> {
    let at = around - 36 * 60 * MINUTE + pick(48 * 60) * MINUTE;
    let state = 'open';
    const rows: object[] = [];
    for (let seq = 1; seq <= 3 + pick(14); seq += 1) {
      at += (1 + pick(300)) * MINUTE + pick(1000);
      const base = { conversation_id: conversationId, channel_id: channelId, seq, at: new Date(at).toISOString(), kind: 'message', direction: 'none', status: 'logged', author_kind: 'system', author_id: null, automatic: null, deleted_at: null, event_type: null, event_data: null };
      const member = [ola, jan][pick(2)];
      // Somebody writes first: before that there is nothing to resolve.
      const dice = seq === 1 ? -1 : pick(10);
      const event = (type: string, data: object = {}) => rows.push({ ...base, kind: 'event', author_kind: 'member', author_id: member, event_type: type, event_data: data });
      if (dice < 4) rows.push({ ...base, direction: 'in', status: 'received', author_kind: 'contact', ...(dice >= 0 && pick(8) === 0 ? { automatic: 'reply' } : {}), ...(dice >= 0 && pick(10) === 0 ? { deleted_at: base.at } : {}) });
      else if (dice < 7) rows.push({ ...base, direction: 'out', status: ['sent', 'sent', 'sent', 'failed'][pick(4)], author_kind: 'member', author_id: member, ...(pick(8) === 0 ? { automatic: 'away' } : {}) });
      else if (state === 'resolved') { event('reopened', pick(2) === 0 ? { by: 'contact' } : {}); state = 'open'; }
      else if (dice === 7) event(pick(2) === 0 ? 'snoozed' : 'woken');
      else { event('resolved'); state = 'resolved'; }
    }
    await sql(
      `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, automatic, deleted_at, event_type, event_data, at)
       SELECT $1, gen_random_uuid(), conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, automatic, deleted_at, event_type, event_data, at
       FROM jsonb_to_recordset($2::jsonb) AS r (conversation_id uuid, channel_id uuid, seq integer, kind text, direction text, status text, author_kind text, author_id uuid, automatic text, deleted_at timestamptz, event_type text, event_data jsonb, at timestamptz)`, [workspace, JSON.stringify(rows)]);
    await sql('UPDATE conversations SET state = $2 WHERE id = $1', [conversationId, state]);
  }

  it.each([
    ['Europe/Warsaw', '2026-10-25', 11], ['America/New_York', '2026-03-08', 23], ['Australia/Lord_Howe', '2026-04-05', 47], ['Europe/Warsaw', '2026-03-29', 5],
  ])('are what a slow recount of all messages says, day by day and person by person (%s, %s, chance %i)', async (zone, day, seed) => {
    await sql('DELETE FROM messages');
    await sql('DELETE FROM report_facts');
    const pick = chance(seed);
    const channelId = await build.buildChannel();
    const ids: string[] = [];
    const owners = new Map<string, string>();
    for (let made_ = 0; made_ < 60; made_ += 1) {
      const conversation = await build.buildConversation({ channelId, ...(made_ % 3 === 0 ? {} : { assigneeId: made_ % 3 === 1 ? ola : jan }) });
      if (made_ % 3 > 0) owners.set(conversation.id, made_ % 3 === 1 ? ola : jan);
      await live(conversation.id, channelId, pick, Date.parse(`${day}T12:00:00Z`));
      ids.push(conversation.id);
    }
    const dayOff = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    await sql('DELETE FROM business_calendars');
    await sql(`INSERT INTO business_calendars (id, workspace_id, name, time_zone, week, days_off) VALUES ($1, $2, 'House', $3, $4, $5)`,
      [id(9), workspace, zone, JSON.stringify([0, 1, 2, 3, 4, 6].map((one) => ({ day: one, from: '01:00', to: '09:00' }))), JSON.stringify([{ on: dayOff, name: '' }])]);
    await sql('INSERT INTO report_hours (workspace_id, calendar_id) VALUES ($1, $2)', [workspace, id(9)]);
    // Twice, as after a crash: it changes nothing.
    for (const _ of [1, 2]) await database.inWorkspace(workspace, async (tx) => keepFacts(tx, workspace, ids, await openTimeOf(tx, workspace)));
    const raw = await sql<Raw>(
      `SELECT conversation_id AS conversation, seq, kind, direction, status, automatic, deleted_at IS NOT NULL AS deleted, CASE WHEN author_kind = 'member' THEN author_id END AS by, event_type AS event, event_data AS data, (extract(epoch FROM at) * 1000)::float8 AS at FROM messages ORDER BY conversation_id, seq`);
    const counted = recount(raw);
    const days = Array.from({ length: 5 }, (_, n) => new Date(Date.parse(`${day}T00:00:00Z`) + (n - 2) * 86_400_000).toISOString().slice(0, 10));
    const range = { from: days[0] as string, to: days[4] as string, zone };
    const ask = (measure: ReportMeasure, by: ReportGroup, clock: 'calendar' | 'open' = 'calendar') => database.lookInWorkspace(workspace, (tx) => figures(tx, actor, { measure: allMeasures[measure], days: range, by, filter: { clock }, now: new Date('2026-12-31T00:00:00Z') }));
    const inDays = counted.filter(({ at }) => days.includes(dayThere(at, zone)));
    expect(inDays.length).toBeGreaterThan(100);

    for (const measure of ['conversations', 'received', 'sent', 'first-reply', 'next-reply', 'resolved'] as const) {
      const mine = inDays.filter(({ kind }) => kind === measure);
      const byDay = (await ask(measure, 'day')).rows.map(({ key, figure }) => [key, figure.cases]);
      expect([measure, byDay]).toEqual([measure, days.map((one) => [one, mine.filter(({ at }) => dayThere(at, zone) === one).length])]);
      if (measure === 'conversations' || measure === 'received') continue;
      const byMember = Object.fromEntries((await ask(measure, 'member')).rows.map(({ key, figure }) => [key, figure.cases]));
      expect([measure, byMember]).toEqual([measure, Object.fromEntries([ola, jan].map((member) => [member, mine.filter((one) => one.member === member).length] as const).filter(([, count]) => count > 0))]);
    }
    let within = 0;
    for (const [measure, kind] of [['first-reply', 'first-reply'], ['next-reply', 'next-reply'], ['resolution', 'resolved']] as const) {
      const times = inDays.filter((one) => one.kind === kind).map(({ ms }) => ms ?? 0);
      const total = (await ask(measure, 'none')).total;
      expect([measure, total.cases]).toEqual([measure, times.length]);
      expect(total.value).toBeCloseTo(quantile(times, 0.5) ?? -1, 3);
      expect(total.p90).toBeCloseTo(quantile(times, 0.9) ?? -1, 3);
      const inHours = inDays.filter((one) => one.kind === kind).map(({ at, since = at }) => openMs(since, at, zone, dayOff));
      within += inHours.filter((ms) => ms > 0).length;
      const open = (await ask(measure, 'none', 'open')).total;
      expect([measure, open.cases]).toEqual([measure, inHours.length]);
      expect(open.value).toBeCloseTo(quantile(inHours, 0.5) ?? -1, 3);
      expect(open.p90).toBeCloseTo(quantile(inHours, 0.9) ?? -1, 3);
    }
    expect(within).toBeGreaterThan(10);
    const reopened = (await ask('reopened', 'none')).total;
    expect([reopened.cases, reopened.whole]).toEqual([inDays.filter(({ kind }) => kind === 'reopened').length, inDays.filter(({ kind }) => kind === 'resolved').length]);
    // Put apart, all together is what it is when it is asked alone; also of what lasts over the days.
    for (const measure of ['conversations', 'sent', 'first-reply', 'resolution', 'reopened', 'backlog', 'backlog-age', 'handling'] as const) {
      const { total } = await ask(measure, 'none');
      for (const by of ['day', 'week', 'channel', 'member', 'matter', 'label'] as const) expect([measure, by, (await ask(measure, by)).total]).toEqual([measure, by, total]);
    }
    // Minutes in hand are the same minutes, in one span or cut at midnight.
    const [whole, cut] = [(await ask('handling', 'none')).total.value ?? 0, (await ask('handling', 'day')).rows.reduce((sum, { figure }) => sum + (figure.value ?? 0), 0)];
    expect(cut).toBeCloseTo(whole, 0);
    const [start, end] = [begins(days[0] as string, zone), begins(nextDay(days[4] as string), zone)];
    const inHand = [ola, jan].map((member) => [member, counted.filter(({ kind, conversation = '' }) => kind === 'spell' && owners.get(conversation) === member).reduce((sum, { at, until = 0 }) => sum + Math.max(0, Math.min(until, end) - Math.max(at, start)), 0)] as const);
    expect(inHand.every(([, sum]) => sum > 0)).toBe(true);
    const byHand = (await ask('handling', 'member')).rows;
    for (const [member, sum] of inHand) expect(byHand.find(({ key }) => key === member)?.figure.value).toBeCloseTo(sum, 0);
    // At the end of a day stands what began by then and ended on a later one.
    const standing = days.map((one) => [one, counted.filter(({ kind, at, until = 0 }) => kind === 'spell' && dayThere(at, zone) <= one && (until === Infinity || dayThere(until, zone) > one)).length]);
    expect((await ask('backlog', 'day')).rows.map(({ key, figure }) => [key, figure.cases])).toEqual(standing);
  });
});
