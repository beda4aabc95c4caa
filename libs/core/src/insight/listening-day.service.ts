import { Injectable } from '@nestjs/common';
import { mentionShelf, type ListeningDay, type ListeningDayQuery, type MentionShelf } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { NOT_JUNK } from '../monitoring/mention-facts';
import { NARROWED, narrowedBy, STREAM, VIEWS } from '../monitoring/mention.rows';
import { channelsOf } from '../monitoring/posts/post.view';
import { Baseline, HOUR_MS } from '../spikes/baseline';
import { byTodaysClock } from '../spikes/by-todays-clock';
import { barsOf } from './day-bars';

const HOURS = 24;
/** What is usual is learnt from so many days, and of a loud monitor from so many mentions, however few days they are. */
const LEARNT_DAYS = 28;
const LEARNT = 30_000;
/** Shelves are counted, and places and languages to choose looked for, in so many of the latest. */
const LOOKED = 10_000;
const CHOICES = 5_000;

const FOUND = `FROM mentions m WHERE ${STREAM}`;
/* As a plain number: exact decimals cost several times as much. */
const HOUR = `floor(date_part('epoch', m.published_at) / 3600)::int`;

type Stream = [workspaceId: string, channelIds: readonly string[] | null, monitorId: string | null];
type Bar = ListeningDay['bars'][number];
/** Of one hour since 1970; null: nobody knows yet. */
type UsualOf = (hour: number) => { negative: number; rest: number } | null;

/** What stands beside the stream: how the last day, week or month went against usual, where, and how much waits on each shelf. */
@Injectable()
export class ListeningDays {
  constructor(private readonly database: Database) {}

  day(actor: MemberActor, query: ListeningDayQuery): Promise<ListeningDay> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const now = new Date();
      const [house] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
      const timeZone = house?.time_zone ?? 'UTC';
      const stream: Stream = [actor.workspaceId, channelsOf(actor), query.monitorId ?? null];
      const usual = await usualFrom(tx, stream, { now, timeZone });
      return { span: query.span, ...await barsFrom(tx, stream, { begins: barsOf(query.span, now, timeZone), now, usual }), choices: await choicesOf(tx, stream), ...await shelvesOf(tx, stream, query) };
    });
  }
}

async function barsFrom(tx: Tx, stream: Stream, { begins, now, usual }: { begins: readonly Date[]; now: Date; usual: UsualOf }): Promise<Pick<ListeningDay, 'bars' | 'places'>> {
  // Clocks of others may be ahead of ours: what they say later than now belongs to the last one.
  const rows = await tx.query<{ bar: number; platform: string; mood: 'positive' | 'negative' | 'other'; n: number }>(
    `SELECT width_bucket(m.published_at, $4::timestamptz[]) AS bar, m.platform, CASE WHEN m.mood IN ('positive', 'negative') THEN m.mood ELSE 'other' END AS mood, count(*)::int AS n ${FOUND} AND ${NOT_JUNK} AND m.published_at >= ($4::timestamptz[])[1] GROUP BY 1, 2, 3`, [...stream, begins]);
  const bars = begins.map((since, at): Bar => ({ since: since.toISOString(), positive: 0, other: 0, negative: 0, usual: sumOf(usual, since, begins[at + 1] ?? now) }));
  const places = new Map<string, { platform: string; count: number; negative: number }>();
  for (const { bar: at, platform, mood, n } of rows) {
    const bar = bars[at - 1];
    if (bar !== undefined) bar[mood] += n;
    const place = places.get(platform) ?? { platform, count: 0, negative: 0 };
    places.set(platform, { platform, count: place.count + n, negative: place.negative + (mood === 'negative' ? n : 0) });
  }
  return { bars, places: [...places.values()].sort((a, b) => b.count - a.count || a.platform.localeCompare(b.platform)) };
}

/** Of the hours that begin within it. */
function sumOf(usual: UsualOf, since: Date, until: Date): Bar['usual'] {
  let [negative, rest] = [0, 0];
  for (let hour = Math.ceil(since.getTime() / HOUR_MS); hour * HOUR_MS < until.getTime(); hour += 1) {
    const level = usual(hour);
    if (level === null) return null;
    [negative, rest] = [negative + level.negative, rest + level.rest];
  }
  return { negative: tenth(negative), rest: tenth(rest) };
}
const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Counted as the bars themselves are, so that both can be held against each other; the last day does not say what is usual for it. */
async function usualFrom(tx: Tx, stream: Stream, { now, timeZone }: { now: Date; timeZone: string }): Promise<UsualOf> {
  const first = Math.floor(now.getTime() / HOUR_MS) - (HOURS - 1);
  const rows = await tx.query<{ hour: number; negative: number; rest: number }>(
    `SELECT hour, count(*) FILTER (WHERE bad)::int AS negative, count(*) FILTER (WHERE bad IS NOT TRUE)::int AS rest
       FROM (SELECT ${HOUR} AS hour, m.mood = 'negative' AS bad ${FOUND} AND ${NOT_JUNK} AND m.published_at < to_timestamp($4::float8) AND m.published_at >= to_timestamp($4::float8) - interval '${LEARNT_DAYS} days' ORDER BY m.published_at DESC LIMIT ${LEARNT}) before
       GROUP BY 1`, [...stream, first * 3600]);
  const isCut = rows.reduce((sum, { negative, rest }) => sum + negative + rest, 0) >= LEARNT;
  const [negative, rest] = (['negative', 'rest'] as const).map((which) => {
    const hours = byTodaysClock(rows.map((row) => ({ hour: row.hour, count: row[which] })), timeZone, now);
    // Where there were more, the first hour is not whole.
    return new Baseline(hours, first, (hours[0]?.hour ?? first) + (isCut ? 1 : 0));
  });
  if (negative === undefined || rest === undefined || rest.hoursKnown < HOURS) return () => null;
  const level = (of: Baseline, hour: number): number => of.usual(hour).level / of.season;
  return (hour) => ({ negative: level(negative, hour), rest: level(rest, hour) });
}

async function choicesOf(tx: Tx, stream: Stream): Promise<ListeningDay['choices']> {
  const [row] = await tx.query<{ platforms: string[] | null; languages: string[] | null }>(
    `SELECT array_agg(DISTINCT platform) AS platforms, array_agg(DISTINCT language) FILTER (WHERE language IS NOT NULL) AS languages FROM (SELECT m.platform, m.language ${FOUND} ORDER BY m.published_at DESC LIMIT ${CHOICES}) latest`, stream);
  return { platforms: row?.platforms ?? [], languages: row?.languages ?? [] };
}

async function shelvesOf(tx: Tx, stream: Stream, query: ListeningDayQuery): Promise<Pick<ListeningDay, 'shelves' | 'partial'>> {
  const names = mentionShelf.options;
  const counts = names.map((name) => `count(*) FILTER (WHERE "${name}")::int AS "${name}"`).join(', ');
  const [row] = await tx.query<Record<MentionShelf, number> & { looked: number }>(
    `SELECT count(*)::int AS looked, ${counts} FROM (SELECT ${names.map((name) => `(${VIEWS[name]}) AS "${name}"`).join(', ')} ${FOUND} AND ${NARROWED} ORDER BY m.published_at DESC LIMIT ${LOOKED + 1}) latest`, [...stream, ...narrowedBy(query)]);
  const { looked, ...shelves } = row ?? { looked: 0, all: 0, 'to-judge': 0, relevant: 0, answering: 0, answered: 0, case: 0, hidden: 0, junk: 0 };
  return { shelves, partial: looked > LOOKED };
}
