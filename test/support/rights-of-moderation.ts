import type { Role } from '@kontuar/contract';
import { crisisRights } from './rights-of-crisis';
import type { Rule } from './rights-table';

const everyone: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'];
const answering: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent'];
const leading: readonly Role[] = ['owner', 'admin', 'supervisor'];
/** An id that nothing has. */
const nobody = '0198a000-0000-7000-8000-000000000000';

/** Rules about public comments, storms, and crises. */
export const moderationRights: Record<string, Rule> = {
  ...crisisRights,
  'GET /api/v1/spikes': { who: leading },
  'POST /api/v1/spikes/:id/take': { who: leading, of: 'spike', ok: 200 },
  'POST /api/v1/spikes/:id/calm': { who: leading, of: 'spike', ok: 200 },
  'DELETE /api/v1/spikes/:id/calm': { who: leading, of: 'spike', ok: 200 },
  'POST /api/v1/spikes/:id/judgement': { who: leading, of: 'spike', body: { useful: true }, ok: 200 },
  'PUT /api/v1/spikes/:id/mute': { who: leading, of: 'spike', body: { hours: 1 } },
  'PUT /api/v1/spikes/channels/:id/mute': { who: leading, of: 'channel', body: { hours: 1 }, ok: 204 },
  'GET /api/v1/moderation/rules': { who: everyone },
  'POST /api/v1/moderation/rules': { who: leading, body: { name: 'Links', conditions: [{ by: 'link' }], actions: [{ do: 'hide' }] }, ok: 201 },
  'POST /api/v1/moderation/rules/trial': { who: leading, body: { channelIds: null, match: 'all', conditions: [{ by: 'link' }], exceptions: {} } },
  'PUT /api/v1/moderation/rules/order': { who: leading, body: { ids: [] }, ok: 204 },
  'PATCH /api/v1/moderation/rules/:id': { who: leading, of: 'comment-rule', body: { version: 1, name: 'Other' } },
  'DELETE /api/v1/moderation/rules/:id': { who: leading, of: 'comment-rule', ok: 204 },
  'POST /api/v1/moderation/rules/:id/exceptions': { who: leading, of: 'comment-rule', body: { kind: 'words', value: 'thanks' } },
  // Allowed, and then there is no such message.
  'PUT /api/v1/moderation/rules/:id/marks': { who: leading, of: 'comment-rule', body: { messageId: nobody, falseHit: true }, ok: 404 },
  'POST /api/v1/moderation/rules/:id/restore': { who: leading, of: 'comment-rule', body: { since: '2026-11-01T00:00:00Z' } },
  'GET /api/v1/moderation/hits': { who: everyone },
  'POST /api/v1/moderation/hits/decide': { who: answering, body: { ids: [nobody], verdict: 'refuse' } },
  'GET /api/v1/conversations/:id/moderation': { who: everyone, of: 'conversation', hidable: true },
};
