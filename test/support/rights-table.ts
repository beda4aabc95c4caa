import type { ClientEvents, Role } from '@kontuar/contract';

export const roles: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'];
const everyone = roles;
const answering: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent'];
const leading: readonly Role[] = ['owner', 'admin', 'supervisor'];
const managing: readonly Role[] = ['owner', 'admin'];

export interface Rule {
  /** 'public': no member is asked for. */
  who: readonly Role[] | 'public';
  /** What `:id` names; a fresh one is made for each call that may change it. */
  of?: Kind;
  /** A body that is accepted. */
  body?: object | ((ids: Fixture) => object);
  query?: string;
  /** What its owner is answered when all is well. */
  ok?: number;
  /** A question with a body: it changes nothing, and a token that only reads may ask it. */
  reads?: true;
  /** It names something of a channel that may be closed to a member. */
  hidable?: true;
}
export type Kind = 'member' | 'team' | 'invitation' | 'channel' | 'chat' | 'delivery' | 'label' | 'term' | 'canned' | 'token' | 'contact' | 'merge' | 'conversation' | 'message' | 'undo' | 'planned' | 'rule' | 'preset' | 'view' | 'sweep';
export interface Fixture { id: string; otherContactId: string; cannedId: string }

/** Who may do what, written down once more by hand: a change of rights has to be made in two places, or CI fails. */
export const rights: Record<string, Rule> = {
  'GET /health/live': { who: 'public' },
  'GET /health/ready': { who: 'public' },
  'GET /api/v1/openapi.json': { who: 'public' },
  'GET /api/docs': { who: 'public' },
  'GET /api/docs/:file': { who: 'public' },
  'GET /api/v1/setup': { who: 'public' },
  'POST /api/v1/setup': { who: 'public' },
  'POST /api/v1/auth/login': { who: 'public' },
  'POST /api/v1/auth/logout': { who: 'public' },
  'GET /api/v1/invitations/by-token/:token': { who: 'public' },
  'POST /api/v1/invitations/by-token/:token/accept': { who: 'public' },
  'GET /files/:id/:variant/:name': { who: 'public' },
  'GET /files/:id/:variant': { who: 'public' },
  'GET /hooks/:connectorId/:id': { who: 'public' },
  'POST /hooks/:connectorId/:id': { who: 'public' },
  'OPTIONS /widget/v1/*': { who: 'public' },
  'GET /widget/v1/config': { who: 'public' },
  'POST /widget/v1/visitors': { who: 'public' },
  'GET /widget/v1/thread': { who: 'public' },
  'POST /widget/v1/messages': { who: 'public' },
  'POST /widget/v1/typing': { who: 'public' },
  'POST /widget/v1/read': { who: 'public' },
  'POST /widget/v1/rating': { who: 'public' },
  'POST /widget/v1/email': { who: 'public' },
  'POST /widget/v1/uploads': { who: 'public' },
  'GET /widget/v1/stream': { who: 'public' },
  'GET /widget/v1/pictures/:id': { who: 'public' },
  'GET /widget.js': { who: 'public' },
  'GET /widget/panel': { who: 'public' },
  'GET /widget/assets/:name': { who: 'public' },
  'GET /demo': { who: 'public' },
  'GET /demo/:name': { who: 'public' },

  'GET /api/v1/auth/me': { who: everyone },
  'POST /api/v1/auth/switch': { who: everyone },
  'PATCH /api/v1/me': { who: everyone },
  'PUT /api/v1/me/presence': { who: everyone },
  'PUT /api/v1/me/avatar': { who: everyone },
  'DELETE /api/v1/me/avatar': { who: everyone },

  'GET /api/v1/members': { who: everyone },
  'PATCH /api/v1/members/:id': { who: managing, of: 'member', body: { role: 'agent' } },
  'GET /api/v1/members/:id/avatar': { who: everyone, of: 'member', ok: 404 },
  'GET /api/v1/invitations': { who: managing },
  'POST /api/v1/invitations': { who: managing },
  'DELETE /api/v1/invitations/:id': { who: managing, of: 'invitation', ok: 204 },
  'GET /api/v1/teams': { who: everyone },
  'POST /api/v1/teams': { who: managing },
  'PATCH /api/v1/teams/:id': { who: managing, of: 'team', body: { kind: 'branch' } },
  'DELETE /api/v1/teams/:id': { who: managing, of: 'team', ok: 204 },

  'GET /api/v1/connectors': { who: everyone },
  'GET /api/v1/connectors/:id/icon': { who: everyone },
  'GET /api/v1/channels': { who: everyone },
  'POST /api/v1/channels': { who: managing },
  'POST /api/v1/channels/try': { who: managing },
  'GET /api/v1/channels/:id': { who: everyone, of: 'channel', hidable: true },
  'PATCH /api/v1/channels/:id': { who: managing, of: 'channel', body: { name: 'Renamed' } },
  'DELETE /api/v1/channels/:id': { who: managing, of: 'channel', ok: 204 },
  'POST /api/v1/channels/:id/check': { who: managing, of: 'channel' },
  'POST /api/v1/channels/:id/identity-secret': { who: managing, of: 'chat', ok: 201 },
  'GET /api/v1/channels/:id/deliveries': { who: leading, of: 'channel' },
  'GET /api/v1/channels/:id/templates': { who: everyone, of: 'channel', ok: 409, hidable: true },
  'POST /api/v1/channel-consents': { who: managing },
  'GET /api/v1/channel-consents/callback': { who: managing },
  'GET /api/v1/channel-consents/:id': { who: managing },
  'POST /api/v1/deliveries/:id/replay': { who: managing, of: 'delivery' },

  'GET /api/v1/labels': { who: everyone },
  'POST /api/v1/labels': { who: leading },
  'PATCH /api/v1/labels/:id': { who: leading, of: 'label', body: { tone: 'pine' } },
  'DELETE /api/v1/labels/:id': { who: leading, of: 'label', ok: 204 },
  'GET /api/v1/glossary': { who: everyone },
  'POST /api/v1/glossary': { who: leading },
  'PATCH /api/v1/glossary/:id': { who: leading, of: 'term', body: { plain: 'plainer' } },
  'DELETE /api/v1/glossary/:id': { who: leading, of: 'term', ok: 204 },
  'GET /api/v1/canned': { who: everyone },
  'POST /api/v1/canned': { who: leading },
  'PATCH /api/v1/canned/:id': { who: leading, of: 'canned', body: { title: 'Renamed' } },
  'DELETE /api/v1/canned/:id': { who: leading, of: 'canned', ok: 204 },
  'POST /api/v1/canned/:id/files': { who: answering, of: 'canned', ok: 201 },
  'POST /api/v1/canned/:id/used': { who: everyone, of: 'canned', ok: 204 },
  'GET /api/v1/workspace': { who: everyone },
  'PATCH /api/v1/workspace': { who: managing },
  'GET /api/v1/tokens': { who: managing },
  'POST /api/v1/tokens': { who: managing },
  'DELETE /api/v1/tokens/:id': { who: managing, of: 'token', ok: 204 },
  'GET /api/v1/audit': { who: leading },
  'GET /api/v1/audit/verify': { who: leading },

  'GET /api/v1/contacts': { who: everyone },
  'POST /api/v1/contacts': { who: answering },
  'GET /api/v1/contacts/:id': { who: everyone, of: 'contact', hidable: true },
  'PATCH /api/v1/contacts/:id': { who: answering, of: 'contact', body: { note: 'x' }, hidable: true },
  'GET /api/v1/contacts/:id/timeline': { who: everyone, of: 'contact', hidable: true },
  'GET /api/v1/contacts/:id/avatar': { who: everyone, of: 'contact', ok: 404, hidable: true },
  'POST /api/v1/contacts/:id/merge': { who: answering, of: 'contact', body: ({ otherContactId }) => ({ otherId: otherContactId }), hidable: true },
  'GET /api/v1/contacts/:id/suggestions': { who: everyone, of: 'contact', hidable: true },
  'POST /api/v1/contacts/:id/suggestions/dismiss': { who: answering, of: 'contact', body: ({ otherContactId }) => ({ otherId: otherContactId }), ok: 204, hidable: true },
  'POST /api/v1/merges/:id/undo': { who: answering, of: 'merge', hidable: true },
  'GET /api/v1/search': { who: everyone, query: '?q=word' },

  'GET /api/v1/conversations': { who: everyone },
  'GET /api/v1/conversations/counts': { who: everyone },
  'POST /api/v1/conversations': { who: answering },
  'POST /api/v1/conversations/next': { who: answering },
  'POST /api/v1/conversations/bulk': { who: answering },
  'GET /api/v1/conversations/:id': { who: everyone, of: 'conversation', hidable: true },
  'PATCH /api/v1/conversations/:id': { who: answering, of: 'conversation', body: { priority: 'high' }, hidable: true },
  'POST /api/v1/conversations/:id/assign': { who: answering, of: 'conversation', body: { assigneeId: null }, hidable: true },
  'POST /api/v1/conversations/:id/macros': { who: everyone, of: 'conversation', body: ({ cannedId }) => ({ cannedId }), hidable: true },
  'PUT /api/v1/conversations/:id/read': { who: everyone, of: 'conversation', body: { seq: 1 }, ok: 204, hidable: true },
  'GET /api/v1/conversations/:id/watchers': { who: everyone, of: 'conversation', hidable: true },
  'GET /api/v1/conversations/:id/messages': { who: everyone, of: 'conversation', hidable: true },
  'POST /api/v1/conversations/:id/messages': { who: everyone, of: 'conversation', body: { clientId: 'c-1', text: 'A note', private: true }, ok: 201, hidable: true },
  'GET /api/v1/conversations/:id/draft': { who: everyone, of: 'conversation', hidable: true },
  'PUT /api/v1/conversations/:id/draft': { who: everyone, of: 'conversation', body: { text: 'x', private: true, attachmentIds: [], sinceSeq: 0 }, hidable: true },
  'DELETE /api/v1/conversations/:id/draft': { who: everyone, of: 'conversation', ok: 204, hidable: true },
  'POST /api/v1/conversations/find': { who: everyone, reads: true },
  'POST /api/v1/conversations/count': { who: everyone, reads: true },
  'GET /api/v1/views': { who: everyone },
  'POST /api/v1/views': { who: everyone },
  'GET /api/v1/views/counts': { who: everyone },
  'PUT /api/v1/views/order': { who: everyone },
  'GET /api/v1/views/:id': { who: everyone, of: 'view' },
  'PATCH /api/v1/views/:id': { who: everyone, of: 'view', body: { name: 'Renamed' } },
  'DELETE /api/v1/views/:id': { who: everyone, of: 'view', ok: 204 },
  // Of one that stands; a removed one comes back in test/api/views.
  'POST /api/v1/views/:id/restore': { who: everyone, of: 'view', ok: 404 },
  'POST /api/v1/sweeps': { who: answering },
  'GET /api/v1/sweeps/:id': { who: answering, of: 'sweep' },
  'GET /api/v1/conversations/:id/planned': { who: everyone, of: 'conversation', hidable: true },
  'GET /api/v1/planned/:id': { who: everyone, of: 'planned', hidable: true },
  'PATCH /api/v1/planned/:id': { who: answering, of: 'planned', body: { ifCustomerWrites: 'send' }, hidable: true },
  'POST /api/v1/planned/:id/send-now': { who: answering, of: 'planned', hidable: true },
  'DELETE /api/v1/planned/:id': { who: answering, of: 'planned', hidable: true },
  // Allowed, and then nothing waits for a yes.
  'POST /api/v1/planned/:id/approve': { who: answering, of: 'planned', body: {}, ok: 403, hidable: true },
  'POST /api/v1/planned/:id/return': { who: answering, of: 'planned', body: { note: 'Kinder' }, ok: 403, hidable: true },
  'GET /api/v1/approvals': { who: answering },
  'GET /api/v1/approval-rules': { who: managing },
  'POST /api/v1/approval-rules': { who: managing },
  'PATCH /api/v1/approval-rules/:id': { who: managing, of: 'rule', body: { active: false } },
  'DELETE /api/v1/approval-rules/:id': { who: managing, of: 'rule', ok: 204 },
  'GET /api/v1/follow-up-presets': { who: everyone },
  'POST /api/v1/follow-up-presets': { who: answering },
  'DELETE /api/v1/follow-up-presets/:id': { who: answering, of: 'preset', ok: 204 },
  'POST /api/v1/conversations/:id/follow-up/preview': { who: answering, of: 'conversation', body: { presetId: 'close-week' }, hidable: true },
  'POST /api/v1/conversations/:id/follow-up': { who: answering, of: 'conversation', body: { presetId: 'close-week' }, ok: 201, hidable: true },
  'DELETE /api/v1/conversations/:id/follow-up': { who: answering, of: 'conversation', ok: 409, hidable: true },
  'GET /api/v1/contacts/:id/time-zone': { who: everyone, of: 'contact', hidable: true },
  'PUT /api/v1/contacts/:id/time-zone': { who: answering, of: 'contact', body: { timeZone: 'Europe/Dublin' }, hidable: true },
  'POST /api/v1/undo/:token': { who: answering, of: 'undo' },
  'POST /api/v1/messages/:id/retry': { who: answering, of: 'message', body: { confirm: true }, hidable: true },
  'POST /api/v1/messages/:id/send-now': { who: answering, of: 'message', ok: 409, hidable: true },
  // Allowed, and then the channel does not offer it.
  'PUT /api/v1/messages/:id/mood': { who: answering, of: 'message', body: { label: 'positive' }, ok: 409, hidable: true },
  'POST /api/v1/messages/:id/acts': { who: answering, of: 'message', body: { kind: 'hide' }, ok: 409, hidable: true },
  'PATCH /api/v1/messages/:id': { who: answering, of: 'message', body: { text: 'x' }, ok: 409, hidable: true },
  'DELETE /api/v1/messages/:id': { who: answering, of: 'message', ok: 409, hidable: true },
  'POST /api/v1/messages/:id/fetch-files': { who: everyone, of: 'message', hidable: true },
  // Allowed, and then there is no picture in what was said.
  'GET /api/v1/messages/:id/picture': { who: everyone, of: 'message', query: '?index=0', ok: 404, hidable: true },
  'POST /api/v1/uploads': { who: everyone },
  'GET /api/v1/events': { who: everyone, query: '?after=0' },
};

/** Socket events with an input that is accepted. */
export const socketRights: Record<keyof ClientEvents, { who: readonly Role[]; input: (conversationId: string) => object; hidable?: true }> = {
  open: { who: everyone, input: (conversationId) => ({ conversationId }), hidable: true },
  close: { who: everyone, input: (conversationId) => ({ conversationId }) },
  typing: { who: everyone, input: (conversationId) => ({ conversationId, typing: true }), hidable: true },
  presence: { who: everyone, input: () => ({ presence: 'on' }) },
  resume: { who: everyone, input: () => ({ after: 0 }) },
};
