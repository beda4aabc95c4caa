import { Injectable } from '@nestjs/common';
import type { LeadExportQuery, LeadFilter, LeadHistory, LeadQuery, LeadRow, LeadSettings, LeadSettingsPatch, LeadSums, Page } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { csvField } from '../cases/register-file';
import { likeText } from '../contacts/like-text';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { addDays, dayAt, startOfDay } from '../legal-clock/calendar';
import { numberKey, readKey, toPage, type PageRequest } from '../paging';
import { coins, keysOf, type Placed } from './lead-orders';
import { mayReadLead, visibleLeads } from './lead-reach';
import { DEFAULT_CURRENCY, DEFAULT_PREFIX, leadSettingsOf } from './lead-settings';
import { words } from './lead-words';
import { rowColumns, toLeadRow, type ListedLead } from './lead.view';

const MAX_EXPORT = 10_000;
/** All leads, as far as one may see them: by stage, with what is to be done next. */
@Injectable()
export class LeadList {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor, query: LeadQuery): Promise<Page<LeadRow>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId];
      const where = await this.where(tx, actor, query, parameters);
      const place = (value: unknown) => `$${parameters.push(value)}`;
      const stageAt = `coalesce(array_position(${place(await this.order(tx, actor))}::text[], l.stage), 99)`;
      const { key, after, orderBy } = keysOf(query, stageAt, place);
      const rows = await tx.query<Placed>(`SELECT ${rowColumns}, ${stageAt} AS stage_at, ${coins}::text AS coins FROM leads l WHERE ${where} AND ${after} ORDER BY ${orderBy} LIMIT ${place(query.limit + 1)}`, parameters);
      return toPage(rows, query.limit, toLeadRow, key);
    });
  }

  async sums(actor: MemberActor, filter: LeadFilter): Promise<LeadSums> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId];
      const where = await this.where(tx, actor, { ...filter, stage: undefined, state: undefined, due: undefined }, parameters);
      const rows = await tx.query<{ key: string; count: number; late: number; without: number; worth: Record<string, string> | null }>(
        `SELECT stage AS key, sum(n)::int AS count, sum(late)::int AS late, sum(without)::int AS without, jsonb_object_agg(worth_currency, worth::text) FILTER (WHERE worth_currency IS NOT NULL) AS worth FROM (
           SELECT l.stage, l.worth_currency, count(*) AS n, count(*) FILTER (WHERE l.state = 'open' AND l.next_at <= now()) AS late, count(*) FILTER (WHERE l.state = 'open' AND l.next_at IS NULL) AS without, sum(l.worth_amount) AS worth
           FROM leads l WHERE ${where} GROUP BY 1, 2) s GROUP BY 1`, parameters);
      const known = new Map(rows.map((row) => [row.key, row]));
      const { stages } = await leadSettingsOf(tx, actor.workspaceId);
      return {
        stages: stages.filter(({ key, archived }) => !archived || known.has(key)).map(({ key }) => {
          const row = known.get(key);
          return { key, count: row?.count ?? 0, late: row?.late ?? 0, withoutStep: row?.without ?? 0, worth: Object.entries(row?.worth ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ amount, currency })) };
        }),
      };
    });
  }

  /** In the order of their numbers, the whole of it. */
  async file(actor: MemberActor, query: LeadExportQuery): Promise<{ name: string; contentType: string; content: Buffer }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId];
      const where = await this.where(tx, actor, query, parameters);
      const rows = await tx.query<ListedLead>(`SELECT ${rowColumns} FROM leads l WHERE ${where} ORDER BY l.number LIMIT ${MAX_EXPORT + 1}`, parameters);
      const members = new Map((await tx.query<{ id: string; name: string }>('SELECT m.id, u.name FROM memberships m JOIN users u ON u.id = m.user_id')).map(({ id, name }) => [id, name]));
      const { stages } = await leadSettingsOf(tx, actor.workspaceId);
      const zone = await timeZoneOf(tx, actor);
      const t = words[query.locale];
      const lines = rows.slice(0, MAX_EXPORT).map((row) => [
        row.code, row.contact?.name ?? '', row.wants, query.locale === 'pl' ? (row.worth_amount ?? '').replace('.', ',') : (row.worth_amount ?? ''), row.worth_currency ?? '', stages.find(({ key }) => key === row.stage)?.name[query.locale] ?? row.stage, row.reason, row.next_step,
        row.next_at === null ? '' : dayAt(row.next_at, zone), members.get(row.owner_id ?? '') ?? '', dayAt(row.created_at, zone), row.closed_at === null ? '' : dayAt(row.closed_at, zone),
      ]);
      const separator = query.locale === 'pl' ? ';' : ',';
      const text = [[...t.columns], ...lines].map((line) => line.map(csvField).join(separator));
      if (rows.length > MAX_EXPORT) text.push(csvField(t.more));
      return { name: `${t.name}-${dayAt(new Date(), zone)}.csv`, contentType: 'text/csv; charset=utf-8', content: Buffer.from(`\ufeff${text.join('\r\n')}\r\n`, 'utf8') };
    });
  }

  /** Everything that happened to it, newest first; of the chained history, so that nobody can tell it otherwise. */
  async history(actor: MemberActor, leadId: string, page: PageRequest): Promise<LeadHistory> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      if (!(await mayReadLead(tx, actor, leadId))) throw notFound('lead');
      const key = readKey(page.cursor, [numberKey]);
      const rows = await tx.query<{ id: string; position: string; type: string; at: Date; actor_kind: string; actor_id: string | null; conversation_id: string | null; data: Record<string, unknown> }>(
        `SELECT id, position, type, at, actor_kind, actor_id, conversation_id, data FROM events WHERE subject_id = $1 AND type LIKE 'lead.%' AND ($2::bigint IS NULL OR position < $2) ORDER BY position DESC LIMIT $3`, [leadId, key?.[0] ?? null, page.limit + 1]);
      return toPage(rows, page.limit, (row) => ({ id: row.id, type: row.type, at: row.at.toISOString(), byKind: row.actor_kind, byId: row.actor_id, conversationId: row.conversation_id, data: row.data }), (row) => [row.position]);
    });
  }

  settings(actor: MemberActor): Promise<LeadSettings> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => leadSettingsOf(tx, actor.workspaceId));
  }

  /** A stage on which leads stand is archived, not taken away: they go on saying where they are. What a stage means for them stays. */
  async change(actor: MemberActor, patch: LeadSettingsPatch): Promise<LeadSettings> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute(`INSERT INTO lead_settings (workspace_id) VALUES ($1) ON CONFLICT DO NOTHING`, [actor.workspaceId]);
      await tx.query('SELECT 1 FROM lead_settings WHERE workspace_id = $1 FOR UPDATE', [actor.workspaceId]);
      const before = await leadSettingsOf(tx, actor.workspaceId);
      if (patch.stages !== undefined) {
        const used = await tx.query<{ stage: string; state: string }>('SELECT DISTINCT stage, state FROM leads WHERE workspace_id = $1 AND withdrawn_at IS NULL', [actor.workspaceId]);
        const wrong = used.find(({ stage, state }) => !patch.stages?.some(({ key, kind }) => key === stage && kind === state));
        if (wrong !== undefined) throw conflict('stage-in-use', 'Leads stand on this stage: archive it instead.', { stage: wrong.stage });
      }
      await tx.execute('UPDATE lead_settings SET prefix = $2, currency = $3, stages = $4 WHERE workspace_id = $1', [actor.workspaceId, patch.prefix ?? before.prefix ?? DEFAULT_PREFIX, patch.currency ?? before.currency ?? DEFAULT_CURRENCY, patch.stages === undefined ? JSON.stringify(before.stages) : JSON.stringify(patch.stages)]);
      await record(tx, [{ type: 'lead-settings.changed', actor: actorOf(actor), data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'leads')]);
      return leadSettingsOf(tx, actor.workspaceId);
    });
  }

  private async order(tx: Tx, actor: MemberActor): Promise<string[]> {
    return (await leadSettingsOf(tx, actor.workspaceId)).stages.map(({ key }) => key);
  }

  private async where(tx: Tx, actor: MemberActor, filter: LeadFilter, parameters: unknown[]): Promise<string> {
    const parts = ['l.workspace_id = $1', visibleLeads(actor, parameters)];
    const place = (value: unknown) => `$${parameters.push(value)}`;
    if (filter.state !== undefined) parts.push(`l.state = '${filter.state}'`);
    if (filter.stage !== undefined) parts.push(`l.stage = ${place(filter.stage)}`);
    if (filter.ownerId === 'none') parts.push('l.owner_id IS NULL');
    else if (filter.ownerId !== undefined) parts.push(`l.owner_id = ${place(filter.ownerId === 'me' ? actor.memberId : filter.ownerId)}::uuid`);
    if (filter.teamId !== undefined) parts.push(`l.team_id = ${place(filter.teamId)}::uuid`);
    if (filter.campaignId !== undefined) parts.push(`l.campaign_id = ${place(filter.campaignId)}::uuid`);
    if (filter.contactId !== undefined) parts.push(`EXISTS (SELECT 1 FROM lead_conversations lc JOIN conversations c ON c.id = lc.conversation_id WHERE lc.lead_id = l.id AND c.contact_id = ${place(filter.contactId)}::uuid)`);
    if (filter.due === 'none') parts.push(`l.state = 'open' AND l.next_at IS NULL`);
    else if (filter.due !== undefined) {
      const now = new Date();
      const zone = await timeZoneOf(tx, actor);
      const until = filter.due === 'late' ? now : startOfDay(addDays(dayAt(now, zone), filter.due === 'today' ? 1 : 8), zone);
      parts.push(`l.state = 'open' AND l.next_at ${filter.due === 'late' ? '<=' : '<'} ${place(until)}::timestamptz`);
    }
    if (filter.q !== undefined && filter.q !== '') {
      const like = place(likeText(filter.q));
      parts.push(`(kontuar_plain(l.code || ' ' || l.wants || ' ' || l.next_step) LIKE '%' || kontuar_plain(${like}) || '%'
        OR EXISTS (SELECT 1 FROM lead_conversations lc JOIN conversations c ON c.id = lc.conversation_id JOIN contacts p ON p.id = c.contact_id WHERE lc.lead_id = l.id AND kontuar_plain(p.name) LIKE '%' || kontuar_plain(${like}) || '%'))`);
    }
    return parts.join(' AND ');
  }
}

async function timeZoneOf(tx: Tx, actor: MemberActor): Promise<string> {
  return (await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]))[0]?.time_zone ?? 'UTC';
}
