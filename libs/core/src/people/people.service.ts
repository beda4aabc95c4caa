import { Injectable } from '@nestjs/common';
import { peopleFilter, type ConversationCount, type Page, type PeopleBulk, type PeopleBulkInput, type PeopleCountQuery, type PeopleFilter, type PeopleQuery, type PersonRow, type Segment, type SegmentInput, type SegmentPatch } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { Actor, MemberActor } from '../access/actor';
import { can } from '../access/can';
import { visibleContacts } from '../contacts/contact.view';
import { conflict, forbidden, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { handKinds, knownKinds } from '../kinds/by-hand';
import type { PeopleContext } from './compile-people';
import { countPeople, findPeople } from './people.queries';

interface SegmentRow { id: string; owner_id: string; name: string; filter: PeopleFilter; sharing: Segment['sharing']; version: number }

const MAX_SEGMENTS = 100;
/** Slow filters must not hold a connection for long. */
const COUNT_ALL_MS = 4000;

export async function peopleContext(tx: Tx, actor: Actor, now = new Date()): Promise<PeopleContext> {
  const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
  return { actor, now, timeZone: workspace?.time_zone ?? 'UTC' };
}

/** Everybody who ever wrote, by filters, words and segments. */
@Injectable()
export class People {
  constructor(private readonly database: Database) {}

  find(actor: MemberActor, query: PeopleQuery): Promise<Page<PersonRow>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => findPeople(tx, await peopleContext(tx, actor), { ...query, filter: await filterOf(tx, actor, query) }));
  }

  count(actor: MemberActor, query: PeopleCountQuery): Promise<ConversationCount> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => countPeople(tx, await peopleContext(tx, actor), { q: query.q, filter: await filterOf(tx, actor, query) }));
  }

  /** Kinds added to many and taken from many, by hand. Who is out of sight stays as they are. */
  bulk(actor: MemberActor, input: PeopleBulkInput): Promise<PeopleBulk> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await knownKinds(tx, input.kinds.add);
      const parameters: unknown[] = [input.ids];
      const rows = await tx.query<{ id: string; kinds: string[]; hand: string[]; rule: string[]; refused: string[] }>(
        `SELECT p.id, p.kinds, p.kinds_by_hand AS hand, p.kinds_by_rule AS rule, p.kinds_refused AS refused FROM contacts p WHERE p.id = ANY($1::uuid[]) AND p.merged_into IS NULL AND ${visibleContacts(actor, parameters)} ORDER BY p.id FOR UPDATE`, parameters);
      const changed = rows.flatMap((row) => {
        const wanted = [...new Set([...row.kinds.filter((kind) => !input.kinds.remove.includes(kind)), ...input.kinds.add])];
        if (wanted.length === row.kinds.length && wanted.every((kind) => row.kinds.includes(kind))) return [];
        return [{ id: row.id, ...handKinds(row, wanted) }];
      });
      if (changed.length === 0) return { changed: [] };
      await tx.execute(`UPDATE contacts p SET kinds_by_hand = ARRAY(SELECT jsonb_array_elements_text(r.hand)), kinds_refused = ARRAY(SELECT jsonb_array_elements_text(r.refused)), updated_at = now() FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, hand jsonb, refused jsonb) WHERE p.id = r.id`, [JSON.stringify(changed)]);
      await record(tx, [...changed.map(({ id }) => ({ type: 'contact.changed', actor: actorOf(actor), subjectId: id, data: { fields: ['kinds'] } })), directoryChanged(actor, 'contacts')]);
      return { changed: changed.map(({ id }) => id) };
    });
  }

  segments(actor: MemberActor): Promise<{ items: Segment[] }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => ({ items: (await visibleSegments(tx, actor)).map((row) => toSegment(row, actor)) }));
  }

  /** Of all that the member finds in their list; null for what took too long. */
  segmentCounts(actor: MemberActor): Promise<{ counts: Record<string, ConversationCount> }> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const context = await peopleContext(tx, actor);
      const counts: Record<string, ConversationCount> = {};
      const until = Date.now() + COUNT_ALL_MS;
      for (const row of await visibleSegments(tx, actor)) counts[row.id] = Date.now() > until ? { count: null, more: true } : await countPeople(tx, context, { filter: row.filter });
      return { counts };
    });
  }

  async createSegment(actor: MemberActor, input: SegmentInput): Promise<Segment> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [own] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM segments WHERE owner_id = $1 AND removed_at IS NULL', [actor.memberId]);
      if ((own?.n ?? 0) >= MAX_SEGMENTS) throw conflict('too-many-segments', `More than ${MAX_SEGMENTS} segments of one's own are not kept.`);
      mayShare(actor, input.sharing);
      const id = newId();
      await tx.execute('INSERT INTO segments (id, workspace_id, owner_id, name, filter, sharing) VALUES ($1, $2, $3, $4, $5, $6)', [id, actor.workspaceId, actor.memberId, input.name, JSON.stringify(input.filter), input.sharing]);
      await record(tx, [{ type: 'segment.created', actor: actorOf(actor), subjectId: id, data: { sharing: input.sharing } }, directoryChanged(actor, 'segments', id)]);
      return toSegment(await segmentRow(tx, actor, id), actor);
    });
  }

  async changeSegment(actor: MemberActor, id: string, patch: SegmentPatch): Promise<Segment> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const before = await editable(tx, actor, id);
      if (patch.sharing !== undefined && patch.sharing !== before.sharing) {
        mayShare(actor, patch.sharing);
        // Whoever makes a shared one private keeps it: nobody's list hides somebody else's segment.
        if (patch.sharing === 'private' && before.owner_id !== actor.memberId) throw forbidden('Only its owner can take a segment back for themselves.');
      }
      await tx.execute('UPDATE segments SET name = $2, filter = $3, sharing = $4, version = version + 1, updated_at = now() WHERE id = $1', [id, patch.name ?? before.name, JSON.stringify(patch.filter ?? before.filter), patch.sharing ?? before.sharing]);
      await record(tx, [{ type: 'segment.changed', actor: actorOf(actor), subjectId: id, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'segments', id)]);
      return toSegment(await segmentRow(tx, actor, id), actor);
    });
  }

  async removeSegment(actor: MemberActor, id: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await editable(tx, actor, id);
      await tx.execute('UPDATE segments SET removed_at = now() WHERE id = $1', [id]);
      await record(tx, [{ type: 'segment.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'segments', id)]);
    });
  }

  /** Within a day, by whoever may change it. */
  async restoreSegment(actor: MemberActor, id: string): Promise<Segment> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const row = await editable(tx, actor, id, true);
      await tx.execute('UPDATE segments SET removed_at = NULL WHERE id = $1', [id]);
      await record(tx, [{ type: 'segment.restored', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'segments', id)]);
      return toSegment(row, actor);
    });
  }
}

