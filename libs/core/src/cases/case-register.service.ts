import { Injectable } from '@nestjs/common';
import type { CaseExportQuery, CaseFilter, CaseHistory, CaseQuery, CaseRow, Page } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { notFound } from '../errors';
import { likeText } from '../contacts/like-text';
import { addDays, dayAt, startOfDay } from '../legal-clock/calendar';
import { instantKey, numberKey, readKey, toPage, uuidKey, type PageRequest } from '../paging';
import { mayReadCase, visibleCases } from './case-reach';
import { rowColumns, toCaseRow, type ListedCase } from './case.view';
import { findSurroundings } from './case-settings';
import { registerCsv, registerPdf, type RegisterFacts } from './register-file';

/** An audit asks for years, not for everything at once; what is beyond is said in the file. */
const MAX_EXPORT = 10_000;
/** Later than any term: those that end never come last, and a cursor can be read back. */
const NEVER = '9999-12-31T00:00:00Z';
const dueKey = `(CASE WHEN k.clock = 'running' THEN k.due_at ELSE '${NEVER}'::timestamptz END)`;

/** All cases, as far as one may see them: what is due first, and what an audit wants on paper. */
@Injectable()
export class CaseRegister {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor, query: CaseQuery): Promise<Page<CaseRow>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId];
      const where = await this.where(tx, actor, query, parameters);
      const place = (value: unknown) => `$${parameters.push(value)}`;
      if (query.sort === 'due') {
        const key = readKey(query.cursor, [instantKey, uuidKey]);
        const after = key === undefined ? 'true' : `(${dueKey} > ${place(key[0])}::timestamptz OR (${dueKey} = ${place(key[0])}::timestamptz AND k.id < ${place(key[1])}::uuid))`;
        const rows = await tx.query<ListedCase>(`SELECT ${rowColumns} FROM cases k WHERE ${where} AND ${after} ORDER BY ${dueKey}, k.id DESC LIMIT ${place(query.limit + 1)}`, parameters);
        return toPage(rows, query.limit, toCaseRow, (row) => [row.clock === 'running' && row.due_at !== null ? row.due_at.toISOString() : NEVER, row.id]);
      }
      const up = query.sort === 'number';
      const key = readKey(query.cursor, [numberKey]);
      const after = key === undefined ? 'true' : `k.number ${up ? '>' : '<'} ${place(Number(key[0]))}::bigint`;
      const rows = await tx.query<ListedCase>(`SELECT ${rowColumns} FROM cases k WHERE ${where} AND ${after} ORDER BY k.number ${up ? 'ASC' : 'DESC'} LIMIT ${place(query.limit + 1)}`, parameters);
      return toPage(rows, query.limit, toCaseRow, (row) => [row.number]);
    });
  }

  /** In the order of their numbers, the whole of it. */
  async file(actor: MemberActor, query: CaseExportQuery): Promise<{ name: string; contentType: string; content: Buffer }> {
    const facts = await this.database.lookInWorkspace(actor.workspaceId, async (tx): Promise<RegisterFacts> => {
      const parameters: unknown[] = [actor.workspaceId];
      const where = await this.where(tx, actor, query, parameters);
      const rows = await tx.query<ListedCase>(`SELECT ${rowColumns} FROM cases k WHERE ${where} ORDER BY k.number LIMIT ${MAX_EXPORT + 1}`, parameters);
      const members = await tx.query<{ id: string; name: string }>('SELECT m.id, u.name FROM memberships m JOIN users u ON u.id = m.user_id');
      const [workspace] = await tx.query<{ name: string; time_zone: string }>('SELECT name, time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
      return {
        rows: rows.slice(0, MAX_EXPORT).map(toCaseRow), more: rows.length > MAX_EXPORT, members: new Map(members.map(({ id, name }) => [id, name])), workspace: workspace?.name ?? '', timeZone: workspace?.time_zone ?? 'UTC',
        locale: query.locale, at: new Date(), by: actor.name,
      };
    });
    const day = dayAt(facts.at, facts.timeZone);
    const name = query.locale === 'pl' ? `rejestr-reklamacji-${day}` : `register-of-claims-${day}`;
    return query.format === 'csv' ? { name: `${name}.csv`, contentType: 'text/csv; charset=utf-8', content: registerCsv(facts) } : { name: `${name}.pdf`, contentType: 'application/pdf', content: await registerPdf(facts) };
  }

  /** Everything that happened to it, newest first; of the chained history, so that nobody can tell it otherwise. */
  async history(actor: MemberActor, caseId: string, page: PageRequest): Promise<CaseHistory> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      if (!(await mayReadCase(tx, actor, caseId))) throw notFound('case');
      const key = readKey(page.cursor, [numberKey]);
      const rows = await tx.query<{ id: string; position: string; type: string; at: Date; actor_kind: string; actor_id: string | null; conversation_id: string | null; data: Record<string, unknown> }>(
        `SELECT id, position, type, at, actor_kind, actor_id, conversation_id, data FROM events WHERE subject_id = $1 AND type LIKE 'case.%' AND ($2::bigint IS NULL OR position < $2) ORDER BY position DESC LIMIT $3`, [caseId, key?.[0] ?? null, page.limit + 1]);
      return toPage(rows, page.limit, (row) => ({ id: row.id, type: row.type, at: row.at.toISOString(), byKind: row.actor_kind, byId: row.actor_id, conversationId: row.conversation_id, data: row.data }), (row) => [row.position]);
    });
  }

  private async where(tx: Tx, actor: MemberActor, filter: CaseFilter, parameters: unknown[]): Promise<string> {
    const parts = ['k.workspace_id = $1', visibleCases(actor, parameters)];
    const place = (value: unknown) => `$${parameters.push(value)}`;
    const same = (column: string, value: string | undefined) => { if (value !== undefined) parts.push(`${column} = ${place(value)}`); };
    same('k.state', filter.state);
    same('k.clock', filter.clock);
    same('k.matter', filter.matter);
    same('k.demand', filter.demand);
    if (filter.decision === 'none') parts.push('k.decision IS NULL');
    else same('k.decision', filter.decision);
    if (filter.ownerId === 'none') parts.push('k.owner_id IS NULL');
    else if (filter.ownerId !== undefined) parts.push(`k.owner_id = ${place(filter.ownerId === 'me' ? actor.memberId : filter.ownerId)}::uuid`);
    if (filter.teamId !== undefined) parts.push(`k.team_id = ${place(filter.teamId)}::uuid`);
    if (filter.receivedFrom !== undefined) parts.push(`k.received_on >= ${place(filter.receivedFrom)}::date`);
    if (filter.receivedTo !== undefined) parts.push(`k.received_on <= ${place(filter.receivedTo)}::date`);
    if (filter.due === 'none') parts.push('k.due_at IS NULL');
    else if (filter.due !== undefined) {
      const { timeZone } = await findSurroundings(tx, actor.workspaceId);
      const now = new Date();
      const until = filter.due === 'late' ? now : startOfDay(addDays(dayAt(now, timeZone), filter.due === 'today' ? 1 : 8), timeZone);
      parts.push(`k.clock = 'running' AND k.due_at <= ${place(until)}::timestamptz`);
    }
    if (filter.q !== undefined && filter.q !== '') {
      const like = place(likeText(filter.q));
      parts.push(`(kontuar_plain(k.code || ' ' || k.subject || ' ' || k.product || ' ' || k.order_number) LIKE '%' || kontuar_plain(${like}) || '%'
        OR EXISTS (SELECT 1 FROM case_conversations cc JOIN conversations c ON c.id = cc.conversation_id JOIN contacts p ON p.id = c.contact_id WHERE cc.case_id = k.id AND kontuar_plain(p.name) LIKE '%' || kontuar_plain(${like}) || '%'))`);
    }
    return parts.join(' AND ');
  }
}
