import { Injectable } from '@nestjs/common';
import type { QualityFiguresQuery, QualityFiguresView } from '@kontuar/contract';
import { Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { forbidden } from '../errors';
import { qualityFigures } from './figures';

const QUARTER_MS = 90 * 86_400_000;
/** Below this a mean of a team tells of one of its people. */
const ENOUGH_REVIEWS = 5;
const ENOUGH_PEOPLE = 3;

/** Figures for who asks: those who review see everybody by name; everybody else themselves, and what their team comes to. */
@Injectable()
export class QualityFiguresDesk {
  constructor(private readonly database: Database) {}

  async of(actor: MemberActor, query: QualityFiguresQuery): Promise<QualityFiguresView> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
      const to = query.to === undefined ? new Date() : new Date(query.to);
      const from = query.from === undefined ? new Date(to.getTime() - QUARTER_MS) : new Date(query.from);
      const scope = { workspaceId: actor.workspaceId, from, to, by: query.by, timeZone: workspace?.time_zone ?? 'UTC' };
      if (can(actor, 'quality.review')) {
        const { rows, total: { mean, reviews, qualities }, names } = await qualityFigures(tx, { ...scope, agentId: query.agentId ?? null, teamId: query.teamId ?? null });
        return { rows, total: { mean, reviews, qualities }, names };
      }
      if ((query.agentId !== undefined && query.agentId !== actor.memberId) || (query.teamId !== undefined && !actor.teamIds.includes(query.teamId))) throw forbidden('These are figures of somebody else.');
      const own = await qualityFigures(tx, { ...scope, agentId: actor.memberId });
      const team = await qualityFigures(tx, { ...scope, by: 'team', teamId: query.teamId ?? actor.teamIds[0] ?? null });
      const { people, ...total } = team.total;
      return { rows: query.by === 'team' ? [] : own.rows, total: people >= ENOUGH_PEOPLE && total.reviews >= ENOUGH_REVIEWS ? total : null, names: own.names };
    });
  }
}
