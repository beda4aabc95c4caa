import { Client } from 'pg';
import type { ReportGroup, SlaKind, SlaPause } from '@kontuar/contract';
import { openDatabase, type Database, type Queues } from '@kontuar/platform';
import { chance } from '../../../../test/support/chance';
import { factories, type Factories } from '../../../../test/support/factories';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres';
import type { MemberActor } from '../access/actor';
import { entities } from '../entities';
import { allMeasures } from '../reports/all-measures';
import { figures } from '../reports/compile';
import { keepFacts } from '../reports/keep-facts';
import type { Connectors } from '../tokens';
import { settlePromises } from './settle';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [workspace, ola, jan] = [id(1), id(2), id(3)];
const MINUTE = 60_000;
const actor = { kind: 'member', workspaceId: workspace, memberId: ola, channelIds: 'all' } as unknown as MemberActor;
// Nothing here asks for kinds of channels, and nobody has to be woken.
const settling = { queues: { poke: () => undefined } as unknown as Queues, connectors: { all: [] } as unknown as Connectors, since: new Date(0) };

interface Raw { id: string; conversation: string; channel: string; seq: number; at: number; kind: 'message' | 'event'; direction: string; status: string; author: string; by: string | null; automatic: string | null; event: string | null; data: { by?: string; to?: { assigneeId: string | null }; from?: { assigneeId: string | null } } }
interface Policy { channel: string; minutes: Record<SlaKind, number>; pauses: SlaPause[]; counts: (minute: number) => boolean }
interface Promised { kind: SlaKind; since: string; startedAt: number; endedAt: number | null; outcome: string | null; brokenAt: number | null; paused: string | null; dueAt: number | null; usedMs: number | null; member: string | null }

const states = ['resolved', 'reopened', 'snoozed', 'pending', 'woken'];
const isIn = (row: Raw) => row.kind === 'message' && row.direction === 'in';
const isOut = (row: Raw) => row.kind === 'message' && row.direction === 'out';

/** Slow and plain, with nothing of what keeps promises: each question is asked of the whole thread anew, and clocks are stepped from minute to minute. */
class Slow {
  private readonly lines: Raw[];
  constructor(private readonly thread: readonly Raw[], private readonly policy: Policy, private readonly now: number) {
    this.lines = thread.filter((row) => (row.kind === 'event' ? states.includes(row.event ?? '') : row.automatic === null && (row.direction === 'in' || (row.author !== 'system' && ['sent', 'delivered', 'read', 'logged'].includes(row.status)))));
  }

  private stateBefore(index: number): string {
    const last = this.lines.slice(0, index).findLast((row) => row.kind === 'event')?.event ?? 'open';
    return last === 'reopened' || last === 'woken' ? 'open' : last;
  }

  private closes = (index: number): boolean => this.lines[index]?.event === 'resolved' && this.stateBefore(index) !== 'resolved';
  private opens = (index: number): boolean => this.lines[index]?.event !== 'resolved' && this.lines[index]?.kind === 'event' && this.stateBefore(index) === 'resolved';

  /** The words that still wait right before the line `index`: for an answer, or to be settled. */
  private waits(index: number, kind: 'reply' | 'resolution'): number | null {
    let since: number | null = null;
    for (let at = index - 1; at >= 0; at -= 1) {
      const line = this.lines[at] as Raw;
      if ((kind === 'reply' && isOut(line)) || this.closes(at)) return since;
      if (this.opens(at)) return line.data.by === 'contact' ? since : (this.waitedBeforeClosing(at, kind) ?? since);
      if (isIn(line) && this.stateBefore(at) !== 'resolved') since = at;
    }
    return since;
  }

  private waitedBeforeClosing(opened: number, kind: 'reply' | 'resolution'): number | null {
    const closed = this.lines.findLastIndex((_, at) => at < opened && this.closes(at));
    const answered = kind === 'reply' && this.lines.slice(closed, opened).some(isOut);
    return answered ? null : this.waits(closed, kind);
  }

