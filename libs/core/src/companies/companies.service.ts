import { Injectable } from '@nestjs/common';
import type { CompaniesOfContact, CompanyInput, CompanyList, CompanyMembers, CompanyPatch, CompanyQuery, CompanyView, MembershipInput } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { contactPictureUrl, visibleContacts } from '../contacts/contact.view';
import { findContact } from '../contacts/find-contact';
import { likeText } from '../contacts/like-text';
import { orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { afterId, toPageById } from '../paging';
import { companyDomain } from './free-mail';

const COLUMNS = `k.id, k.name, k.tax_id AS "taxId", k.domains, k.note, (SELECT count(*)::int FROM company_members m JOIN contacts p ON p.id = m.contact_id WHERE m.company_id = k.id AND p.merged_into IS NULL) AS members`;
const taken = () => conflict('tax-id-taken', 'Another company has this tax number already.');
const MAX_SUGGESTED = 5;

/** Firms, and who writes for them. */
@Injectable()
export class Companies {
  constructor(private readonly database: Database) {}

  list(actor: MemberActor, query: CompanyQuery): Promise<CompanyList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      // The name of the last one shown stands in its row: whatever somebody makes up, it is no cursor.
      const id = afterId(query);
      if (id !== null && (await tx.query('SELECT 1 FROM companies WHERE id = $1', [id])).length === 0) throw invalid('bad-cursor', 'This cursor was not made by this list.');
      const rows = await tx.query<CompanyView>(
        `SELECT ${COLUMNS} FROM companies k WHERE k.workspace_id = $1 AND ($2::text IS NULL OR kontuar_plain(k.name) LIKE '%' || kontuar_plain($2) || '%' OR k.tax_id LIKE $2 || '%' OR EXISTS (SELECT 1 FROM unnest(k.domains) d WHERE d LIKE '%' || lower($2) || '%'))
           AND ($3::uuid IS NULL OR (lower(k.name), k.id) > (SELECT lower(l.name), l.id FROM companies l WHERE l.id = $3)) ORDER BY lower(k.name), k.id LIMIT $4`,
        [actor.workspaceId, query.q === undefined || query.q === '' ? null : likeText(query.q), id, query.limit + 1]);
      return toPageById(rows, query.limit, (company) => company);
    });
  }

  get(actor: MemberActor, id: string): Promise<CompanyView> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => find(tx, id));
  }

  /** @throws DomainError 'tax-id-taken' */
  create(actor: MemberActor, input: CompanyInput): Promise<CompanyView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = newId();
      await orTaken(tx.execute('INSERT INTO companies (id, workspace_id, name, tax_id, domains, note) VALUES ($1, $2, $3, $4, $5, $6)', [id, actor.workspaceId, input.name, input.taxId, ownDomains(input.domains), input.note]), taken);
      await record(tx, [{ type: 'company.created', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'companies', id)]);
      return find(tx, id);
    });
  }

  change(actor: MemberActor, id: string, patch: CompanyPatch): Promise<CompanyView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.query('SELECT 1 FROM companies WHERE id = $1 FOR UPDATE', [id]);
      const before = await find(tx, id);
      const after = { ...before, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
      const fields = (['name', 'taxId', 'domains', 'note'] as const).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
      if (fields.length === 0) return before;
      await orTaken(tx.execute('UPDATE companies SET name = $2, tax_id = $3, domains = $4, note = $5, updated_at = now() WHERE id = $1', [id, after.name, after.taxId, ownDomains(after.domains), after.note]), taken);
      if (fields.includes('name')) await tx.execute('UPDATE contacts p SET company = $2 FROM company_members m WHERE m.company_id = $1 AND m.main AND p.id = m.contact_id', [id, after.name]);
      // Rules ask whether somebody's company has a tax number.
      if (fields.includes('taxId')) await tx.execute('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id IN (SELECT contact_id FROM company_members WHERE company_id = $1)', [id]);
      await record(tx, [{ type: 'company.changed', actor: actorOf(actor), subjectId: id, data: { fields } }, directoryChanged(actor, 'companies', id), directoryChanged(actor, 'contacts')]);
      return find(tx, id);
    });
  }

  /** Those whom the reader may know. */
  members(actor: MemberActor, id: string): Promise<CompanyMembers> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await find(tx, id);
      const parameters: unknown[] = [id];
      const rows = await tx.query<{ id: string; name: string; avatar_key: string | null; role: string; main: boolean }>(
        `SELECT p.id, p.name, p.avatar_key, m.role, m.main FROM company_members m JOIN contacts p ON p.id = m.contact_id WHERE m.company_id = $1 AND p.merged_into IS NULL AND ${visibleContacts(actor, parameters)} ORDER BY p.sort_name, p.id LIMIT 500`, parameters);
      return { items: rows.map((row) => ({ contactId: row.id, name: row.name, avatarUrl: contactPictureUrl(row.id, row.avatar_key), role: row.role, main: row.main })) };
    });
  }

  /** Also what one may think of: companies that have the domain of one of the person's addresses, or the domain alone where none has it. */
  ofContact(actor: MemberActor, contactId: string): Promise<CompaniesOfContact> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => companiesOf(tx, await findContact(tx, actor, contactId)));
  }

  join(actor: MemberActor, contactId: string, companyId: string, input: MembershipInput): Promise<CompaniesOfContact> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      await find(tx, companyId);
      await tx.query('SELECT 1 FROM contacts WHERE id = $1 FOR UPDATE', [id]);
      const [has] = await tx.query<{ main: boolean }>('SELECT bool_or(main) AS main FROM company_members WHERE contact_id = $1 AND company_id <> $2', [id, companyId]);
      // Somebody's only company stands beside the name.
      const main = input.main || has?.main !== true;
      if (main) await tx.execute('UPDATE company_members SET main = false WHERE contact_id = $1 AND main AND company_id <> $2', [id, companyId]);
      await tx.execute('INSERT INTO company_members (workspace_id, company_id, contact_id, role, main) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (contact_id, company_id) DO UPDATE SET role = excluded.role, main = excluded.main', [actor.workspaceId, companyId, id, input.role, main]);
      return this.moved(tx, actor, id, { companyId, type: 'contact.joined-company' });
    });
  }

  leave(actor: MemberActor, contactId: string, companyId: string): Promise<CompaniesOfContact> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      await tx.query('SELECT 1 FROM contacts WHERE id = $1 FOR UPDATE', [id]);
      await tx.execute('DELETE FROM company_members WHERE contact_id = $1 AND company_id = $2', [id, companyId]);
      await tx.execute('UPDATE company_members SET main = true WHERE contact_id = $1 AND company_id = (SELECT company_id FROM company_members WHERE contact_id = $1 ORDER BY since, company_id LIMIT 1) AND NOT EXISTS (SELECT 1 FROM company_members WHERE contact_id = $1 AND main)', [id]);
      return this.moved(tx, actor, id, { companyId, type: 'contact.left-company' });
    });
  }

  private async moved(tx: Tx, actor: MemberActor, contactId: string, { companyId, type }: { companyId: string; type: string }): Promise<CompaniesOfContact> {
    await tx.execute('UPDATE contacts SET company = (SELECT k.name FROM company_members m JOIN companies k ON k.id = m.company_id WHERE m.contact_id = $1 AND m.main), updated_at = now() WHERE id = $1', [contactId]);
    await record(tx, [{ type, actor: actorOf(actor), subjectId: contactId, data: { companyId } }, directoryChanged(actor, 'contacts', contactId), directoryChanged(actor, 'companies', companyId)]);
    return companiesOf(tx, contactId);
  }
}

