import type { Locale } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { conflict } from '../errors';
import { slugOf } from './slug';

type Kind = 'article' | 'category';
interface Wish { kind: Kind; id: string; locale: Locale; title: string; /** Written by hand: this one or none. */ asked?: string | null }

/** Words of our own addresses. */
const reserved: Record<Kind, ReadonlySet<string>> = { article: new Set(), category: new Set(['a', 'search', 'images']) };
const MOST_TRIES = 50;

/** Gives it its address in one language. The one that it had leads to the new one from now on; one that only led elsewhere is taken over. */
export async function claimSlug(tx: Tx, { kind, id, locale, title, asked }: Wish): Promise<string> {
  const column = kind === 'article' ? 'article_id' : 'category_id';
  const base = asked ?? (slugOf(title) === '' ? id.slice(-12) : slugOf(title));
  const [now] = await tx.query<{ slug: string }>(`SELECT slug FROM help_slugs WHERE ${column} = $1 AND locale = $2 AND is_current`, [id, locale]);
  // "returns-2" is still what "Returns" asks for.
  if (now !== undefined && (now.slug === base || (asked == null && now.slug.startsWith(`${base}-`) && /^\d+$/.test(now.slug.slice(base.length + 1))))) return now.slug;
  // One at a time for a workspace: two that ask for the same would else both find it free.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('help-slugs:' || $1, 0))`, [tx.workspaceId]);
  for (let n = 1; n <= MOST_TRIES; n++) {
    const slug = n === 1 ? base : `${base.slice(0, 76)}-${n}`;
    if (reserved[kind].has(slug)) continue;
    const [owner] = await tx.query<{ owner: string; is_current: boolean }>(`SELECT ${column} AS owner, is_current FROM help_slugs WHERE workspace_id = $1 AND locale = $2 AND kind = $3 AND slug = $4`, [tx.workspaceId, locale, kind, slug]);
    if (owner !== undefined && owner.owner !== id && owner.is_current) {
      if (asked != null) break;
      continue;
    }
    await tx.execute(`UPDATE help_slugs SET is_current = false WHERE ${column} = $1 AND locale = $2 AND is_current`, [id, locale]);
    await tx.execute(
      `INSERT INTO help_slugs (workspace_id, locale, kind, slug, ${column}) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id, locale, kind, slug) DO UPDATE SET ${column} = excluded.${column}, is_current = true`,
      [tx.workspaceId, locale, kind, slug, id],
    );
    return slug;
  }
  throw conflict('slug-taken', 'Another page has this address already.', { errors: [{ path: 'slug', message: 'Another page has this address already.' }] });
}