  promises(): Promised[] {
    return this.lines.flatMap((line, at): Promised[] => {
      if (!isIn(line) || this.stateBefore(at) === 'resolved') return [];
      const found: Promised[] = [];
      if (this.waits(at, 'reply') === null) found.push(this.follow(this.lines.slice(0, at).some(isOut) ? 'next_reply' : 'first_reply', at));
      if (this.waits(at, 'resolution') === null) found.push(this.follow('resolution', at));
      return found;
    });
  }

  private follow(kind: SlaKind, began: number): Promised {
    const what = kind === 'resolution' ? 'resolution' : 'reply';
    const ends = this.lines.findIndex((line, at) => {
      if (at <= began || this.waits(at, what) !== began) return false;
      if (what === 'reply' && isOut(line)) return true;
      if (!this.closes(at)) return false;
      const opened = this.lines.findIndex((_, later) => later > at && this.opens(later));
      return opened < 0 || this.waits(opened + 1, what) !== began;
    });
    const end = this.lines[ends];
    const met = end === undefined ? false : what === 'resolution' || isOut(end);
    const clock = this.step(kind, this.lines[began] as Raw, end?.at ?? null);
    return {
      kind, since: (this.lines[began] as Raw).id, startedAt: (this.lines[began] as Raw).at, endedAt: end?.at ?? null, outcome: end === undefined ? null : !met ? 'dropped' : clock.brokenAt === null ? 'kept' : 'late', ...clock,
      member: clock.brokenAt !== null ? this.holder(clock.brokenAt) : end === undefined ? null : end.author === 'member' ? end.by : this.holder(end.at),
    };
  }

  private why(kind: SlaKind, at: number): string | null {
    const index = this.lines.findLastIndex((line) => line.at <= at) + 1;
    const state = this.stateBefore(index);
    if (state === 'resolved') return state;
    const { pauses } = this.policy;
    if (state !== 'open' && pauses.includes(state as SlaPause)) return state;
    const theirs = this.lines.slice(0, index).findLast((line, place) => isOut(line) || (isIn(line) && this.stateBefore(place) !== 'resolved'));
    return kind === 'resolution' && pauses.includes('customer') && theirs !== undefined && isOut(theirs) ? 'customer' : null;
  }

  private step(kind: SlaKind, { at: began }: Raw, ended: number | null): Pick<Promised, 'brokenAt' | 'paused' | 'dueAt' | 'usedMs'> {
    const target = this.policy.minutes[kind] * MINUTE;
    let used = 0;
    let brokenAt: number | null = null;
    const end = ended ?? this.now;
    for (let at = began; at < end;) {
      const next = Math.min((Math.floor(at / MINUTE) + 1) * MINUTE, end, ...this.lines.filter((line) => line.at > at).map((line) => line.at));
      if (this.why(kind, at) === null && this.policy.counts(Math.floor(at / MINUTE))) {
        if (brokenAt === null && used + next - at >= target && at + target - used < end) brokenAt = at + target - used;
        used += next - at;
      }
      at = next;
    }
    const paused = ended === null ? this.why(kind, this.now) : null;
    let dueAt = brokenAt;
    if (ended === null && paused === null && brokenAt === null) {
      let at = this.now;
      for (let left = target - used; dueAt === null;) {
        const next = (Math.floor(at / MINUTE) + 1) * MINUTE;
        const counts = this.policy.counts(Math.floor(at / MINUTE));
        if (counts && next - at >= left) dueAt = at + left;
        if (counts) left -= next - at;
        at = next;
      }
    }
    return { brokenAt, paused: paused === 'resolved' ? null : paused, dueAt, usedMs: ended === null ? null : used };
  }

