import { Injectable } from '@nestjs/common';
import type { HelpSite, HelpSitePatch, Locale } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { slugOf } from './slug';

interface SiteRow { slug: string; open: boolean; title: { en: string; pl: string }; accent: string; locale: Locale }
const columns = 'slug, open, title, accent, locale';
const taken = () => conflict('slug-taken', 'Another page has this address already.', { errors: [{ path: 'slug', message: 'Another page has this address already.' }] });
/** Words of our own addresses below /help. */
const reserved = new Set(['preview', 'assets', 'help', 'api']);
const toSite = (row: SiteRow): HelpSite => ({ ...row, path: `/help/${row.slug}/${row.locale}` });

/** The public pages of a workspace: whether they are open, where, and how they look. */
@Injectable()
export class HelpSites {
  constructor(private readonly database: Database) {}

  async get(actor: MemberActor): Promise<HelpSite> {
    return toSite(await this.database.inWorkspace(actor.workspaceId, (tx) => ensureSite(tx, actor.workspaceId)));
  }

  async change(actor: MemberActor, patch: HelpSitePatch): Promise<HelpSite> {
    if (patch.slug !== undefined && reserved.has(patch.slug)) throw taken();
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await ensureSite(tx, actor.workspaceId);
      const [row] = await orTaken(tx.query<SiteRow>(
        `WITH changed AS (UPDATE help_sites SET slug = coalesce($2, slug), open = coalesce($3, open), title = coalesce($4::jsonb, title), accent = coalesce($5, accent), locale = coalesce($6, locale) WHERE workspace_id = $1 RETURNING ${columns}) SELECT * FROM changed`,
        [actor.workspaceId, patch.slug ?? null, patch.open ?? null, patch.title === undefined ? null : JSON.stringify(patch.title), patch.accent?.toLowerCase() ?? null, patch.locale ?? null],
      ), taken);
      await record(tx, [{ type: 'help-site.changed', actor: actorOf(actor), subjectId: actor.workspaceId, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'knowledge', actor.workspaceId)]);
      return toSite(row as SiteRow);
    });
  }
}

/** Made when it is first asked for, closed, at an address of the workspace's name. */
export async function ensureSite(tx: Tx, workspaceId: string): Promise<SiteRow> {
  const find = async (): Promise<SiteRow | undefined> => (await tx.query<SiteRow>(`SELECT ${columns} FROM help_sites WHERE workspace_id = $1`, [workspaceId]))[0];
  const known = await find();
  if (known !== undefined) return known;
  const [workspace] = await tx.query<{ name: string; locale: Locale }>(`SELECT name, locale FROM workspaces WHERE id = $1`, [workspaceId]);
  const base = slugOf(workspace?.name ?? '').slice(0, 50).replace(/-+$/, '');
  // Of other workspaces we see nothing: whether an address is free, only the key says.
  for (const slug of [base, `${base}-help`, `${base === '' ? 'help' : base}-${workspaceId.slice(-6)}`, `help-${workspaceId.slice(-12)}`]) {
    if (slug.length < 2 || slug.startsWith('-') || reserved.has(slug)) continue;
    await tx.execute(`INSERT INTO help_sites (workspace_id, slug, locale) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [workspaceId, slug, workspace?.locale ?? 'en']);
    const made = await find();
    if (made !== undefined) return made;
  }
  throw taken();
}
