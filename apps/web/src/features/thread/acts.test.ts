import type { ChannelSummary, MessageView } from '@kontuar/contract';
import { actsFor } from './acts';

// Nothing but the abilities is looked at.
const channel = (capabilities: object) => ({ capabilities: { edit: false, delete: false, ...capabilities } }) as unknown as ChannelSummary;
const message = (changes: Partial<MessageView>) => ({ kind: 'message', direction: 'in', status: 'received', visibility: 'public', deletedAt: null, moderation: null, ...changes }) as MessageView;
const page = channel({ publicly: { like: true, hide: true, deleteOthers: true, edit: true, delete: true } });

it('offers to like, hide and delete what others said in public', () => {
  expect(actsFor(message({}), page)).toEqual(['like', 'hide', 'delete']);
  expect(actsFor(message({ visibility: 'private' }), page)).toEqual([]);
  expect(actsFor(message({}), channel({ publicly: { hide: true } }))).toEqual(['hide']);
});

it('offers to take back what was done', () => {
  expect(actsFor(message({ moderation: { hidden: true, liked: true, pending: null, failure: null } }), page)).toEqual(['unlike', 'unhide', 'delete']);
});

it('offers to edit and delete what we said, by the side on which it stands', () => {
  expect(actsFor(message({ direction: 'out', status: 'sent' }), page)).toEqual(['edit', 'delete']);
  expect(actsFor(message({ direction: 'out', status: 'sent', visibility: 'private' }), page)).toEqual([]);
});

it('offers nothing for what is not on the platform', () => {
  for (const status of ['queued', 'sending', 'failed', 'unknown', 'logged'] as const) expect(actsFor(message({ direction: 'out', status }), page)).toEqual([]);
  expect(actsFor(message({ deletedAt: '2026-11-20T12:00:00Z' }), page)).toEqual([]);
  expect(actsFor(message({ kind: 'event', direction: 'none', status: 'logged' }), page)).toEqual([]);
  expect(actsFor(message({}), undefined)).toEqual([]);
});
