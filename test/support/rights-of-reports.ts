import type { Role } from '@kontuar/contract';
import type { Rule } from './rights-table';

const everyone: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'];
const leading: readonly Role[] = ['owner', 'admin', 'supervisor'];

/** Figures of what happened, and what leaves with them. */
export const reportRights: Record<string, Rule> = {
  'GET /unsubscribe/report/:token': { who: 'public' },
  'POST /unsubscribe/report/:token': { who: 'public' },
  'GET /api/v1/reports': { who: leading },
  'GET /api/v1/report-schedules': { who: leading },
  'POST /api/v1/report-schedules': { who: leading },
  'PATCH /api/v1/report-schedules/:id': { who: leading, of: 'report-schedule', body: { active: false } },
  'DELETE /api/v1/report-schedules/:id': { who: leading, of: 'report-schedule', ok: 204 },
  // Allowed, and then there is no mailbox.
  'POST /api/v1/report-schedules/:id/send': { who: leading, of: 'report-schedule', ok: 409 },
  'POST /api/v1/report-schedules/:id/leave': { who: everyone, of: 'report-schedule', ok: 204 },
  'GET /api/v1/reports/hours': { who: leading },
  'PUT /api/v1/reports/hours': { who: leading, body: { calendarId: null, teams: [] } },
  'GET /api/v1/reports/file': { who: leading, query: '?from=2026-11-01&to=2026-11-20&format=csv' },
  'GET /api/v1/reports/:measure': { who: leading, query: '?from=2026-11-01&to=2026-11-20' },
  'GET /api/v1/reports/:measure/conversations': { who: leading, query: '?from=2026-11-01&to=2026-11-20' },
};