  /** Whose it was then, if it was anybody's and not done. */
  private holder(at: number): string | null {
    const spoken = this.lines.filter((line) => line.at < at);
    if (spoken.findLast((line) => line.event === 'resolved' || line.event === 'reopened')?.event === 'resolved') return null;
    const handed = this.thread.filter((row) => row.event === 'assigned');
    return (handed.findLast((row) => row.at < at)?.data.to ?? handed.find((row) => row.at >= at)?.data.from)?.assigneeId ?? null;
  }
}

/** Whether somebody works in that minute, by what the clock on the wall there says: eight to four from Sunday to Thursday, and a night from Friday to Saturday. */
function worksIn(zone: string, dayOff: string): (minute: number) => boolean {
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' });
  const known = new Map<number, boolean>();
  return (minute) => {
    let works = known.get(minute);
    if (works === undefined) {
      const parts = Object.fromEntries(wall.formatToParts(minute * MINUTE).map(({ type, value }) => [type, value]));
      const [day, hour] = [parts['weekday'] ?? '', Number(parts['hour'])];
      const isOff = `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}` === dayOff;
      works = (!isOff && !['Fri', 'Sat'].includes(day) && hour >= 8 && hour < 16) || (day === 'Fri' && hour >= 22) || (day === 'Sat' && hour < 5);
      known.set(minute, works);
    }
    return works;
  };
}
const week = [...[0, 1, 2, 3, 4].map((day) => ({ day, from: '08:00', to: '16:00' })), { day: 5, from: '22:00', to: '05:00' }];
const dayThere = (at: number, zone: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);

