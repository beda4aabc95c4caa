import type { Tx } from '@kontuar/platform';
import { personData } from '../person-data';
import { bound, type Sets } from '../sets';
import { goneHash } from './gone-hash';

export interface SaidPost { platform: string; externalId: string }

const hashOf = (key: Buffer, { platform, externalId }: SaidPost): string => goneHash(key, `post ${platform}`, externalId).toString('hex');

/** What a person said in public is known again by its hash, when a source tells of it once more. Before the posts go. */
export async function rememberPosts(tx: Tx, key: Buffer, workspaceId: string, sets: Sets): Promise<void> {
  const rows = personData.find(({ table }) => table === 'posts')?.rows ?? 'false';
  const { sql, parameters } = bound(`SELECT r.platform, r.external_id AS "externalId" FROM posts r WHERE r.message_id IS NULL AND ${rows}`, sets);
  const hashes = (await tx.query<SaidPost>(sql, parameters)).map((post) => hashOf(key, post));
  if (hashes.length > 0) await tx.execute(`INSERT INTO erased_posts (workspace_id, hash) SELECT $1, decode(h, 'hex') FROM unnest($2::text[]) AS h ON CONFLICT DO NOTHING`, [workspaceId, hashes]);
}

/** Without what people said who were erased: neither it nor an edit or a deletion of it is kept. */
export async function withoutErased<T extends SaidPost>(tx: Tx, key: Buffer, workspaceId: string, posts: readonly T[]): Promise<T[]> {
  const [any] = posts.length === 0 ? [] : await tx.query('SELECT 1 FROM erased_posts WHERE workspace_id = $1 LIMIT 1', [workspaceId]);
  if (any === undefined) return [...posts];
  const hashes = posts.map((post) => hashOf(key, post));
  const erased = new Set((await tx.query<{ hash: string }>(`SELECT encode(hash, 'hex') AS hash FROM erased_posts WHERE workspace_id = $1 AND hash IN (SELECT decode(h, 'hex') FROM unnest($2::text[]) AS h)`, [workspaceId, hashes])).map(({ hash }) => hash));
  return posts.filter((_, at) => !erased.has(hashes[at] ?? ''));
}
