import { detectLanguage, type Learnt } from '@kontuar/language';
import { newId, type Tx } from '@kontuar/platform';
import { readMood } from '../../moods/mood-of-message';
import type { QueryIndex } from '../percolate/query-index';
import type { ReadPost } from '../query/evaluate';
import { isUnfit } from '../../database-errors';
import { impactOf } from './impact';
import { authorKeyOf, readPost, saidIn, tagsOf, termsOf, type IncomingPost } from './incoming';
import { isSame, likenessOf } from './near';
import { aboutOf, countTopics } from './topics';
import { isProbablyJunk, relevanceOf, type JudgedWords } from './relevance';

/** Who listens in a workspace, ready to be asked. */
export interface Listeners { index: QueryIndex<string>; learnt: ReadonlyMap<string, JudgedWords | null>; muted: ReadonlySet<string>; moods: Learnt | undefined }

interface Known { id: string; title: string; text: string; story_id: string; edit_told_at: Date | null; deleted_at: Date | null; author_key: string; engagement: string; reach: string | null }

/** What was said a week ago is news again. */
const STORY_DAYS = 7;
const CANDIDATES = 25;

export const mutedKey = (platform: string, authorKey: string): string => `${platform} ${authorKey}`;

/** Each post once, whatever came before it: new, edited, deleted, or a copy of another. Answers how many mentions were found, and which posts could not be kept. */
export async function keepPosts(tx: Tx, workspaceId: string, posts: readonly IncomingPost[], listeners: Listeners): Promise<{ found: number; broken: IncomingPost[] }> {
  const all = await unlessUnfit(tx, () => keepEach(tx, workspaceId, posts, listeners));
  if (all !== undefined) return { found: all, broken: [] };
  // Something among them that nobody foresaw: one after another, so that it stops none of its neighbours.
  let found = 0;
  const broken: IncomingPost[] = [];
  for (const post of posts) {
    const one = await unlessUnfit(tx, () => keepEach(tx, workspaceId, [post], listeners));
    if (one === undefined) broken.push(post);
    else found += one;
  }
  return { found, broken };
}

/** Undefined: the database cannot keep it, or nobody can read it, and nothing of it is there. What only this moment broke is tried again as a whole. */
async function unlessUnfit<T>(tx: Tx, work: () => Promise<T>): Promise<T | undefined> {
  await tx.execute('savepoint unfit');
  try {
    const done = await work();
    await tx.execute('release savepoint unfit');
    return done;
  } catch (error) {
    if (!isUnfit(error)) throw error;
    await tx.execute('rollback to savepoint unfit; release savepoint unfit');
    return undefined;
  }
}

async function keepEach(tx: Tx, workspaceId: string, posts: readonly IncomingPost[], listeners: Listeners): Promise<number> {
  let found = 0;
  const said: string[] = [];
  for (const post of posts) {
    const [known] = await tx.query<Known>('SELECT id, title, text, story_id, edit_told_at, deleted_at, author_key, engagement, reach FROM posts WHERE workspace_id = $1 AND platform = $2 AND external_id = $3', [workspaceId, post.platform, post.externalId]);
    if (post.isDeleted) {
      // What was said stays for those who judged it; that it was taken back is shown with it.
      if (known !== undefined && known.deleted_at === null) await tx.execute('UPDATE posts SET deleted_at = now() WHERE id = $1', [known.id]);
      if (known === undefined && post.messageId === null) await leaveEmpty(tx, workspaceId, post);
    } else if (known !== undefined && isStale(post, known)) continue;
    else if (known === undefined) found += await add(tx, workspaceId, post, { listeners, said });
    else found += await renew(tx, workspaceId, { known, post }, listeners);
  }
  await countTopics(tx, workspaceId, said);
  return found;
}

/**
 * Deliveries overtake one another, and streams are heard again from a while ago: what is gone does not come back, and what was said before an edit does not undo it. Who once said when
 * something was edited says it each time.
 */
const isStale = (post: IncomingPost, known: Known): boolean => known.deleted_at !== null || (known.edit_told_at !== null && (post.editedAt ?? new Date(0)) < known.edit_told_at && isOther(post, known));
const isOther = (post: IncomingPost, known: Known): boolean => known.text !== post.text || known.title !== post.title;

