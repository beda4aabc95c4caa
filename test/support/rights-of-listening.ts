import type { Role } from '@kontuar/contract';
import type { Rule } from './rights-table';

const everyone: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'];
const answering: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent'];
/** Who leads, and the brand team. */
const listening: readonly Role[] = ['owner', 'admin', 'supervisor', 'brand_analyst'];
const managing: readonly Role[] = ['owner', 'admin'];

/** What is said in public: everybody reads it and may judge it; who answers customers takes it up. */
export const listeningRights: Record<string, Rule> = {
  'POST /hooks/listening/:id': { who: 'public' },
  'GET /api/v1/listening': { who: everyone },
  'POST /api/v1/listening/monitors': { who: listening, body: () => ({ name: `Brand ${Math.random()}`, query: '~lipowy' }), ok: 201 },
  'PATCH /api/v1/listening/monitors/:id': { who: listening, of: 'monitor', body: { kind: 'product' } },
  'DELETE /api/v1/listening/monitors/:id': { who: listening, of: 'monitor', ok: 204 },
  // Allowed, and it was not removed, or not changed.
  'POST /api/v1/listening/monitors/:id/restore': { who: listening, of: 'monitor', ok: 404 },
  'POST /api/v1/listening/monitors/:id/undo': { who: listening, of: 'monitor', body: { changeId: '0198a000-0000-7000-8000-000000000001' }, ok: 404 },
  'POST /api/v1/listening/preview': { who: everyone, reads: true, body: { query: 'lipowy' } },
  'GET /api/v1/listening/mentions': { who: everyone },
  'GET /api/v1/listening/mentions/:id': { who: everyone, of: 'brand-mention' },
  'GET /api/v1/listening/mentions/:id/copies': { who: everyone, of: 'brand-mention' },
  'POST /api/v1/listening/mentions/:id/judge': { who: everyone, of: 'brand-mention', body: { judgement: 'relevant' } },
  'POST /api/v1/listening/mentions/:id/assign': { who: everyone, of: 'brand-mention', body: { memberId: null } },
  'POST /api/v1/listening/mentions/:id/mood': { who: everyone, of: 'brand-mention', body: { mood: 'negative' } },
  'POST /api/v1/listening/mentions/:id/mute': { who: everyone, of: 'brand-mention' },
  // Allowed, and then there is no channel on which anything could be logged.
  'POST /api/v1/listening/mentions/:id/care': { who: answering, of: 'brand-mention', body: {}, ok: 409 },
  // It has something fetched and kept, so a token that only reads may not.
  'POST /api/v1/listening/mentions/:id/preview': { who: everyone, of: 'brand-mention' },
  // None was fetched.
  'GET /api/v1/listening/mentions/:id/preview/picture': { who: everyone, of: 'brand-mention', ok: 404 },
  'PATCH /api/v1/listening/settings': { who: listening, body: { previews: true } },
  'GET /api/v1/listening/insight': { who: everyone },
  'GET /api/v1/listening/insight/file': { who: everyone, query: '?from=2026-11-01&to=2026-11-20&format=csv' },
  'GET /api/v1/listening/insight/day': { who: everyone },
  'GET /api/v1/listening/insight/:measure': { who: everyone, query: '?from=2026-11-01&to=2026-11-20' },
  'GET /api/v1/listening/insight/:measure/mentions': { who: everyone, query: '?from=2026-11-01&to=2026-11-20' },
  'GET /api/v1/listening/muted': { who: everyone },
  'POST /api/v1/listening/muted': { who: everyone, body: { platform: 'forum', author: 'loud' } },
  'DELETE /api/v1/listening/muted/:id': { who: everyone, of: 'muted-author', ok: 204 },
  'POST /api/v1/listening/sources': { who: managing, body: { kind: 'push', name: 'Provider' }, ok: 201 },
  'POST /api/v1/listening/sources/try': { who: managing, body: { kind: 'push', name: 'Provider' } },
  'PATCH /api/v1/listening/sources/:id': { who: managing, of: 'listening-source', body: { keepDays: 10 } },
  'DELETE /api/v1/listening/sources/:id': { who: managing, of: 'listening-source', ok: 204 },
  'POST /api/v1/listening/sources/:id/restore': { who: managing, of: 'listening-source', ok: 404 },
};
