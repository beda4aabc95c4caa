import { Injectable } from '@nestjs/common';
import { channelKindOf, promiseMs, type Filter } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { notFound } from '../errors';
import { waitingTimesOf } from '../kinds/waiting-times';
import { Connectors } from '../tokens';
import type { FilterContext } from './compile';

export interface Asked { viewId?: string | undefined; filter?: Filter | undefined }

/** Connectors on which customers of a kind (null: all others) may wait so long. */
export interface PromiseGroup { promiseMs: number; customerKind: string | null; connectorIds: string[] }
export interface Promises { /** The shortest first. */ groups: PromiseGroup[]; msOf: (connectorId: string, customerKinds: readonly string[]) => number | undefined }

/** The views that a member finds in their list, for WHERE clauses over `saved_views v`. */
export function visibleViews(actor: MemberActor, parameters: unknown[]): string {
  const [member, teams] = [`$${parameters.push(actor.memberId)}`, `$${parameters.push(actor.teamIds)}`];
  return `(v.owner_id = ${member}::uuid OR v.sharing = 'workspace' OR (v.sharing = 'team' AND v.team_id = ANY(${teams}::uuid[])))`;
}

/** What a filter needs to know about who asks, and when. */
@Injectable()
export class FilterContexts {
  constructor(private readonly connectors: Connectors) {}

  async of(tx: Tx, actor: MemberActor, now = new Date()): Promise<FilterContext> {
    const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
    return { actor, now, timeZone: workspace?.time_zone ?? 'UTC', connectorsOf: (kind) => this.connectors.all.filter(({ capabilities }) => channelKindOf(capabilities) === kind).map(({ id }) => id) };
  }

  /** How long customers may wait, as the workspace has it now. */
  async promises(tx: Tx): Promise<Promises> {
    const times = await waitingTimesOf(tx);
    const kinds = [...new Set(times.flatMap(({ customerKind }) => customerKind ?? []))];
    const groups = new Map<string, PromiseGroup>();
    for (const kind of [null, ...kinds]) {
      for (const { id, capabilities } of this.connectors.all) {
        const ms = promiseMs(capabilities, kind === null ? [] : [kind], times);
        if (kind !== null && ms === promiseMs(capabilities, [], times)) continue;
        const key = `${kind ?? ''} ${ms}`;
        const group = groups.get(key) ?? { promiseMs: ms, customerKind: kind, connectorIds: [] };
        groups.set(key, group);
        group.connectorIds.push(id);
      }
    }
    return {
      groups: [...groups.values()].sort((a, b) => a.promiseMs - b.promiseMs),
      msOf: (connectorId, customerKinds) => {
        const connector = this.connectors.find(connectorId);
        return connector === undefined ? undefined : promiseMs(connector.capabilities, customerKinds, times);
      },
    };
  }

  channelKind(connectorId: string): string | undefined {
    const connector = this.connectors.find(connectorId);
    return connector === undefined ? undefined : channelKindOf(connector.capabilities);
  }

  /** A view, a filter, or what is in the view and also matches; neither is everything. @throws not-found for a view out of sight */
  async filterOf(tx: Tx, actor: MemberActor, { viewId, filter }: Asked): Promise<Filter> {
    if (viewId === undefined) return filter ?? { by: 'all', of: [] };
    const parameters: unknown[] = [viewId];
    const [view] = await tx.query<{ filter: Filter }>(`SELECT v.filter FROM saved_views v WHERE v.id = $1 AND v.removed_at IS NULL AND ${visibleViews(actor, parameters)}`, parameters);
    if (view === undefined) throw notFound('view');
    return filter === undefined ? view.filter : { by: 'all', of: [view.filter, filter] };
  }
}