/** Taken back before we heard it: its place stays without a word, so that it is not kept when it comes late. */
async function leaveEmpty(tx: Tx, workspaceId: string, post: IncomingPost): Promise<void> {
  await tx.execute(
    `INSERT INTO posts (id, workspace_id, source_id, platform, external_id, author, author_key, author_name, title, text, published_at, deleted_at, terms, story_id) VALUES ($1::uuid, $2, $3, $4, $5, '', '', '', '', '', $6, now(), ''::tsvector, $1) ON CONFLICT (workspace_id, platform, external_id) DO NOTHING`,
    [newId(), workspaceId, post.sourceId, post.platform, post.externalId, post.publishedAt]);
}

function readOf(post: IncomingPost, moods: Learnt | undefined) {
  const text = saidIn(post);
  const { mood, language } = readMood({ text }, moods);
  const spoken = post.language ?? language ?? detectLanguage(text).language;
  const row = { ...post, author_name: post.authorName, language: spoken };
  return { text, mood, language: spoken, read: readPost(row), likeness: likenessOf(text), about: aboutOf(text, spoken) };
}

/** `said` gathers what new stories are about. */
async function add(tx: Tx, workspaceId: string, post: IncomingPost, { listeners, said }: { listeners: Listeners; said: string[] }): Promise<number> {
  const { text, mood, language, read, likeness, about } = readOf(post, listeners.moods);
  const id = newId();
  const storyId = (await storyOf(tx, workspaceId, post, likeness)) ?? id;
  const impact = impactOf({ reach: post.reach, engagement: post.engagement, mood, copies: 0 });
  await tx.execute(
    `INSERT INTO posts (id, workspace_id, source_id, platform, external_id, author, author_key, author_name, url, title, text, language, country, reach, engagement, published_at, edited_at, edit_told_at, tags, mood, terms, story_id, bands, impact, channel_id, conversation_id, message_id, topics, topic_words, names, picture)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $18, $19, array_to_tsvector($20::text[]), $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)`,
    [id, workspaceId, post.sourceId, post.platform, post.externalId, post.author, authorKeyOf(post.author), post.authorName, post.url, post.title, post.text, language, post.country, post.reach, post.engagement, post.publishedAt, post.editedAt, tagsOf(text), JSON.stringify(mood), termsOf(read), storyId, likeness.bands, impact.score, post.channelId, post.conversationId, post.messageId, about.topics, about.topicWords, about.names, post.picture]);
  if (storyId === id) said.push(...about.topics);
  else {
    const [first] = await tx.query<{ reach: string | null; engagement: string; mood: { label: string; confidence: number } | null; copies: number }>('UPDATE posts SET copies = copies + 1 WHERE id = $1 RETURNING reach, engagement, mood, copies', [storyId]);
    if (first !== undefined) await reweigh(tx, storyId, impactOf({ reach: first.reach === null ? null : Number(first.reach), engagement: Number(first.engagement), mood: first.mood, copies: first.copies }).score);
  }
  return mention(tx, workspaceId, { id, storyId, impact: impact.score, post, text, read }, listeners);
}

async function renew(tx: Tx, workspaceId: string, { known, post }: { known: Known; post: IncomingPost }, listeners: Listeners): Promise<number> {
  if (!isOther(post, known)) {
    if (Number(known.engagement) === post.engagement && (known.reach === null ? null : Number(known.reach)) === post.reach) return 0;
    const [after] = await tx.query<{ mood: { label: string; confidence: number } | null; copies: number }>('UPDATE posts SET engagement = $2, reach = coalesce($3, reach) WHERE id = $1 RETURNING mood, copies', [known.id, post.engagement, post.reach]);
    if (after !== undefined) await reweigh(tx, known.id, impactOf({ ...post, ...after }).score);
    return 0;
  }
  await tx.execute(`INSERT INTO post_revisions (workspace_id, post_id, revision, title, text) SELECT $1, $2, coalesce(max(revision), 0) + 1, $3, $4 FROM post_revisions WHERE post_id = $2`, [workspaceId, known.id, known.title, known.text]);
  const { text, mood, language, read, likeness, about } = readOf(post, listeners.moods);
  const impact = impactOf({ reach: post.reach, engagement: post.engagement, mood, copies: 0 });
  await tx.execute(
    `UPDATE posts SET title = $2, text = $3, language = $4, reach = coalesce($5, reach), engagement = $6, edited_at = coalesce($7, now()), edit_told_at = coalesce($7, edit_told_at), tags = $8, mood = CASE WHEN mood->>'correctedBy' IS NULL THEN $9::jsonb ELSE mood END, terms = array_to_tsvector($10::text[]), bands = $11, topics = $12, topic_words = $13, names = $14, picture = $15 WHERE id = $1`,
    [known.id, post.title, post.text, language, post.reach, post.engagement, post.editedAt, tagsOf(text), JSON.stringify(mood), termsOf(read), likeness.bands, about.topics, about.topicWords, about.names, post.picture]);
  await reweigh(tx, known.id, impact.score);
  return mention(tx, workspaceId, { id: known.id, storyId: known.story_id, impact: impact.score, post, text, read }, listeners);
}

