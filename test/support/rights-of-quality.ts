import type { Role } from '@kontuar/contract';
import type { Rule } from './rights-table';

const everyone: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'];
const answering: readonly Role[] = ['owner', 'admin', 'supervisor', 'agent'];
const leading: readonly Role[] = ['owner', 'admin', 'supervisor'];
/** An id that nothing has. */
const nobody = '0198a000-0000-7000-8000-000000000000';

/** Lessons; who reviews, who is reviewed, who leads from beside a conversation. */
export const qualityRights: Record<string, Rule> = {
  'GET /api/v1/lessons': { who: everyone },
  'GET /api/v1/lessons/summary': { who: everyone },
  'GET /api/v1/lessons/draft': { who: answering, query: (ids) => `?conversationId=${ids.conversationId}` },
  'POST /api/v1/lessons': { who: answering, body: ({ conversationId }) => ({ conversationId, title: 'Learnt' }), ok: 201 },
  'GET /api/v1/lessons/:id': { who: everyone, of: 'lesson' },
  // Of agents only those who wrote it.
  'PATCH /api/v1/lessons/:id': { who: answering, of: 'lesson', body: { version: 1, title: 'Other' } },
  'POST /api/v1/lessons/:id/outcomes': { who: leading, of: 'lesson', body: { kind: 'article' }, ok: 201 },
  // Allowed, and then there is no such outcome.
  'DELETE /api/v1/lessons/:id/outcomes/:outcomeId': { who: leading, of: 'lesson', ok: 404 },
  'GET /api/v1/quality/settings': { who: answering },
  'PATCH /api/v1/quality/settings': { who: leading, body: { randomShare: 300 } },
  'GET /api/v1/quality/scorecards': { who: answering },
  'POST /api/v1/quality/scorecards': { who: leading, body: { name: 'Ours', qualities: [] } },
  'PATCH /api/v1/quality/scorecards/:id': { who: leading, of: 'scorecard', body: { version: 1, name: 'Ours' } },
  'GET /api/v1/quality/queue': { who: leading },
  'POST /api/v1/quality/queue/take': { who: leading, body: { count: 0 } },
  'POST /api/v1/quality/queue/skip': { who: leading, body: ({ conversationId }) => ({ conversationId }) },
  'GET /api/v1/quality/figures': { who: answering },
  'GET /api/v1/quality/calibrations': { who: leading },
  'POST /api/v1/quality/calibrations': { who: leading, body: { memberIds: [] } },
  'GET /api/v1/quality/calibrations/:id': { who: leading, of: 'calibration' },
  'POST /api/v1/quality/calibrations/:id/review': { who: leading, of: 'calibration' },
  // Nobody scored yet.
  'POST /api/v1/quality/calibrations/:id/close': { who: leading, of: 'calibration', ok: 409 },
  'GET /api/v1/quality/reviews': { who: answering },
  'POST /api/v1/quality/reviews': { who: leading, body: ({ conversationId }) => ({ conversationId }) },
  'GET /api/v1/quality/reviews/:id': { who: answering, of: 'review' },
  'GET /api/v1/quality/reviews/:id/hints': { who: answering, of: 'review' },
  'PATCH /api/v1/quality/reviews/:id': { who: leading, of: 'review', body: { comment: 'Well done' } },
  'DELETE /api/v1/quality/reviews/:id': { who: leading, of: 'review', ok: 204 },
  // Not scored yet.
  'POST /api/v1/quality/reviews/:id/give': { who: leading, of: 'review', ok: 400 },
  // For whom it is about, and nobody else.
  'POST /api/v1/quality/reviews/:id/answer': { who: answering, of: 'review', body: { text: 'Thanks' }, ok: 404 },
  'POST /api/v1/quality/reviews/:id/contest': { who: answering, of: 'review', body: { text: 'Look again' }, ok: 404 },
  // Its own reviewer takes no second look.
  'POST /api/v1/quality/reviews/:id/second': { who: leading, of: 'review', ok: 403 },
  // Allowed, and then there is no such message or note.
  'POST /api/v1/quality/reviews/:id/notes': { who: leading, of: 'review', body: { messageId: nobody, text: 'Here' }, ok: 404 },
  'PATCH /api/v1/quality/reviews/notes/:id': { who: leading, of: 'review', body: { text: 'Here' }, ok: 404 },
  'DELETE /api/v1/quality/reviews/notes/:id': { who: leading, of: 'review', ok: 404 },
  'POST /api/v1/quality/reviews/notes/:id/answer': { who: answering, of: 'review', body: { text: 'Thanks' }, ok: 404 },
  'GET /api/v1/conversations/:id/supervision': { who: everyone, of: 'conversation', hidable: true },
  'POST /api/v1/conversations/:id/listen': { who: leading, of: 'conversation', hidable: true },
  'DELETE /api/v1/conversations/:id/listen': { who: leading, of: 'conversation', hidable: true, ok: 204 },
  // Nobody leads it: nobody hears, and there is nothing to take or to give back.
  'POST /api/v1/conversations/:id/whispers': { who: leading, of: 'conversation', hidable: true, body: { text: 'Offer a refund' }, ok: 409 },
  'POST /api/v1/whispers/:id/seen': { who: everyone, of: 'conversation', ok: 404 },
  'POST /api/v1/conversations/:id/take-over': { who: leading, of: 'conversation', hidable: true, ok: 409 },
  'POST /api/v1/conversations/:id/hand-back': { who: leading, of: 'conversation', hidable: true, ok: 409 },
};
