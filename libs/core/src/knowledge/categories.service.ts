import { Injectable } from '@nestjs/common';
import type { ArticleCategory, ArticleCategoryInput, ArticleCategoryPatch, Locale } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { claimSlug } from './slugs';

interface CategoryRow { id: string; parent_id: string | null; position: number; name: { en: string; pl: string }; articles: number }
const MOST = 200;
const toCategory = (row: CategoryRow): ArticleCategory => ({ id: row.id, parentId: row.parent_id, position: row.position, name: row.name, articles: row.articles });
const noParent = () => invalid('unknown-category', 'This category does not exist.', { errors: [{ path: 'parentId', message: 'This category does not exist.' }] });

/** The order of the house: two levels, each with a place of its own. */
@Injectable()
export class ArticleCategories {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor): Promise<ArticleCategory[]> {
    return this.database.lookInWorkspace(actor.workspaceId, listCategories);
  }

  async create(actor: MemberActor, input: ArticleCategoryInput): Promise<ArticleCategory> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await hold(tx);
      const all = await listCategories(tx);
      if (all.length >= MOST) throw conflict('too-many-categories', 'There are too many categories already.');
      refuseThird(all, input.parentId);
      const id = newId();
      await tx.execute(`INSERT INTO article_categories (id, workspace_id, parent_id, position, name) VALUES ($1, $2, $3, $4, $5)`, [id, actor.workspaceId, input.parentId, siblings(all, input.parentId).length, JSON.stringify(input.name)]);
      await claimBoth(tx, id, input.name);
      await record(tx, [{ type: 'category.created', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'knowledge', id)]);
      return one(tx, id);
    });
  }

  /** A new name has a new address, to which the old one leads. */
  async change(actor: MemberActor, categoryId: string, patch: ArticleCategoryPatch): Promise<ArticleCategory> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await hold(tx);
      const all = await listCategories(tx);
      const now = all.find(({ id }) => id === categoryId);
      if (now === undefined) throw notFound('category');
      const parentId = patch.parentId === undefined ? now.parentId : patch.parentId;
      if (parentId !== null && (parentId === categoryId || all.some((each) => each.parentId === categoryId))) throw invalid('too-deep', 'A category with others in it stands at the top.', { errors: [{ path: 'parentId', message: 'A category with others in it stands at the top.' }] });
      refuseThird(all, parentId);
      const others = siblings(all, parentId).filter(({ id }) => id !== categoryId);
      others.splice(Math.min(patch.position ?? (parentId === now.parentId ? now.position : others.length), others.length), 0, now);
      await tx.execute(`UPDATE article_categories SET parent_id = $2, name = $3 WHERE id = $1`, [categoryId, parentId, JSON.stringify(patch.name ?? now.name)]);
      await tx.execute(`UPDATE article_categories c SET position = o.at - 1 FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, at) WHERE c.id = o.id`, [others.map(({ id }) => id)]);
      if (patch.name !== undefined) await claimBoth(tx, categoryId, patch.name);
      await record(tx, [{ type: 'category.changed', actor: actorOf(actor), subjectId: categoryId, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'knowledge', categoryId)]);
      return one(tx, categoryId);
    });
  }

  /** Its articles stay, without a category; what stood in it moves up. */
  async remove(actor: MemberActor, categoryId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await hold(tx);
      if ((await tx.execute(`DELETE FROM article_categories WHERE id = $1`, [categoryId])) === 0) throw notFound('category');
      await record(tx, [{ type: 'category.removed', actor: actorOf(actor), subjectId: categoryId }, directoryChanged(actor, 'knowledge', categoryId)]);
    });
  }
}

/** Places are numbered one after the other: one change at a time. */
const hold = (tx: Tx) => tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('help-slugs:' || $1, 0))`, [tx.workspaceId]);
const siblings = (all: readonly ArticleCategory[], parentId: string | null): ArticleCategory[] => all.filter((each) => each.parentId === parentId).sort((a, b) => a.position - b.position);

function refuseThird(all: readonly ArticleCategory[], parentId: string | null): void {
  if (parentId === null) return;
  const parent = all.find(({ id }) => id === parentId);
  if (parent === undefined) throw noParent();
  if (parent.parentId !== null) throw invalid('too-deep', 'Categories have two levels.', { errors: [{ path: 'parentId', message: 'Categories have two levels.' }] });
}

async function claimBoth(tx: Tx, id: string, name: { en: string; pl: string }): Promise<void> {
  for (const locale of ['en', 'pl'] satisfies Locale[]) await claimSlug(tx, { kind: 'category', id, locale, title: name[locale] === '' ? name[locale === 'en' ? 'pl' : 'en'] : name[locale] });
}

export async function listCategories(tx: Tx): Promise<ArticleCategory[]> {
  const rows = await tx.query<CategoryRow>(
    `SELECT c.id, c.parent_id, c.position, c.name, (SELECT count(*)::int FROM articles a WHERE a.category_id = c.id AND a.archived_at IS NULL) AS articles FROM article_categories c WHERE c.workspace_id = $1 ORDER BY c.position, c.id`, [tx.workspaceId]);
  return rows.map(toCategory);
}

async function one(tx: Tx, id: string): Promise<ArticleCategory> {
  return (await listCategories(tx)).find((each) => each.id === id) as ArticleCategory;
}