async function reweigh(tx: Tx, postId: string, score: number): Promise<void> {
  await tx.execute('UPDATE posts SET impact = $2 WHERE id = $1 AND impact <> $2', [postId, score]);
  await tx.execute('UPDATE mentions SET impact = $2 WHERE post_id = $1 AND impact <> $2', [postId, score]);
}

/** The first that said it: by what it passes on, else by the same words, or nearly, within a week. */
async function storyOf(tx: Tx, workspaceId: string, post: IncomingPost, likeness: ReturnType<typeof likenessOf>): Promise<string | undefined> {
  if (post.repostOf !== null) {
    const [original] = await tx.query<{ story_id: string }>('SELECT story_id FROM posts WHERE workspace_id = $1 AND platform = $2 AND external_id = $3', [workspaceId, post.platform, post.repostOf]);
    if (original !== undefined) return original.story_id;
  }
  // What customers write below our posts is said to us each time.
  if (likeness.bands.length === 0 || post.messageId !== null) return undefined;
  const near = await tx.query<{ story_id: string; title: string; text: string }>(
    `SELECT story_id, title, text FROM kontuar_posts_near($1, $2::timestamptz - make_interval(days => ${STORY_DAYS}), $2::timestamptz + make_interval(days => ${STORY_DAYS}), ${CANDIDATES})`, [likeness.bands, post.publishedAt]);
  return near.find((one) => isSame(likeness, likenessOf(saidIn(one))))?.story_id;
}

interface Told { id: string; storyId: string; impact: number; post: Pick<IncomingPost, 'platform' | 'author' | 'url' | 'publishedAt'>; text: string; read: ReadPost }

/** Who listens for a post that is kept; answers how many mentions came of it. */
export async function mention(tx: Tx, workspaceId: string, { id, storyId, impact, post, text, read }: Told, { index, learnt, muted }: Listeners): Promise<number> {
  const monitorIds = index.match(read);
  if (monitorIds.length === 0 || muted.has(mutedKey(post.platform, authorKeyOf(post.author)))) return 0;
  let found = 0;
  for (const monitorId of monitorIds) {
    const relevance = relevanceOf(learnt.get(monitorId) ?? null, { text, author: post.author, url: post.url, platform: post.platform });
    const [first] = storyId === id ? [] : await tx.query<{ id: string }>(
      `SELECT coalesce(m.copy_of, m.id) AS id FROM mentions m JOIN posts p ON p.id = m.post_id WHERE m.monitor_id = $1 AND p.story_id = $2 AND m.post_id <> $3 ORDER BY m.copy_of NULLS FIRST LIMIT 1`, [monitorId, storyId, id]);
    const added = await tx.execute(
      `INSERT INTO mentions (id, workspace_id, monitor_id, post_id, published_at, impact, copy_of, relevance, probably_junk) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (monitor_id, post_id) DO NOTHING`,
      [newId(), workspaceId, monitorId, id, post.publishedAt, impact, first?.id ?? null, relevance ?? null, isProbablyJunk(relevance)]);
    if (added > 0 && first !== undefined) await tx.execute('UPDATE mentions SET copies = copies + 1 WHERE id = $1', [first.id]);
    found += added;
  }
  return found;
}