/** A domain that everybody may have names no company. */
const ownDomains = (domains: readonly string[]): string[] => [...new Set(domains)].filter((domain) => companyDomain(`x@${domain}`) !== undefined);

async function find(tx: Tx, id: string): Promise<CompanyView> {
  const [row] = await tx.query<CompanyView>(`SELECT ${COLUMNS} FROM companies k WHERE k.id = $1`, [id]);
  if (row === undefined) throw notFound('company');
  return row;
}

async function companiesOf(tx: Tx, contactId: string): Promise<CompaniesOfContact> {
  const items = await tx.query<CompaniesOfContact['items'][number]>(
    `SELECT k.id AS "companyId", k.name, k.tax_id AS "taxId", m.role, m.main FROM company_members m JOIN companies k ON k.id = m.company_id WHERE m.contact_id = $1 ORDER BY m.main DESC, lower(k.name), k.id`, [contactId]);
  const addresses = (await tx.query<{ address: string }>(`SELECT coalesce(email, external_id) AS address FROM identities WHERE contact_id = $1 AND (scope = 'email' OR email IS NOT NULL)`, [contactId])).map(({ address }) => address);
  const domains = [...new Set(addresses.map(companyDomain).filter((domain) => domain !== undefined))];
  if (domains.length === 0) return { items, suggested: [] };
  const known = await tx.query<{ id: string; name: string; domain: string }>('SELECT k.id, k.name, d AS domain FROM companies k CROSS JOIN unnest(k.domains) d WHERE k.domains && $1::text[] AND d = ANY($1::text[]) ORDER BY lower(k.name), k.id', [domains]);
  const suggested = domains.flatMap((domain): CompaniesOfContact['suggested'] => {
    const those = known.filter((each) => each.domain === domain);
    if (those.some(({ id }) => items.some(({ companyId }) => companyId === id))) return [];
    return those.length > 0 ? those.map(({ id, name }) => ({ companyId: id, name, domain })) : items.length > 0 ? [] : [{ companyId: null, name: domain.split('.')[0] ?? domain, domain }];
  });
  return { items, suggested: suggested.slice(0, MAX_SUGGESTED) };
}
