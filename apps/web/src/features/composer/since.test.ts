import type { MessageView } from '@kontuar/contract';
import { answersSince, knownUpTo } from './since';

type Said = Pick<MessageView, 'seq' | 'kind' | 'direction' | 'author' | 'status'>;
const author = (kind: MessageView['author']['kind'], id: string | null) => ({ kind, id, name: id ?? '', address: null, avatarUrl: null, verified: true });
const customer = (seq: number): Said => ({ seq, kind: 'message', direction: 'in', status: 'received', author: author('contact', 'marta') });
const answer = (seq: number, by: string): Said => ({ seq, kind: 'message', direction: 'out', status: 'sent', author: author('member', by) });
const note = (seq: number, by: string): Said => ({ seq, kind: 'note', direction: 'none', status: 'logged', author: author('member', by) });
const event = (seq: number): Said => ({ seq, kind: 'event', direction: 'none', status: 'logged', author: author('system', null) });

describe('how far the writer knows the conversation', () => {
  it('moves on over what was in sight, own words and events', () => {
    expect(knownUpTo(2, [customer(1), customer(2), customer(3), answer(4, 'me'), event(5)], 3, 'me')).toBe(5);
  });

  it('stops at what nobody has seen yet', () => {
    expect(knownUpTo(2, [customer(3), customer(4)], 3, 'me')).toBe(3);
    expect(knownUpTo(2, [note(3, 'tomasz')], 2, 'me')).toBe(2);
  });

  it('never moves over a colleague’s answer, seen or not', () => {
    expect(knownUpTo(2, [customer(3), answer(4, 'tomasz'), customer(5)], 9, 'me')).toBe(3);
    expect(answersSince(2, [answer(1, 'tomasz'), customer(3), answer(4, 'tomasz'), answer(5, 'me')], 'me').map(({ seq }) => seq)).toEqual([4]);
  });

  it('does not take a colleague’s note for an answer', () => {
    expect(answersSince(0, [note(1, 'tomasz')], 'me')).toEqual([]);
  });
});
