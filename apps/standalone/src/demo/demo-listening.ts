import { type MemberActor, MentionDesk, MentionKeeper, SpikeWatch } from '@kontuar/core';
import { Database, type Tx } from '@kontuar/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { demoId } from './demo-ids';
import { judgedPosts, saidMonitors, saidPosts, type SaidPost } from './said-posts';
import { stormPosts } from './storm-posts';

const SOURCE = 'listening source';
const monitorIdOf = (workspaceId: string, name: string): string => demoId(workspaceId, `monitor ${name}`);
const postIdOf = (place: number): string => `demo-${place}`;
const stormIdOf = (place: number): string => `demo-storm-${place}`;

/** What the world says about the shop: heard at the push door as a provider would tell it, found by four monitors, and partly judged. */
export async function fillListening(app: INestApplicationContext, owner: MemberActor): Promise<void> {
  const { workspaceId } = owner;
  const database = app.get(Database);
  const sourceId = demoId(workspaceId, SOURCE);
  await database.inWorkspace(workspaceId, async (tx) => {
    await tx.execute(`INSERT INTO listening_sources (id, workspace_id, kind, name, keep_days) VALUES ($1, $2, 'push', 'Prasa i sieć (demo)', 365)`, [sourceId, workspaceId]);
    for (const { name, kind, query } of saidMonitors) {
      await tx.execute('INSERT INTO monitors (id, workspace_id, name, kind, query, created_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING', [monitorIdOf(workspaceId, name), workspaceId, name, kind, query, owner.memberId]);
    }
    await tx.execute('INSERT INTO source_deliveries (id, workspace_id, source_id, dedupe_key, body) VALUES ($1, $2, $3, $4, $5)', [demoId(workspaceId, 'heard'), workspaceId, sourceId, 'demo', Buffer.from(JSON.stringify({ posts: [...pushed(saidPosts, postIdOf), ...pushed(stormPosts, stormIdOf)] }))]);
  });
  await heard(app, owner, sourceId);
  await judge(app, owner, sourceId);
  await storm(app, workspaceId);
}

/** What was usual are the weeks before; the alert is raised as ever. */
async function storm(app: INestApplicationContext, workspaceId: string): Promise<void> {
  await app.get(Database).inWorkspace(workspaceId, (tx) => tx.execute(
    `INSERT INTO storm_hours (workspace_id, kind, key, hour, count) SELECT $1, 'monitor', monitor_id::text, date_trunc('hour', published_at), count(*) FROM mentions WHERE workspace_id = $1 AND monitor_id = ANY($2::uuid[]) AND published_at < date_trunc('hour', now()) - interval '1 hour' GROUP BY 3, 4 ON CONFLICT DO NOTHING`,
    [workspaceId, monitorIds(workspaceId)]));
  await app.get(SpikeWatch).turn();
}

/** To be called while its source is there. */
export async function removeListening(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute('DELETE FROM listening_sources WHERE id = $1', [demoId(workspaceId, SOURCE)]);
  // What nobody speaks of any more where the demo alone was heard.
  await tx.execute('DELETE FROM topic_counts WHERE workspace_id = $1 AND NOT EXISTS (SELECT 1 FROM posts WHERE workspace_id = $1)', [workspaceId]);
  const keys = monitorIds(workspaceId);
  await tx.execute(`DELETE FROM notices WHERE subject_id IN (SELECT id FROM spike_alerts WHERE workspace_id = $1 AND kind = 'monitor' AND key = ANY($2::text[]))`, [workspaceId, keys]);
  for (const table of ['spike_alerts', 'storm_hours', 'storm_settings']) await tx.execute(`DELETE FROM ${table} WHERE workspace_id = $1 AND kind = 'monitor' AND key = ANY($2::text[])`, [workspaceId, keys]);
  await tx.execute('DELETE FROM monitors WHERE id = ANY($1::uuid[])', [keys]);
}

const monitorIds = (workspaceId: string): string[] => saidMonitors.map(({ name }) => monitorIdOf(workspaceId, name));

/** As the push door takes them, the oldest first, as they would have come. */
function pushed(posts: readonly SaidPost[], idOf: (place: number) => string): object[] {
  return posts.map(({ age, on, by, reach, likes, title, text, language, passesOn }, place) => ({
    id: idOf(place), platform: on, text, title: title ?? '', author: { handle: by, name: by, followers: reach ?? null }, language, country: language === 'pl' ? 'PL' : 'GB', likes: likes ?? 0,
    publishedAt: new Date(Date.now() - age * 3_600_000).toISOString(), repostOf: passesOn === undefined ? null : idOf(passesOn),
  })).reverse();
}

/** A worker that runs beside us may be quicker; either way all is read when this ends. */
async function heard(app: INestApplicationContext, { workspaceId }: MemberActor, sourceId: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 20))) {
    await app.get(MentionKeeper).run();
    const waiting = await app.get(Database).inWorkspace(workspaceId, (tx) => tx.query(`SELECT 1 FROM source_deliveries WHERE source_id = $1 AND state = 'waiting'`, [sourceId]));
    if (waiting.length === 0) return;
  }
  throw new Error('What was said about the demo shop was not read within 30 seconds.');
}

async function judge(app: INestApplicationContext, owner: MemberActor, sourceId: string): Promise<void> {
  const found = await app.get(Database).inWorkspace(owner.workspaceId, (tx) => tx.query<{ id: string; external_id: string }>(
    'SELECT m.id, p.external_id FROM mentions m JOIN posts p ON p.id = m.post_id WHERE p.source_id = $1 AND m.monitor_id = $2 AND m.copy_of IS NULL', [sourceId, monitorIdOf(owner.workspaceId, saidMonitors[0].name)]));
  const desk = app.get(MentionDesk);
  for (const judgement of ['relevant', 'junk'] as const) {
    for (const { id } of found.filter(({ external_id }) => judgedPosts[judgement].some((place) => postIdOf(place) === external_id))) await desk.judge(owner, id, judgement);
  }
  // Somebody's already: a chair that wobbles.
  const taken = found.find(({ external_id }) => external_id === postIdOf(9));
  if (taken !== undefined) await desk.assign(owner, taken.id, owner.memberId);
}
