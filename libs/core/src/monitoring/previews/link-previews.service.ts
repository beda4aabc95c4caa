import { Injectable } from '@nestjs/common';
import type { LinkPreview, ListeningSettings } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../../access/actor';
import { notFound } from '../../errors';
import { directoryChanged } from '../../history/directory';
import { actorOf, record } from '../../history/history';
import { findMention } from '../mention.rows';
import { linkOf } from './link';

interface Row { address: string; state: 'waiting' | 'ready' | 'none'; title: string; description: string; site: string; picture: boolean }

const nothing: LinkPreview = { state: 'none', url: null, title: '', description: '', site: '', picture: false };

/** What stands behind the link of a mention. Who reads along asks us, and never the site. */
@Injectable()
export class LinkPreviews {
  constructor(private readonly database: Database) {}

  /** The first that looks makes it be fetched; what an edit links to instead is fetched anew. */
  ask(actor: MemberActor, mentionId: string): Promise<LinkPreview> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const post = await findMention(tx, actor, mentionId);
      const address = linkOf(post);
      // What was taken back is not looked up any more.
      if (address === undefined || post.deleted_at !== null || !await previewsAreOn(tx, actor.workspaceId)) return nothing;
      await tx.execute(
        `INSERT INTO post_previews (post_id, workspace_id, address) VALUES ($1, $2, $3) ON CONFLICT (post_id) DO UPDATE SET address = excluded.address, state = 'waiting', title = '', description = '', site = '', picture = NULL, look_at = now(), tries = 0 WHERE post_previews.address <> excluded.address`,
        [post.post_id, actor.workspaceId, address]);
      const [row] = await tx.query<Row>('SELECT address, state, title, description, site, picture IS NOT NULL AS picture FROM post_previews WHERE post_id = $1', [post.post_id]);
      return row === undefined ? nothing : { state: row.state, url: row.address, title: row.title, description: row.description, site: row.site, picture: row.picture };
    });
  }

  picture(actor: MemberActor, mentionId: string): Promise<Buffer> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const post = await findMention(tx, actor, mentionId);
      const [row] = await tx.query<{ picture: Buffer }>('SELECT picture FROM post_previews WHERE post_id = $1 AND picture IS NOT NULL', [post.post_id]);
      if (row === undefined || post.deleted_at !== null) throw notFound('picture');
      return row.picture;
    });
  }

  /** Switched off, what was fetched goes too. */
  change(actor: MemberActor, { previews }: ListeningSettings): Promise<ListeningSettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute('INSERT INTO listening_settings (workspace_id, previews) VALUES ($1, $2) ON CONFLICT (workspace_id) DO UPDATE SET previews = excluded.previews', [actor.workspaceId, previews]);
      if (!previews) await tx.execute('DELETE FROM post_previews WHERE workspace_id = $1', [actor.workspaceId]);
      await record(tx, [{ type: 'listening-settings.changed', actor: actorOf(actor), data: { previews } }, directoryChanged(actor, 'listening')]);
      return { previews };
    });
  }
}

export async function previewsAreOn(tx: Tx, workspaceId: string): Promise<boolean> {
  const [row] = await tx.query<{ previews: boolean }>('SELECT previews FROM listening_settings WHERE workspace_id = $1', [workspaceId]);
  return row?.previews ?? true;
}