describe('promised times', () => {
  let made: TestDatabase;
  let client: Client;
  let database: Database;
  let build: Factories;
  const sql = async <T>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as T[];

  beforeAll(async () => {
    made = await createTestDatabase();
    client = new Client({ connectionString: made.url });
    await client.connect();
    database = await openDatabase({ url: made.url, poolSize: 2, entities, role: 'app', applicationName: 'promises-test' });
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

  let lines = 0;
  /** A thread as people leave it: they write, answer, snooze, close, thank, come back, hand over. */
  function live(conversation: string, channel: string, pick: (below: number) => number, around: number): Raw[] {
    const rows: Raw[] = [];
    let [at, state, owner] = [around - 60 * 60 * MINUTE + pick(48 * 60) * MINUTE, 'open', [null, ola, jan][pick(3)] ?? null];
    const put = (row: Partial<Raw>) => rows.push({ id: id(100_000 + (lines += 1)), conversation, channel, seq: rows.length + 1, at, kind: 'message', direction: 'none', status: 'logged', author: 'member', by: [ola, jan][pick(2)] ?? ola, automatic: null, event: null, data: {}, ...row });
    const event = (type: string, data: Raw['data'] = {}) => {
      put({ kind: 'event', event: type, data });
      at += 1 + pick(900);
      if (states.includes(type)) state = type === 'reopened' || type === 'woken' ? 'open' : type;
    };
    for (let n = 0; n < 4 + pick(14); n += 1) {
      at += (1 + pick(300)) * MINUTE + pick(60_000);
      const dice = n === 0 ? 0 : pick(14);
      if (dice < 5) {
        const thanks = state === 'resolved' && pick(2) === 0;
        if (state === 'resolved' && !thanks) event('reopened', { by: 'contact' });
        if (state === 'snoozed' || state === 'pending') event('woken', { by: 'contact' });
        put({ direction: 'in', status: 'received', author: 'contact', by: null, ...(n > 0 && pick(9) === 0 ? { automatic: 'reply' } : {}) });
      } else if (dice < 9) put({ direction: 'out', status: ['sent', 'delivered', 'read', 'failed', 'unknown'][pick(5)] ?? 'sent', ...(pick(8) === 0 ? { author: 'system', by: null } : pick(8) === 0 ? { author: 'elsewhere', by: null } : {}), ...(pick(9) === 0 ? { automatic: 'away' } : {}) });
      else if (dice === 9) { const to = [null, ola, jan][pick(3)] ?? null; event('assigned', { from: { assigneeId: owner }, to: { assigneeId: to } }); owner = to; }
      else if (state === 'resolved') event('reopened', pick(3) === 0 ? {} : { by: 'member' });
      else if (dice === 10) event(state === 'open' ? 'snoozed' : 'woken');
      else if (dice === 11) event(state === 'open' ? 'pending' : 'woken');
      else event('resolved');
    }
    event('assigned', { from: { assigneeId: owner }, to: { assigneeId: owner } });
    return rows;
  }

  async function write(rows: readonly Raw[], until: number): Promise<void> {
    await sql(
      `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, automatic, event_type, event_data, at)
       SELECT $1, id, conversation, channel, seq, kind, direction, status, author, "by", automatic, event, CASE WHEN kind = 'event' THEN data END, to_timestamp(at / 1000.0)
       FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, conversation uuid, channel uuid, seq integer, kind text, direction text, status text, author text, "by" uuid, automatic text, event text, data jsonb, at float8) ON CONFLICT DO NOTHING`, [workspace, JSON.stringify(rows.filter(({ at }) => at <= until))]);
    await sql(
      `UPDATE conversations c SET state = CASE l.event_type WHEN 'reopened' THEN 'open' WHEN 'woken' THEN 'open' ELSE l.event_type END, resolved_at = CASE l.event_type WHEN 'resolved' THEN l.at END
       FROM (SELECT DISTINCT ON (conversation_id) conversation_id, event_type, at FROM messages WHERE event_type = ANY($1) ORDER BY conversation_id, seq DESC) l WHERE l.conversation_id = c.id`, [states]);
  }

  it.each([
    ['Europe/Warsaw', '2026-10-25', 4], ['America/New_York', '2026-03-08', 9], ['Australia/Lord_Howe', '2026-04-05', 31], ['Europe/Warsaw', '2026-03-29', 17], ['Asia/Kathmandu', '2026-07-05', 2],
  ])('are what a slow recount of all events says, however often they were looked at on the way, and so is what is reported of them (%s, %s, chance %i)', async (zone, day, seed) => {
    for (const table of ['report_facts', 'messages', 'conversations', 'sla_policies', 'business_calendars']) await sql(`DELETE FROM ${table}`);
    const pick = chance(seed);
    const around = Date.parse(`${day}T12:00:00Z`);
    const now = around + 60 * 60 * MINUTE;
    const dayOff = dayThere(around + 26 * 60 * MINUTE, zone);
    await sql(`INSERT INTO business_calendars (id, workspace_id, name, time_zone, week, days_off) VALUES ($1, $2, 'House', $3, $4, $5)`, [id(9), workspace, zone, JSON.stringify(week), JSON.stringify([{ on: dayOff, name: '' }])]);
    const works = worksIn(zone, dayOff);
    const pauses: SlaPause[][] = [['customer', 'snoozed', 'pending'], ['customer'], ['snoozed'], []];
    const policies: Policy[] = [];
    for (const [at, own] of pauses.entries()) {
      const policy: Policy = { channel: await build.buildChannel(), minutes: { first_reply: 30 + pick(200), next_reply: 20 + pick(200), resolution: 300 + pick(900) }, pauses: own, counts: at % 2 === 0 ? works : () => true };
      policies.push(policy);
      await sql(
        `INSERT INTO sla_policies (id, workspace_id, position, name, filter, first_reply_minutes, next_reply_minutes, resolution_minutes, calendar_id, pauses) VALUES ($1, $2, $3, 'P', $4, $5, $6, $7, $8, $9)`,
        [id(20 + at), workspace, at, JSON.stringify({ by: 'channel', is: 'any', of: [policy.channel] }), policy.minutes.first_reply, policy.minutes.next_reply, policy.minutes.resolution, at % 2 === 0 ? id(9) : null, own]);
    }
    const unpromised = await build.buildChannel();
    const threads: Raw[][] = [];
    for (let n = 0; n < 60; n += 1) {
      const channelId = policies[n % 5]?.channel ?? unpromised;
      const { id: conversation } = await build.buildConversation({ channelId });
      const rows = live(conversation, channelId, pick, around);
      await sql('UPDATE conversations SET assignee_id = $2 WHERE id = $1', [conversation, rows.at(-1)?.data.to?.assigneeId ?? null]);
      threads.push(rows.filter(({ at }) => at <= now));
    }
    const ids = threads.map((rows) => (rows[0] as Raw).conversation);
    for (const until of [around - 20 * 60 * MINUTE, around + 3 * 60 * MINUTE, around + 20 * 60 * MINUTE, now, now]) {
      await write(threads.flat(), until);
      await database.inWorkspace(workspace, (tx) => settlePromises(tx, workspace, ids, { ...settling, now: new Date(until), silent: until !== now }));
    }
    const slow = threads.flatMap((rows) => {
      const policy = policies.find(({ channel }) => channel === rows[0]?.channel);
      return policy === undefined ? [] : new Slow(rows, policy, now).promises().map((promise) => ({ ...promise, channel: policy.channel }));
    });
    const kept = await sql<{ kind: string; since: string; outcome: string | null }>(
      `SELECT kind, since_message_id AS since, ${['started', 'ended', 'broken'].map((name) => `round(extract(epoch FROM ${name}_at) * 1000)::float8 AS "${name}At"`).join(', ')}, outcome, paused, CASE WHEN ended_at IS NULL OR broken_at IS NOT NULL THEN round(extract(epoch FROM due_at) * 1000)::float8 END AS "dueAt",
         CASE WHEN ended_at IS NOT NULL THEN used_ms::float8 END AS "usedMs" FROM sla_promises`);
    const inOrder = <T extends { since: string; kind: string }>(all: readonly T[]) => all.toSorted((a, b) => `${a.since} ${a.kind}`.localeCompare(`${b.since} ${b.kind}`));
    expect(inOrder(kept)).toEqual(inOrder(slow).map(({ member: _, channel: __, ...promise }) => promise));
    for (const outcome of ['kept', 'late', 'dropped', null]) expect([outcome, slow.filter((one) => one.outcome === outcome).length > 5]).toEqual([outcome, true]);
    expect(slow.filter(({ paused }) => paused !== null).length).toBeGreaterThan(1);

    await database.inWorkspace(workspace, (tx) => keepFacts(tx, workspace, ids, () => null));
    const days = Array.from({ length: 6 }, (_, n) => new Date(Date.parse(`${day}T00:00:00Z`) + (n - 2) * 86_400_000).toISOString().slice(0, 10));
    const ask = async (by: ReportGroup) => (await database.lookInWorkspace(workspace, (tx) => figures(tx, actor, { measure: allMeasures.promises, days: { from: days[0] as string, to: days[5] as string, zone }, by, filter: { clock: 'calendar' }, now: new Date(now) }))).rows
      .map(({ key, figure }) => [key, figure.cases, figure.whole, figure.parts?.[0]]).sort();
    const counted = slow.filter(({ outcome, brokenAt }) => brokenAt !== null || outcome === 'kept').map((one) => ({ ...one, on: dayThere(one.brokenAt ?? one.endedAt ?? 0, zone) })).filter(({ on }) => days.includes(on));
    const by = (keys: readonly (string | null)[], keyOf: (one: typeof counted[number]) => string | null) => keys.map((key) => {
      const own = counted.filter((one) => keyOf(one) === key);
      const good = own.filter(({ brokenAt }) => brokenAt === null).length;
      return [key, good, own.length, own.length - good];
    }).sort();
    expect(await ask('day')).toEqual(by(days, ({ on }) => on));
    expect(await ask('member')).toEqual(by([...new Set(counted.map(({ member }) => member))], ({ member }) => member));
    expect(await ask('channel')).toEqual(by([...new Set(counted.map(({ channel }) => channel))], ({ channel }) => channel));
  });
});
