import type { HeardPost } from '@kontuar/contract';
import type { MemberActor } from '../../access/actor';
import { impactOf } from './impact';

export interface PostRow {
  id: string; platform: string; source_name: string | null; author: string; author_name: string; url: string | null; title: string; text: string; language: string | null; country: string | null; reach: string | null; engagement: string;
  published_at: Date; edited_at: Date | null; deleted_at: Date | null; tags: string[]; picture: string | null; mood: { label: 'negative' | 'neutral' | 'positive' | 'unsure'; confidence: number; correctedBy: string | null } | null; copies: number;
  /** Read with the stream alone: what others speak of, too, and whom it names. */
  topics?: { key: string; name: string }[]; names?: string[];
}

export const POST_COLUMNS = 'p.id, p.platform, (SELECT s.name FROM listening_sources s WHERE s.id = p.source_id) AS source_name, p.author, p.author_name, p.url, p.title, p.text, p.language, p.country, p.reach, p.engagement, p.published_at, p.edited_at, p.deleted_at, p.tags, p.picture, p.mood, p.copies';

/** What was said on a channel of ours is for who may read that channel; null: all. */
export const channelsOf = ({ channelIds }: MemberActor): readonly string[] | null => channelIds === 'all' ? null : channelIds;
export const readable = (parameter: number): string => `(p.channel_id IS NULL OR $${parameter}::uuid[] IS NULL OR p.channel_id = ANY($${parameter}))`;

const SHOWN_TOPICS = 5;
const nameOf = (kept: string): HeardPost['names'][number] => { const at = kept.indexOf(':'); return { kind: kept.slice(0, at) as 'name', name: kept.slice(at + 1) }; }; // kept by `aboutOf`

/** What a card shows; longer ones are read where they stand. */
const SHOWN = 4_000;

export function postView(row: PostRow): HeardPost {
  const reach = row.reach === null ? null : Number(row.reach);
  return {
    id: row.id, platform: row.platform, sourceName: row.source_name, author: row.author, authorName: row.author_name, url: row.url, title: row.title, text: row.text.slice(0, SHOWN), language: row.language, country: row.country, reach, engagement: Number(row.engagement),
    publishedAt: row.published_at.toISOString(), editedAt: row.edited_at?.toISOString() ?? null, deletedAt: row.deleted_at?.toISOString() ?? null, tags: row.tags, picture: row.picture !== null, topics: (row.topics ?? []).slice(0, SHOWN_TOPICS), names: (row.names ?? []).map(nameOf),
    mood: row.mood === null ? null : { label: row.mood.label, confidence: row.mood.confidence, corrected: row.mood.correctedBy !== null },
    impact: impactOf({ reach, engagement: Number(row.engagement), mood: row.mood, copies: row.copies }),
  };
}
