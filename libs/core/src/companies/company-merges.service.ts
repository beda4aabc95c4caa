import { Injectable } from '@nestjs/common';
import type { CompanyMerged, CompanyMergeList, CompanyMergePreview, CompanyMergeUndone, CompanySuggestions, CompanySuggestionTaken, ConversationView } from '@kontuar/contract';
import { Database, newId, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { findConversationViews } from '../conversations/conversations.queries';
import { visibleContacts } from '../contacts/contact.view';
import { invalid } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { Companies } from './companies.service';
import { askFor, asking, factsOf, filtersWith, joined, pairOf, peopleMoved, rowOf, takeApart, writeFacts, type Asking } from './company-forest';
import { companyDomain } from './free-mail';

/** Of each kind, the most worthwhile first. */
const MAX_SHOWN = 20;
const MAX_TALKS = 50;
/** A domain of fewer is nobody's firm yet. */
const MIN_PEOPLE = 2;
/** Of whom a merge tells beforehand by name. */
const MAX_NAMES = 5;

/** What becomes of companies beyond one: two that are the same, and those that nobody has written down yet. */
@Injectable()
export class CompanyMerges {
  constructor(private readonly database: Database, private readonly secrets: Secrets, private readonly companies: Companies) {}

  /** With everybody of it, the newest first. */
  conversations(actor: MemberActor, id: string): Promise<{ items: ConversationView[] }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await rowOf(tx, id);
      const parameters: unknown[] = [id];
      const rows = await tx.query<{ id: string }>(`SELECT c.id FROM company_members m JOIN conversations c ON c.contact_id = m.contact_id WHERE m.company_id = $1 AND c.merged_into IS NULL AND ${visibleConversations(actor, parameters)} ORDER BY c.last_message_at DESC, c.id DESC LIMIT ${MAX_TALKS}`, parameters);
      const views = new Map((await findConversationViews(tx, this.secrets, rows.map((row) => row.id))).map((view) => [view.id, view]));
      return { items: rows.flatMap((row) => views.get(row.id) ?? []) };
    });
  }

  /** What a merge would do, in numbers and names. @throws what the merge itself would throw */
  preview(actor: MemberActor, id: string, otherId: string): Promise<CompanyMergePreview> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const { stays, goes } = await pairOf(tx, id, otherId, false);
      const parameters: unknown[] = [otherId];
      const people = await tx.query<{ name: string; n: number }>(
        `SELECT p.name, count(*) OVER ()::int AS n FROM company_members m JOIN contacts p ON p.id = m.contact_id WHERE m.company_id = $1 AND p.merged_into IS NULL AND ${visibleContacts(actor, parameters)} ORDER BY p.sort_name, p.id LIMIT ${MAX_NAMES}`, parameters);
      const after = joined(stays, goes);
      return {
        name: stays.name, otherName: goes.name, people: people[0]?.n ?? 0, names: people.map((person) => person.name),
        taxId: stays.tax_id === null ? goes.tax_id : null, domains: after.domains.filter((domain) => !stays.domains.includes(domain)), note: goes.note,
        segments: (await filtersWith(tx, 'segments', otherId)).length, rules: (await filtersWith(tx, 'customer_kinds', otherId)).length,
      };
    });
  }

  /** The other one's people, domains and note go over, and it is no more until that is taken back. @throws DomainError 'merge-with-itself', 'two-tax-ids' */
  async merge(actor: MemberActor, id: string, otherId: string): Promise<CompanyMerged> {
    const mergeId = newId();
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { stays, goes } = await pairOf(tx, id, otherId, true);
      const after = joined(stays, goes);
      await tx.execute('INSERT INTO company_merges (id, workspace_id, company_id, other_id, other, before, after, merged_by) SELECT $1, k.workspace_id, $2, k.id, to_jsonb(k), $4, $5, $6 FROM companies k WHERE k.id = $3',
        [mergeId, id, otherId, JSON.stringify(factsOf(stays)), JSON.stringify(after), actor.memberId]);
      const people = await tx.query<{ id: string }>(
        `INSERT INTO company_merge_members (workspace_id, merge_id, contact_id, role, main, stays_role, stays_main)
         SELECT g.workspace_id, $1, g.contact_id, g.role, g.main, k.role, k.main FROM company_members g LEFT JOIN company_members k ON k.company_id = $2 AND k.contact_id = g.contact_id WHERE g.company_id = $3 RETURNING contact_id AS id`, [mergeId, id, otherId]);
      // Who is with both keeps the place that they have here, and what stood beside the name stands there still.
      await tx.execute(`UPDATE company_members k SET role = CASE WHEN k.role = '' THEN g.role ELSE k.role END FROM company_members g WHERE k.company_id = $1 AND g.company_id = $2 AND g.contact_id = k.contact_id`, [id, otherId]);
      const mains = await tx.query<{ id: string }>('DELETE FROM company_members g USING company_members k WHERE g.company_id = $2 AND k.company_id = $1 AND k.contact_id = g.contact_id RETURNING CASE WHEN g.main THEN g.contact_id END AS id', [id, otherId]);
      await tx.execute('UPDATE company_members SET main = true WHERE company_id = $1 AND contact_id = ANY($2::uuid[])', [id, mains.map((row) => row.id).filter((each) => each !== null)]);
      await tx.execute('UPDATE company_members SET company_id = $1 WHERE company_id = $2', [id, otherId]);
      await tx.execute('DELETE FROM companies WHERE id = $1', [otherId]);
      await writeFacts(tx, id, after);
      await peopleMoved(tx, people.map((person) => person.id));
      // Whoever asks for the one asks for the other from now on.
      const filters: Asking[] = [];
      for (const of of asking) filters.push(...await askFor(tx, of, otherId, id));
      await tx.execute('UPDATE company_merges SET filters = $2 WHERE id = $1', [mergeId, JSON.stringify(filters)]);
      await record(tx, [{ type: 'company.merged', actor: actorOf(actor), subjectId: id, data: { mergeId, otherId, people: people.length } }, ...changedEverywhere(actor)]);
    });
    return { mergeId, company: await this.companies.get(actor, id) };
  }

  /** Into this one, and into those that went up in it; the newest first. */
  list(actor: MemberActor, id: string): Promise<CompanyMergeList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await rowOf(tx, id);
      const rows = await tx.query<{ id: string; name: string; people: number; at: Date; byId: string | null; undone: Date | null }>(
        `WITH RECURSIVE tree AS (SELECT $1::uuid AS id UNION SELECT m.other_id FROM company_merges m JOIN tree ON m.company_id = tree.id WHERE m.undone_at IS NULL)
         SELECT m.id, m.other->>'name' AS name, (SELECT count(*)::int FROM company_merge_members w WHERE w.merge_id = m.id) AS people, m.merged_at AS at, m.merged_by AS "byId", m.undone_at AS undone
         FROM company_merges m WHERE m.company_id IN (SELECT id FROM tree) ORDER BY m.merged_at DESC, m.id DESC LIMIT 100`, [id]);
      return { items: rows.map(({ at, undone, ...row }) => ({ ...row, at: at.toISOString(), undoneAt: undone?.toISOString() ?? null })) };
    });
  }

  /** At any time and in any order. @throws DomainError 'already-undone', 'company-gone' */
  undo(actor: MemberActor, mergeId: string): Promise<CompanyMergeUndone> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { holder, otherId } = await takeApart(tx, mergeId);
      await record(tx, [{ type: 'company.merge-undone', actor: actorOf(actor), subjectId: holder, data: { mergeId, otherId } }, ...changedEverywhere(actor)]);
      return { companyId: holder, otherId };
    });
  }

  /** Firms that nobody wrote down, by the domains of people's mail; and pairs that differ in nothing but how they are written. Changes nothing. */
  suggestions(actor: MemberActor): Promise<CompanySuggestions> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ domains: await domainsOf(tx, actor), twins: await twinsOf(tx) }));
  }

  /** Everybody with this domain who is with no company joins. */
  takeDomain(actor: MemberActor, input: { domain: string; companyId: string | null; name: string }): Promise<CompanySuggestionTaken> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if (companyDomain(`x@${input.domain}`) === undefined) throw invalid('free-domain', 'Everybody may have an address of this domain: it names no company.');
      const companyId = input.companyId ?? newId();
      if (input.companyId === null) await tx.execute('INSERT INTO companies (id, workspace_id, name, domains) VALUES ($1, $2, $3, $4)', [companyId, actor.workspaceId, input.name, [input.domain]]);
      else {
        await rowOf(tx, companyId);
        await tx.execute('UPDATE companies SET domains = array_append(domains, $2), updated_at = now() WHERE id = $1 AND NOT domains @> ARRAY[$2]::text[] AND cardinality(domains) < 20', [companyId, input.domain]);
      }
      const parameters: unknown[] = [companyId, input.domain, actor.workspaceId];
      const joined = await tx.query<{ id: string }>(
        `INSERT INTO company_members (workspace_id, company_id, contact_id) SELECT DISTINCT $3::uuid, $1::uuid, p.id FROM identities i JOIN contacts p ON p.id = i.contact_id
         WHERE ${MAIL} LIKE '%@%' AND split_part(${MAIL}, '@', 2) = $2 AND p.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM company_members m WHERE m.contact_id = p.id) AND ${visibleContacts(actor, parameters)}
         ON CONFLICT (contact_id, company_id) DO NOTHING RETURNING contact_id AS id`, parameters);
      const ids = joined.map((row) => row.id);
      await tx.execute('UPDATE contacts p SET company = k.name, updated_at = now() FROM companies k WHERE k.id = $1 AND p.id = ANY($2::uuid[])', [companyId, ids]);
      await tx.execute('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id = ANY($1::uuid[])', [ids]);
      await record(tx, [{ type: input.companyId === null ? 'company.created' : 'company.changed', actor: actorOf(actor), subjectId: companyId, data: { fields: ['members'], people: ids.length } }, directoryChanged(actor, 'companies', companyId), directoryChanged(actor, 'contacts')]);
      return { companyId, joined: ids.length };
    });
  }
}