/** A segment, a filter, or who is in the segment and also matches; neither is everybody. @throws not-found for a segment out of sight */
export async function filterOf(tx: Tx, actor: MemberActor, { segmentId, filter }: { segmentId?: string | undefined; filter?: PeopleFilter | undefined }): Promise<PeopleFilter> {
  if (segmentId === undefined) return filter ?? { by: 'all', of: [] };
  const { filter: kept } = await segmentRow(tx, actor, segmentId);
  return filter === undefined ? kept : { by: 'all', of: [kept, filter] };
}

const COLUMNS = 'id, owner_id, name, filter, sharing, version';
const visibleSegments = (tx: Tx, actor: MemberActor): Promise<SegmentRow[]> =>
  tx.query<SegmentRow>(`SELECT ${COLUMNS} FROM segments WHERE removed_at IS NULL AND (owner_id = $1 OR sharing = 'workspace') ORDER BY lower(name), id`, [actor.memberId]);

async function segmentRow(tx: Tx, actor: MemberActor, id: string, removed = false): Promise<SegmentRow> {
  const [row] = await tx.query<SegmentRow>(`SELECT ${COLUMNS} FROM segments WHERE id = $1 AND (removed_at IS NOT NULL) = $3 AND (owner_id = $2 OR sharing = 'workspace')`, [id, actor.memberId, removed]);
  if (row === undefined) throw notFound('segment');
  return row;
}

async function editable(tx: Tx, actor: MemberActor, id: string, removed = false): Promise<SegmentRow> {
  const row = await segmentRow(tx, actor, id, removed);
  if (row.owner_id !== actor.memberId && !can(actor, 'view.manage')) throw forbidden();
  return row;
}

function mayShare(actor: MemberActor, sharing: Segment['sharing']): void {
  if (sharing === 'workspace' && !can(actor, 'view.manage')) throw forbidden('Only those who lead share segments with everybody.');
}

const toSegment = (row: SegmentRow, actor: MemberActor): Segment => ({
  id: row.id, name: row.name, filter: peopleFilter.parse(row.filter), sharing: row.sharing, ownerId: row.owner_id, version: row.version, editable: row.owner_id === actor.memberId || can(actor, 'view.manage'),
});
