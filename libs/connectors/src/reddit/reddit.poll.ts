import { z } from 'zod';
import type { Json, Page } from '../contract';
import { createdOf, Gatherer, isFull, isGone, list, listBack, markOf, skipRefused, sourcesOf, thingsNamed, type Gathered, type Source } from './reddit.fetch';
import { content, isDeleted, nameOf, type Thing } from './reddit.payloads';
import type { RedditContext } from './reddit.token';

/** When the newest thing that we know vanishes from its list, Reddit answers "nothing newer" for ever: so often a quiet list is looked at without it. */
const anchorCheckMs = 120_000;
const mostKnown = 300;

const placeSchema = z.object({
  /** The newest that we know: what is newer is asked for. */
  anchor: z.string().optional(),
  /** Its second. */
  at: z.number(),
  checkedAt: z.number(),
});
type Place = z.infer<typeof placeSchema>;

const cursorSchema = z.object({
  places: z.record(z.string(), placeSchema),
  /** Of what others can change: name, how it stood, when it was written, whether it was gone. */
  known: z.array(z.tuple([z.string(), z.string(), z.number(), z.boolean()])),
  againAt: z.number(),
});
type Cursor = z.infer<typeof cursorSchema>;
type Known = Cursor['known'][number];

/** One look at every list, and now and then at what is known already. */
export async function* poll(ctx: RedditContext, stored: Json | undefined): AsyncIterable<Page> {
  const now = ctx.now().getTime();
  const before = cursorSchema.safeParse(stored).data;
  // Reddit counts in whole seconds. A list that is watched from now on starts now.
  const since = Math.floor((before === undefined ? (ctx.addedAt ?? ctx.now()) : ctx.now()).getTime() / 1000);
  const known = new Map((before?.known ?? []).map((entry) => [entry[0], entry]));
  const sources = sourcesOf(ctx.settings);
  let places = Object.fromEntries(Object.entries(before?.places ?? {}).filter(([id]) => sources.some((source) => source.id === id)));
  let againAt = before?.againAt ?? now;
  const page = (gathered: readonly Gathered[]): Page => ({
    deliveries: gathered.map(({ delivery }) => delivery),
    cursor: { places: Object.fromEntries(Object.entries(places).map(([id, place]) => [id, jsonOf(place)])), known: [...known.values()].slice(-mostKnown), againAt },
  });
  const gatherer = new Gatherer(ctx);
  for (const source of sources) {
    try {
      for await (const { things, place } of newsOf(ctx, source, places[source.id] ?? { at: since, checkedAt: now })) {
        // Oldest first, as they were said.
        const gathered = await gatherer.gather(things.toReversed());
        remember(known, gathered);
        places = { ...places, [source.id]: place };
        if (gathered.length > 0) yield page(gathered);
      }
    } catch (error) {
      skipRefused(ctx, source, error);
    }
  }
  if (now - againAt >= ctx.settings.againEveryMinutes * 60_000) {
    const changed = await changesOf(ctx, gatherer, known);
    const gone = new Set(changed.flatMap(({ thing: one }) => (isTakenBack(one) ? [nameOf(one)] : [])));
    // Nobody can be asked for what is newer than a thing that left its list.
    places = Object.fromEntries(Object.entries(places).map(([id, { anchor, ...rest }]) => [id, anchor === undefined || gone.has(anchor) ? rest : { anchor, ...rest }]));
    againAt = now;
    yield page(changed);
    return;
  }
  yield page([]);
}

/** By its author: what moderators remove stays listed for them. */
function isTakenBack({ data }: Thing): boolean {
  const read = content.safeParse(data).data;
  return read !== undefined && isDeleted(read);
}

const jsonOf = ({ anchor, at, checkedAt }: Place): Json => ({ ...(anchor === undefined ? {} : { anchor }), at, checkedAt });

interface News { things: Thing[]; place: Place }

async function* newsOf(ctx: RedditContext, source: Source, start: Place): AsyncIterable<News> {
  let place = start;
  let found = 0;
  while (place.anchor !== undefined) {
    const { things } = await list(ctx, source, { before: place.anchor });
    found += things.length;
    if (things.length > 0) yield { things, place: (place = after(place, things, ctx)) };
    if (!isFull(things)) break;
  }
  const doubtful = place.anchor === undefined || (found === 0 && ctx.now().getTime() - place.checkedAt >= anchorCheckMs);
  if (!doubtful) return;
  const all: Thing[] = [];
  for await (const { things } of listBack(ctx, source, place.at)) {
    all.push(...things);
    if (things.some((one) => nameOf(one) === place.anchor)) break;
  }
  const at = all.findIndex((one) => nameOf(one) === place.anchor);
  const fresh = at === -1 ? all.filter((one) => createdOf(one) >= place.at) : all.slice(0, at);
  const next = after(place, all, ctx);
  // Nothing is listed any more: the next look starts from the same second.
  yield { things: fresh, place: all.length === 0 ? { at: place.at, checkedAt: next.checkedAt } : next };
}

function after(place: Place, [newest]: readonly Thing[], ctx: RedditContext): Place {
  const name = newest === undefined ? undefined : nameOf(newest);
  // What has no name can't be asked from.
  return { ...(name === undefined ? (place.anchor === undefined ? {} : { anchor: place.anchor }) : { anchor: name }), at: Math.max(place.at, newest === undefined ? 0 : createdOf(newest)), checkedAt: ctx.now().getTime() };
}

/** Private messages never change. */
function remember(known: Map<string, Known>, gathered: readonly Gathered[]): void {
  for (const { thing: one } of gathered) {
    const name = nameOf(one);
    if (name === undefined || (one.kind !== 't1' && one.kind !== 't3')) continue;
    known.delete(name);
    known.set(name, [name, markOf(one), createdOf(one), isGone(one)]);
  }
}

async function changesOf(ctx: RedditContext, gatherer: Gatherer, known: Map<string, Known>): Promise<Gathered[]> {
  const oldest = ctx.now().getTime() / 1000 - ctx.settings.againDays * 86_400;
  for (const [name, [, , at]] of known) if (at < oldest) known.delete(name);
  if (known.size === 0) return [];
  const found = await thingsNamed(ctx, [...known.keys()].slice(-mostKnown));
  const restored = new Set<string>();
  const changed = [...found].flatMap(([name, one]) => {
    const last = known.get(name);
    if (last === undefined || last[1] === markOf(one)) return [];
    if (last[3] && !isGone(one)) restored.add(name);
    known.set(name, [name, markOf(one), last[2], isGone(one)]);
    return [one];
  });
  return gatherer.changed(changed, restored);
}
