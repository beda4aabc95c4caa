import { Injectable } from '@nestjs/common';
import type { QueryPreviewInput, QueryPreview } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { readPost, saidIn } from './posts/incoming';
import { marksIn } from './posts/marks';
import { channelsOf, POST_COLUMNS, postView, type PostRow } from './posts/post.view';
import { isProbablyJunk, relevanceOf, type JudgedWords } from './posts/relevance';
import { blocksOf, partsOf } from './query/blocks';
import { matches } from './query/evaluate';
import { necessary } from './query/necessary';
import { parseQuery } from './query/parse';
import { QueryError, type Query } from './query/query';
import { tsqueryOf } from './query/tsquery';

/** So many are read within two seconds on a small machine; of more the latest are. On a busy one as many as there is time for, and some in any case. */
const MOST_POSTS = 10_000;
const ENOUGH_MS = 1_500;
const LEAST_POSTS = 2_000;
const SAMPLES = 20;
const MOST_PARTS = 40;
const DAY_MS = 86_400_000;

/** What a query would have found in the posts that are kept: nothing is changed by asking. */
@Injectable()
export class Previews {
  constructor(private readonly database: Database) {}

  async preview(actor: MemberActor, { query: text, monitorId, days }: QueryPreviewInput): Promise<QueryPreview> {
    const since = performance.now();
    let query: Query;
    try {
      query = parseQuery(text);
    } catch (error) {
      if (error instanceof QueryError) return { ok: false, fault: { code: error.fault, message: error.message, ...error.at } };
      throw error;
    }
    const { rows, learnt } = await this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ rows: await candidates(tx, actor, query, days), learnt: monitorId === undefined ? null : await learntOf(tx, monitorId) }));
    const found = looked(query, text, { rows: rows.slice(0, MOST_POSTS), days, learnt, until: since + ENOUGH_MS });
    return { ...found, partial: rows.length > found.looked, tookMs: Math.round(performance.now() - since) };
  }
}

/** An exclusion left out finds more, yet nothing without the necessary words: the same posts answer all. */
async function candidates(tx: Tx, actor: MemberActor, query: Query, days: number): Promise<PostRow[]> {
  // The parts of an alternative that is left out are among what is necessary of the whole.
  const need = necessary(query);
  return tx.query<PostRow>(
    `SELECT ${POST_COLUMNS} FROM kontuar_posts_saying($2::tsquery, (date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => $1 - 1)) AT TIME ZONE 'UTC', $3::uuid[], ${MOST_POSTS + 1}) p ORDER BY p.published_at DESC`,
    [days, need === undefined ? '' : tsqueryOf(need), channelsOf(actor)]);
}

async function learntOf(tx: Tx, monitorId: string): Promise<JudgedWords | null> {
  const [row] = await tx.query<{ learnt: JudgedWords | null }>('SELECT learnt FROM monitors WHERE id = $1', [monitorId]);
  return row?.learnt ?? null;
}

type Found = Omit<Extract<QueryPreview, { ok: true }>, 'partial' | 'tookMs'>;

function looked(query: Query, text: string, { rows, days, learnt, until }: { rows: readonly PostRow[]; days: number; learnt: JudgedWords | null; until: number }): Found {
  const today = Math.floor(Date.now() / DAY_MS);
  const perDay = Array.from({ length: days }, (_, at) => ({ day: new Date((today - days + 1 + at) * DAY_MS).toISOString().slice(0, 10), hits: 0 }));
  const parts = partsOf(query).slice(0, MOST_PARTS).map((part) => ({ ...part, count: 0 }));
  const samples: Found['samples'] = [];
  const guesses = { junk: 0, told: 0 };
  let [hits, read] = [0, 0];
  for (const row of rows) {
    if (read >= LEAST_POSTS && read % 250 === 0 && performance.now() > until) break;
    read += 1;
    const post = readPost({ ...row, reach: row.reach === null ? null : Number(row.reach) });
    const isHit = matches(query, post);
    for (const part of parts) if (isHit === (part.what === 'adds') && matches(part.without, post) !== isHit) part.count += 1;
    if (!isHit) continue;
    hits += 1;
    const day = perDay[Math.floor(row.published_at.getTime() / DAY_MS) - today + days - 1];
    if (day !== undefined) day.hits += 1;
    const relevance = relevanceOf(learnt, { text: saidIn(row), author: row.author, url: row.url, platform: row.platform });
    if (relevance !== undefined) guesses.told += 1;
    if (isProbablyJunk(relevance)) guesses.junk += 1;
    if (samples.length < SAMPLES) samples.push({ post: postView(row), marks: marksIn(query, row) });
  }
  return {
    ok: true, blocks: blocksOf(query, text), hits, perDay, samples, junk: guesses.told === 0 ? null : Math.round((guesses.junk / guesses.told) * 1000) / 1000, looked: read,
    parts: parts.map(({ what, at, count }) => ({ text: text.slice(at.start, at.end), ...at, what, count })),
  };
}
