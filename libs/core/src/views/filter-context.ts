import { Injectable } from '@nestjs/common';
import { channelKindOf, usualPromiseMs, type Filter } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { notFound } from '../errors';
import { Connectors } from '../tokens';
import type { FilterContext } from './compile';

export interface Asked { viewId?: string | undefined; filter?: Filter | undefined }

/** Connectors on which customers usually wait so long at most, where nothing is promised. */
export interface UsualWait { ms: number; connectorIds: string[] }

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

  /** How long customers usually wait: the shortest first. */
  usualWaits(): UsualWait[] {
    const waits = new Map<number, UsualWait>();
    for (const { id, capabilities } of this.connectors.all) {
      const ms = usualPromiseMs(capabilities);
      const wait = waits.get(ms) ?? { ms, connectorIds: [] };
      waits.set(ms, wait);
      wait.connectorIds.push(id);
    }
    return [...waits.values()].sort((a, b) => a.ms - b.ms);
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
