import type { Role } from '@kontuar/contract';
import type { Rule } from './rights-table';

const everyone: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'];
const leading: readonly Role[] = ['owner', 'admin', 'supervisor'];
const definition = { when: [{ on: 'message-in' }], if: { by: 'all', of: [] }, then: [{ do: 'priority', priority: 'high' }] };

/** What the house does by itself. */
export const ruleRights: Record<string, Rule> = {
  'GET /api/v1/rules': { who: leading },
  'POST /api/v1/rules': { who: leading, body: { name: 'High', ...definition }, ok: 201 },
  'POST /api/v1/rules/trial': { who: leading, body: { when: definition.when, if: definition.if } },
  'PUT /api/v1/rules/order': { who: leading, body: { ids: [] }, ok: 204 },
  'GET /api/v1/rules/:id': { who: leading, of: 'automation' },
  'PATCH /api/v1/rules/:id': { who: leading, of: 'automation', body: { name: 'Other' } },
  'DELETE /api/v1/rules/:id': { who: leading, of: 'automation', ok: 204 },
  'GET /api/v1/rules/:id/versions': { who: leading, of: 'automation' },
  'POST /api/v1/rules/:id/back': { who: leading, of: 'automation', body: { to: 1 } },
  'POST /api/v1/rules/:id/secret': { who: leading, of: 'automation' },
  'GET /api/v1/rules/:id/runs': { who: leading, of: 'automation' },
  'GET /api/v1/rules/:id/calls': { who: leading, of: 'automation' },
  'GET /api/v1/conversations/:id/rule-runs': { who: everyone, of: 'conversation', hidable: true },
};