const MAIL = `lower(coalesce(i.email, CASE WHEN i.scope = 'email' THEN i.external_id END))`;

async function domainsOf(tx: Tx, actor: MemberActor): Promise<CompanySuggestions['domains']> {
  const parameters: unknown[] = [actor.workspaceId];
  const rows = await tx.query<{ domain: string; people: number; names: string[]; companyId: string | null; name: string | null }>(
    `WITH loose AS (SELECT split_part(${MAIL}, '@', 2) AS domain, p.id, p.name FROM identities i JOIN contacts p ON p.id = i.contact_id
       WHERE i.workspace_id = $1 AND ${MAIL} LIKE '%@%' AND p.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM company_members m WHERE m.contact_id = p.id) AND ${visibleContacts(actor, parameters)}),
     counted AS (SELECT domain, count(DISTINCT id)::int AS people, (array_agg(DISTINCT name))[1:3] AS names FROM loose WHERE domain <> '' GROUP BY domain)
     SELECT d.domain, d.people, d.names, k.id AS "companyId", k.name FROM counted d LEFT JOIN LATERAL (SELECT id, name FROM companies WHERE workspace_id = $1 AND domains @> ARRAY[d.domain] ORDER BY created_at, id LIMIT 1) k ON true
     WHERE d.people >= ${MIN_PEOPLE} OR k.id IS NOT NULL ORDER BY d.people DESC, d.domain LIMIT 200`, parameters);
  return rows.filter(({ domain }) => companyDomain(`x@${domain}`) !== undefined).slice(0, MAX_SHOWN).map(({ name, ...row }) => ({ ...row, name: name ?? row.domain.split('.')[0] ?? row.domain }));
}

