import type { Delivery } from '@kontuar/connectors';
import type { ModerationRuleInput } from '@kontuar/contract';
import { Conversations, Deliveries, Ingest, type MemberActor, MentionKeeper, ModerationHits, ModerationRuleBook, Moderator } from '@kontuar/core';
import { Database, type Tx } from '@kontuar/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { demoId } from './demo-ids';
import { falseHits, ourPosts, restoredComment, saidComments, type SaidComment } from './said-comments';

export const DEMO_PAGE = '9000000000077';

type Rule = Pick<ModerationRuleInput, 'name' | 'match' | 'conditions' | 'actions' | 'stage'>;
const rules: readonly Rule[] = [
  { name: 'Linki i telefony od obcych', match: 'any', stage: 'act', conditions: [{ by: 'link', not: false, except: ['dom-lipowy.example'] }, { by: 'phoneNumber', not: false }], actions: [{ do: 'hide' }] },
  { name: 'Thanks get a like', match: 'any', stage: 'act', conditions: [{ by: 'words', not: false, of: ['dziękuję', 'thank you'] }], actions: [{ do: 'like' }] },
  { name: 'Obelgi / insults', match: 'any', stage: 'suggest', conditions: [{ by: 'words', not: false, of: ['oszust', 'złodziej', 'scam', 'fraud'] }], actions: [{ do: 'hide' }] },
  { name: 'Konkurencja pod naszymi postami', match: 'all', stage: 'trial', conditions: [{ by: 'words', not: false, of: ['Dębowy Dwór'] }], actions: [{ do: 'hide' }] },
];

/** What is written below the shop's posts, and four rules about it: two that act, one that asks, one on trial with hits that were wrong. */
export async function fillModeration(app: INestApplicationContext, owner: MemberActor): Promise<void> {
  const channelId = demoId(owner.workspaceId, 'channel facebook');
  const database = app.get(Database);
  for (const rule of rules) await app.get(ModerationRuleBook).create(owner, { ...rule, channelIds: [channelId], exceptions: { authorIds: [], postIds: [], words: [] }, active: true });
  await app.get(Deliveries).store({ channelId, workspaceId: owner.workspaceId }, saidComments.map(delivered));
  const inHouse = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.inWorkspace(owner.workspaceId, work);
  // A worker that runs beside us may be quicker; either way all is read, judged and found when this ends.
  await until('read', async () => {
    await app.get(Ingest).run(channelId);
    return (await inHouse((tx) => tx.query('SELECT 1 FROM messages WHERE channel_id = $1', [channelId]))).length === saidComments.length;
  });
  await until('judged', async () => {
    await app.get(Moderator).run(channelId);
    return (await inHouse((tx) => tx.query('SELECT 1 FROM moderation_waiting WHERE channel_id = $1', [channelId]))).length === 0;
  });
  await inHouse((tx) => answered(tx, channelId));
  await judged(app, owner, channelId);
  const [told] = await inHouse((tx) => tx.query<{ seq: string }>('SELECT last_seq::text AS seq FROM feeds WHERE workspace_id = $1', [owner.workspaceId]));
  await until('found', async () => {
    await app.get(MentionKeeper).run();
    return (await inHouse((tx) => tx.query('SELECT 1 FROM listening_positions WHERE workspace_id = $1 AND seq >= $2::bigint', [owner.workspaceId, told?.seq ?? '0']))).length > 0;
  });
}

