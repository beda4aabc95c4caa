import type { Tx } from '@kontuar/platform';
import type { Said } from './cause';
import { channelOf, type Subject } from './subjects';

/** What is compared with: so much of the days before. */
const COMPARED = 2000;
const LOOKED = 600;

const messages = `SELECT m.id, m.text, c.post_id AS "postId", m.author_id AS "authorId", m.mood->>'label' AS mood, m.at FROM messages m JOIN conversations c ON c.id = m.conversation_id
  WHERE m.workspace_id = $1 AND m.direction = 'in' AND m.kind = 'message'`;
/** A story counts as its post: what was said first, however often it is shared. */
const posts = `SELECT p.id, coalesce(nullif(p.text, ''), p.title) AS text, p.story_id AS "postId", p.author_key AS "authorId", p.mood->>'label' AS mood, p.published_at AS at FROM mentions b JOIN posts p ON p.id = b.post_id WHERE b.workspace_id = $1`;

/** Everything that belongs to it, of the last minutes or of the days before. */
export async function saidOf(tx: Tx, workspaceId: string, { kind, key }: Subject, minutes: number | 'before'): Promise<Said[]> {
  const [column, said] = kind === 'monitor' ? ['b.created_at', 'b.published_at'] : ['m.created_at', 'm.at'];
  const when = minutes === 'before'
    ? `AND ${said} > now() - interval '7 days' AND ${said} < now() - interval '1 hour'`
    // As it is counted: what was said long ago and heard only now is no part of it.
    : `AND ${column} > now() - make_interval(mins => ${minutes}) AND ${said} > now() - make_interval(mins => ${minutes + 5})`;
  const where = { channel: 'm.channel_id = $2::uuid', post: 'm.channel_id = $2::uuid', matter: 'c.matter = $2', monitor: 'b.monitor_id = $2::uuid' }[kind];
  return tx.query<Said>(`${kind === 'monitor' ? posts : messages} AND ${where} ${when} ORDER BY ${column} DESC LIMIT ${minutes === 'before' ? COMPARED : LOOKED}`, [workspaceId, key]);
}

/** How much of it stands on channels whose own alert goes on: the same storm is told once. */
export async function toldAlready(tx: Tx, workspaceId: string, subject: Subject, minutes: number): Promise<number> {
  if (channelOf(subject) !== null) return 0;
  const said = subject.kind === 'monitor'
    ? `SELECT p.channel_id FROM mentions b JOIN posts p ON p.id = b.post_id WHERE b.workspace_id = $1 AND b.monitor_id = $2::uuid AND b.created_at > now() - make_interval(mins => ${minutes})`
    : `SELECT m.channel_id FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.workspace_id = $1 AND c.matter = $2 AND m.direction = 'in' AND m.kind = 'message' AND m.created_at > now() - make_interval(mins => ${minutes})`;
  const [row] = await tx.query<{ share: number | null }>(
    `SELECT avg((channel_id IS NOT NULL AND channel_id IN (SELECT channel_id FROM spike_alerts WHERE workspace_id = $1 AND channel_id IS NOT NULL AND calm_at IS NULL))::int)::real AS share FROM (${said}) s`, [workspaceId, subject.key]);
  return row?.share ?? 0;
}
