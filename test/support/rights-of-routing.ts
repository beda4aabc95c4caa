import type { Role } from '@kontuar/contract';
import type { Rule } from './rights-table';

const leading: readonly Role[] = ['owner', 'admin', 'supervisor'];

/** An id that nothing has. */
const nobody = '0198a000-0000-7000-8000-000000000000';

/** How work finds people. */
export const routingRights: Record<string, Rule> = {
  'GET /api/v1/routing': { who: leading },
  'PUT /api/v1/routing': { who: leading, body: { weights: { matters: {}, priorities: {}, pending: 0.5 }, needs: [], policy: { mode: 'manual' } } },
  'GET /api/v1/routing/loads': { who: leading },
  'POST /api/v1/routing/simulate': { who: leading, body: { weights: { matters: {}, priorities: {}, pending: 0.5 }, needs: [], policy: { mode: 'least-loaded' } } },
  // Allowed, and then there is no such member.
  'POST /api/v1/routing/sick/preview': { who: leading, body: { memberId: nobody, to: { kind: 'queue' } }, ok: 404 },
  'POST /api/v1/routing/sick': { who: leading, body: { memberId: nobody, to: { kind: 'queue' } }, ok: 404 },
  'PUT /api/v1/routing/teams/:id': { who: leading, of: 'team', body: { policy: null } },
  'PUT /api/v1/routing/channels/:id': { who: leading, of: 'channel', body: { policy: null } },
  'PATCH /api/v1/routing/members/:id': { who: leading, of: 'member', body: { capacity: 12 } },
};