/** As if the network had been asked: the page is paused, because nobody stands behind it. */
async function answered(tx: Tx, channelId: string): Promise<void> {
  const ofChannel = 'message_id IN (SELECT id FROM messages WHERE channel_id = $1)';
  await tx.execute(
    `UPDATE messages m SET moderation = coalesce(m.moderation, '{}') || CASE a.kind WHEN 'hide' THEN '{"hidden": true, "pending": null}'::jsonb ELSE '{"liked": true, "pending": null}' END
       FROM message_acts a WHERE a.message_id = m.id AND m.channel_id = $1 AND a.kind IN ('hide', 'like')`, [channelId]);
  await tx.execute(`UPDATE message_acts SET state = 'done', done_at = now() WHERE ${ofChannel}`, [channelId]);
  await tx.execute(`UPDATE moderation_hits SET outcomes = (SELECT jsonb_agg(o || '{"state": "done"}') FROM jsonb_array_elements(outcomes) o) WHERE decision = 'done' AND ${ofChannel}`, [channelId]);
  // Seconds after they were written.
  await tx.execute(`UPDATE moderation_hits h SET at = m.at + interval '1 second', decided_at = CASE WHEN h.decided_at IS NOT NULL THEN m.at + interval '1 second' END FROM messages m WHERE m.id = h.message_id AND m.channel_id = $1`, [channelId]);
  for (const { id, text } of Object.values(ourPosts)) await tx.execute('UPDATE public_posts SET text = $3 WHERE channel_id = $1 AND external_id = $2', [channelId, postId(id), text]);
}

async function judged(app: INestApplicationContext, owner: MemberActor, channelId: string): Promise<void> {
  const rows = await app.get(Database).inWorkspace(owner.workspaceId, (tx) => tx.query<{ id: string; message_id: string; by: string; conversation_id: string; decision: string | null }>(
    'SELECT h.id, m.id AS message_id, m.author_name AS by, m.conversation_id, h.decision FROM messages m LEFT JOIN moderation_hits h ON h.message_id = m.id WHERE m.channel_id = $1', [channelId]));
  const hitsOf = (names: readonly string[]): string[] => rows.filter(({ by, decision }) => names.includes(by) && decision !== null).map(({ id }) => id);
  await app.get(ModerationHits).decide(owner, { ids: hitsOf(falseHits), verdict: 'false' });
  const restored = hitsOf([restoredComment]);
  await app.get(Database).inWorkspace(owner.workspaceId, async (tx) => {
    await tx.execute(`UPDATE moderation_hits SET decision = 'restored', false_hit = true, decided_at = now(), decided_by = $2 WHERE id = ANY($1::uuid[])`, [restored, owner.memberId]);
    await tx.execute(`UPDATE messages SET moderation = moderation || '{"hidden": false}' WHERE id = ANY($1::uuid[])`, [rows.filter(({ id }) => restored.includes(id)).map((row) => row.message_id)]);
  });
  const done = new Set(saidComments.filter(({ isDone }) => isDone === true).map(({ by }) => by));
  for (const id of new Set(rows.filter(({ by }) => done.has(by)).map((row) => row.conversation_id))) await app.get(Conversations).patch(owner, id, { state: 'resolved' });
}

export async function removeModeration(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute('DELETE FROM moderation_rules WHERE channel_ids = ARRAY[$1::uuid]', [demoId(workspaceId, 'channel facebook')]);
}

const postId = (id: string): string => `${DEMO_PAGE}_${id}`;

/** As Facebook tells of a comment. */
function delivered({ age, post, by, text }: SaidComment, place: number): Delivery {
  const at = Math.floor(Date.now() / 1000 - age * 3600);
  const id = postId(ourPosts[post].id);
  const value = {
    item: 'comment', verb: 'add', comment_id: `${ourPosts[post].id}_${800_000 + place}`, post_id: id, parent_id: id, from: { id: String(24_000_000_000_000_000n + BigInt(place)), name: by }, created_time: at, message: text,
    post: { id, is_published: true, status_type: 'mobile_status_update', permalink_url: `https://www.facebook.example/${id}`, promotion_status: post === 'autumn' ? 'active' : 'inactive' },
  };
  return { externalId: `demo:comment:${place}`, contentType: 'application/json', body: Buffer.from(JSON.stringify({ object: 'page', id: DEMO_PAGE, time: at, field: 'feed', value })) };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 20))) if (await isSo()) return;
  throw new Error(`Comments on the demo shop were not ${what} within 30 seconds.`);
}
