import type { Role } from '@kontuar/contract';
import type { Rule } from './rights-table';

const everyone: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'];
const leading: readonly Role[] = ['owner', 'admin', 'supervisor', 'brand_analyst'];

/** Whoever watches the brand may hold what would leave by itself; whoever works here may write into the room. */
export const crisisRights: Record<string, Rule> = {
  'GET /api/v1/crises': { who: everyone },
  'GET /api/v1/crises/now': { who: everyone },
  'POST /api/v1/crises': { who: leading, body: { reason: 'Parcels are lost' } },
  'GET /api/v1/crises/:id': { who: everyone, of: 'crisis' },
  'GET /api/v1/crises/:id/file': { who: everyone, of: 'crisis', query: '?format=csv' },
  'PATCH /api/v1/crises/:id': { who: leading, of: 'crisis', body: { statement: { en: 'We look into it.', pl: '' } } },
  'POST /api/v1/crises/:id/end': { who: leading, of: 'crisis', body: {}, ok: 200 },
  'POST /api/v1/crises/:id/entries': { who: everyone, of: 'crisis', body: { kind: 'note', text: 'The carrier calls back' }, ok: 201 },
  // Allowed, and then there is no such task.
  'PATCH /api/v1/crises/:id/entries/:entryId': { who: everyone, of: 'crisis', body: { done: true }, ok: 404 },
  'GET /api/v1/crises/:id/held': { who: leading, of: 'crisis' },
  'GET /api/v1/statements': { who: leading, query: '?crisisId=01890000-0000-7000-8000-000000000000', ok: 404 },
  'POST /api/v1/statements': { who: leading, body: { clientId: 'a', crisisId: '01890000-0000-7000-8000-000000000000', text: 'We look into it.', everySeconds: 5, items: [{ conversationId: '01890000-0000-7000-8000-000000000000', messageId: '01890000-0000-7000-8000-000000000000' }] }, ok: 404 },
  // Allowed, and then there is no such statement.
  'POST /api/v1/statements/:id/stop': { who: leading, of: 'crisis', body: {}, ok: 404 },
  'POST /api/v1/crises/:id/held': { who: leading, of: 'crisis', body: { act: 'send' }, ok: 200 },
};