/** The name without how a firm is registered, dots and case. */
const BARE = `btrim(regexp_replace(regexp_replace(kontuar_plain(k.name), '(^|\\s|,)(sp(olka)?\\.?\\s*z\\s*o\\.?\\s*o\\.?|s\\.?\\s*a\\.?|s\\.?\\s*c\\.?|sp\\.?\\s*j\\.?|sp\\.?\\s*k\\.?|gmbh|ltd\\.?|limited|inc\\.?|llc)(\\s|$|,)', ' ', 'g'), '[^a-z0-9]+', ' ', 'g'))`;

async function twinsOf(tx: Tx): Promise<CompanySuggestions['twins']> {
  return tx.query<CompanySuggestions['twins'][number]>(
    `WITH named AS (SELECT k.id, k.name, k.tax_id, k.created_at, ${BARE} AS bare, (SELECT count(*)::int FROM company_members m WHERE m.company_id = k.id) AS members FROM companies k),
       -- The larger one of each name is the one that stays; who has another tax number is another firm.
       first AS (SELECT DISTINCT ON (bare) * FROM named WHERE length(bare) >= 3 ORDER BY bare, (tax_id IS NULL), members DESC, created_at, id)
     SELECT f.id AS "companyId", f.name, f.members, n.id AS "otherId", n.name AS "otherName", n.members AS "otherMembers" FROM first f JOIN named n ON n.bare = f.bare AND n.id <> f.id
     WHERE f.tax_id IS NULL OR n.tax_id IS NULL OR f.tax_id = n.tax_id ORDER BY n.members DESC, f.name, n.id LIMIT ${MAX_SHOWN}`);
}

const changedEverywhere = (actor: MemberActor) => [directoryChanged(actor, 'companies'), directoryChanged(actor, 'contacts'), directoryChanged(actor, 'segments')];
