import type { VisitorMessage } from '@kontuar/contract';
import type { Pending } from './state';
import { group, linkify, mergeMessages, settle } from './thread';

const message = (seq: number, given: Partial<VisitorMessage> = {}): VisitorMessage => ({
  id: `m${seq}`, seq, clientId: null, from: 'agent', author: { name: 'Zofia', avatarUrl: null, initials: 'Z' }, text: `text ${seq}`, at: new Date(Date.UTC(2026, 10, 20, 12, 0, seq)).toISOString(),
  deleted: false, edited: false, attachments: [], status: 'sent', ...given,
});
const pending = (clientId: string): Pending => ({ clientId, text: clientId, at: '2026-11-20T12:00:00Z', attachments: [], state: 'waiting' });

describe('the thread in the panel', () => {
  it('keeps order and the newest version whatever order answers come in', () => {
    const merged = mergeMessages([message(1), message(3)], [message(2), message(3, { text: 'edited', edited: true })]);
    expect(merged.map((one) => [one.seq, one.text])).toEqual([[1, 'text 1'], [2, 'text 2'], [3, 'edited']]);
    expect(mergeMessages(merged, merged)).toEqual(merged);
  });

  it('takes off the list what the server shows, and nothing else', () => {
    expect(settle([pending('a'), pending('b')], [message(1, { clientId: 'a' }), message(2)]).map((one) => one.clientId)).toEqual(['b']);
  });

  it('groups a run of one author, and begins anew after a pause, another author or midnight', () => {
    const at = (text: string) => ({ at: new Date(text).toISOString() });
    const groups = group([message(1, at('2026-11-20T12:00:00')), message(2, at('2026-11-20T12:01:00')), message(3, { from: 'visitor', author: null, ...at('2026-11-20T12:02:00') }), message(4, at('2026-11-20T12:20:00')), message(5, at('2026-11-21T00:01:00'))]);
    expect(groups.map((one) => one.messages.map((inner) => inner.seq))).toEqual([[1, 2], [3], [4], [5]]);
    expect(groups.map((one) => one.day !== null)).toEqual([true, false, false, true]);
  });

  it('makes links of web addresses only, without the full stop behind them', () => {
    expect(linkify('See https://a.test/x?y=1. Or (http://b.test)!')).toEqual([{ text: 'See ' }, { link: 'https://a.test/x?y=1' }, { text: '. Or (' }, { link: 'http://b.test' }, { text: ')!' }]);
    for (const text of ['javascript:alert(1)', 'data:text/html,x', '<img src=x onerror=alert(1)>', 'xhttps://a.test']) expect(linkify(text)).toEqual([{ text }]);
    expect(linkify('https://a.test"onmouseover=x')).toEqual([{ link: 'https://a.test' }, { text: '"onmouseover=x' }]);
  });
});
