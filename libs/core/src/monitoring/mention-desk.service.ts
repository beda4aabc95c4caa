import { Inject, Injectable } from '@nestjs/common';
import type { BrandMention, BrandMentionQuery, Judgement, MentionCopies, MutedAuthorInput, MutedAuthors, Page } from '@kontuar/contract';
import { learn } from '@kontuar/language';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { changeLessons, learnMoodsAgain } from '../moods/lessons';
import { readMood } from '../moods/mood-of-message';
import { PULSE } from '../tokens';
import { findMention, pageOfMentions, viewOf, type MentionRow } from './mention.rows';
import { hearAgain } from './posts/hear-again';
import { authorKeyOf, saidIn } from './posts/incoming';
import { impactOf } from './posts/impact';
import { channelsOf, readable } from './posts/post.view';
import { isProbablyJunk, learnRelevance, relevanceOf, type Judged } from './posts/relevance';

/** The filter of a monitor is learnt anew from so many of its latest judgements. */
const LEARNT_FROM = 500;
const GUESSED_AGAIN = 500;
const COPIES = 100;

/** What was found, and what people make of it. */
@Injectable()
export class MentionDesk {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  list(actor: MemberActor, query: BrandMentionQuery): Promise<Page<BrandMention>> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => pageOfMentions(tx, actor, query));
  }

  get(actor: MemberActor, id: string): Promise<BrandMention> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => viewOf(await findMention(tx, actor, id)));
  }

  /** Reposts and the same words elsewhere, which the stream counts once. */
  copies(actor: MemberActor, id: string): Promise<MentionCopies> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await findMention(tx, actor, id);
      const rows = await tx.query<{ id: string; platform: string; author: string; author_name: string; url: string | null; text: string; published_at: Date; reach: string | null }>(
        `SELECT p.id, p.platform, p.author, p.author_name, p.url, left(p.text, 1000) AS text, p.published_at, p.reach FROM mentions m JOIN posts p ON p.id = m.post_id WHERE m.copy_of = $1 AND ${readable(2)} ORDER BY p.published_at, p.id LIMIT ${COPIES}`, [id, channelsOf(actor)]);
      return { items: rows.map((row) => ({ id: row.id, platform: row.platform, author: row.author, authorName: row.author_name, url: row.url, text: row.text, publishedAt: row.published_at.toISOString(), reach: row.reach === null ? null : Number(row.reach) })) };
    });
  }

  /** Judging teaches the filter of its monitor, and what waits is guessed again. The same again changes nothing. */
  judge(actor: MemberActor, id: string, judgement: Judgement | null): Promise<BrandMention> {
    return this.changing(actor, id, async (tx, before) => {
      if (before.judgement === judgement) return;
      // One who judges the same monitor at this moment waits: both judgements are learnt.
      await tx.execute('SELECT 1 FROM monitors WHERE id = $1 FOR UPDATE', [before.monitor_id]);
      await tx.execute(
        `UPDATE mentions SET judgement = $2, judged_by = CASE WHEN $2::text IS NULL THEN NULL ELSE $3::uuid END, judged_at = CASE WHEN $2::text IS NULL THEN NULL ELSE clock_timestamp() END,
           thought_junk = CASE WHEN $2::text IS NULL THEN NULL WHEN judgement IS NULL THEN probably_junk ELSE thought_junk END WHERE id = $1`, [id, judgement, actor.memberId]);
      await learnAgain(tx, before.monitor_id);
    });
  }

  assign(actor: MemberActor, id: string, memberId: string | null): Promise<BrandMention> {
    return this.changing(actor, id, async (tx) => {
      if (memberId !== null && (await tx.query(`SELECT 1 FROM memberships WHERE id = $1 AND workspace_id = $2`, [memberId, actor.workspaceId])).length === 0) throw notFound('member');
      await tx.execute('UPDATE mentions SET assignee_id = $2 WHERE id = $1', [id, memberId]);
    });
  }

  /** Counts for more than what was read, and teaches as it does on messages. Null takes it back: the post is read again, and what it taught is unlearnt. */
  correctMood(actor: MemberActor, id: string, label: 'negative' | 'neutral' | 'positive' | null): Promise<BrandMention> {
    return this.changing(actor, id, async (tx, before) => {
      if (label === null ? before.mood?.correctedBy == null : before.mood?.correctedBy != null && before.mood.label === label) return;
      const put = async (mood: { label: string; confidence: number }): Promise<void> => {
        const score = impactOf({ reach: before.reach === null ? null : Number(before.reach), engagement: Number(before.engagement), mood, copies: before.copies }).score;
        await tx.execute('UPDATE posts SET mood = $2, impact = $3 WHERE id = $1', [before.post_id, JSON.stringify(mood), score]);
        await tx.execute('UPDATE mentions SET impact = $2 WHERE post_id = $1', [before.post_id, score]);
      };
      const text = saidIn(before);
      if (label === null) {
        await put(readMood({ text }).mood);
        return put(readMood({ text }, await learnMoodsAgain(tx, actor.workspaceId)).mood);
      }
      const mood = { label, score: { negative: -0.7, neutral: 0, positive: 0.7 }[label], confidence: 1, words: [], correctedBy: actor.memberId };
      await put(mood);
      await changeLessons(tx, actor.workspaceId, (learnt) => learn(learnt, { text, label, stars: null }));
    });
  }

  /** Nothing of theirs is found from now on; what nobody judged or took yet goes. */
  mute(actor: MemberActor, id: string): Promise<MutedAuthors> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { platform, author } = await findMention(tx, actor, id);
      return this.silence(tx, actor, { platform, author }, id);
    });
  }

  /** The same by name: whoever was heard again by mistake is silent once more. */
  muteAuthor(actor: MemberActor, author: MutedAuthorInput): Promise<MutedAuthors> {
    return this.database.inWorkspace(actor.workspaceId, (tx) => this.silence(tx, actor, author));
  }

  private async silence(tx: Tx, actor: MemberActor, row: MutedAuthorInput, mentionId?: string): Promise<MutedAuthors> {
    if (authorKeyOf(row.author) === '') throw conflict('author-unknown', 'Nobody knows who said this, so there is nobody to mute.');
    const id = newId();
    await tx.execute('INSERT INTO muted_authors (id, workspace_id, platform, author_key, author, muted_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workspace_id, platform, author_key) DO NOTHING', [id, actor.workspaceId, row.platform, authorKeyOf(row.author), row.author, actor.memberId]);
    await tx.execute(`DELETE FROM mentions m USING posts p WHERE p.id = m.post_id AND m.workspace_id = $1 AND p.platform = $2 AND p.author_key = $3 AND m.judgement IS NULL AND m.assignee_id IS NULL AND m.conversation_id IS NULL`, [actor.workspaceId, row.platform, authorKeyOf(row.author)]);
    await this.tell(tx, actor, { type: 'author.muted', id: mentionId ?? id });
    return mutedOf(tx, actor.workspaceId);
  }

  muted(actor: MemberActor): Promise<MutedAuthors> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => mutedOf(tx, actor.workspaceId));
  }

  /** What they said meanwhile, and before, is found again. */
  unmute(actor: MemberActor, id: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [author] = await tx.query<{ platform: string; author_key: string }>('DELETE FROM muted_authors WHERE id = $1 RETURNING platform, author_key', [id]);
      if (author === undefined) throw notFound('muted author');
      await hearAgain(tx, actor.workspaceId, { platform: author.platform, authorKey: author.author_key });
      await this.tell(tx, actor, { type: 'author.heard-again', id });
    });
  }

  private changing(actor: MemberActor, id: string, change: (tx: Tx, before: MentionRow) => Promise<void>): Promise<BrandMention> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute('SELECT 1 FROM mentions WHERE id = $1 FOR UPDATE', [id]);
      await change(tx, await findMention(tx, actor, id));
      await this.tell(tx, actor, { type: 'mention.changed', id });
      return viewOf(await findMention(tx, actor, id));
    });
  }

  private async tell(tx: Tx, actor: MemberActor, { type, id }: { type: string; id: string }): Promise<void> {
    await record(tx, [{ type, actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'listening', id)]);
    tx.afterCommit(() => { this.pulse.publish('relay'); });
  }
}

