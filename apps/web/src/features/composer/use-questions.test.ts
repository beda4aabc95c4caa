import type { MessageView } from '@kontuar/contract';
import { buildConversation, buildMessage } from '../../realtime/factories';
import { unanswered } from './use-questions';

const conversation = buildConversation(1);
const said = (seq: number, over: Partial<MessageView> = {}) => buildMessage(conversation, seq, over);
const seqs = (messages: readonly MessageView[]) => unanswered(messages).map(({ seq }) => seq);

it('looks at what the customer said since we last answered', () => {
  expect(seqs([said(1), said(2, { direction: 'out', status: 'sent' }), said(3), said(4)])).toEqual([3, 4]);
  expect(seqs([said(1), said(2, { direction: 'out', status: 'sent' })])).toEqual([]);
});

it('takes a failed answer for none, and a note for none', () => {
  expect(seqs([said(1), said(2, { direction: 'out', status: 'failed' })])).toEqual([1]);
  expect(seqs([said(1), said(2, { kind: 'note', direction: 'out', status: 'logged' })])).toEqual([1]);
});

it('leaves machines and what was deleted out', () => {
  expect(seqs([said(1), said(2, { automatic: 'auto-reply' }), said(3, { deletedAt: '2026-11-22T10:00:00.000Z' })])).toEqual([1]);
});