async function mutedOf(tx: Tx, workspaceId: string): Promise<MutedAuthors> {
  const rows = await tx.query<{ id: string; platform: string; author: string; muted_by: string | null; muted_at: Date }>('SELECT id, platform, author, muted_by, muted_at FROM muted_authors WHERE workspace_id = $1 ORDER BY muted_at DESC LIMIT 500', [workspaceId]);
  return { items: rows.map((row) => ({ id: row.id, platform: row.platform, author: row.author, by: row.muted_by, at: row.muted_at.toISOString() })) };
}

async function learnAgain(tx: Tx, monitorId: string): Promise<void> {
  const judged = await tx.query<Omit<Judged, 'text' | 'isJunk'> & { title: string; text: string; judgement: Judgement }>(
    `SELECT p.title, p.text, p.author, p.url, p.platform, m.judgement FROM mentions m JOIN posts p ON p.id = m.post_id WHERE m.monitor_id = $1 AND m.judgement IS NOT NULL ORDER BY m.judged_at DESC, m.id LIMIT ${LEARNT_FROM}`, [monitorId]);
  const learnt = learnRelevance(judged.map((row) => ({ ...row, text: saidIn(row), isJunk: row.judgement === 'junk' })));
  await tx.execute('UPDATE monitors SET learnt = $2, changed_at = clock_timestamp() WHERE id = $1', [monitorId, JSON.stringify(learnt)]);
  const waiting = await tx.query<{ id: string; title: string; text: string; author: string; url: string | null; platform: string }>(
    `SELECT m.id, p.title, p.text, p.author, p.url, p.platform FROM mentions m JOIN posts p ON p.id = m.post_id WHERE m.monitor_id = $1 AND m.judgement IS NULL ORDER BY m.published_at DESC LIMIT ${GUESSED_AGAIN}`, [monitorId]);
  const guesses = waiting.map((row) => ({ id: row.id, relevance: relevanceOf(learnt, { ...row, text: saidIn(row) }) }));
  await tx.execute('UPDATE mentions m SET relevance = g.relevance, probably_junk = g.junk FROM jsonb_to_recordset($1::jsonb) AS g (id uuid, relevance real, junk boolean) WHERE m.id = g.id', [JSON.stringify(guesses.map(({ id, relevance }) => ({ id, relevance: relevance ?? null, junk: isProbablyJunk(relevance) })))]);
}
