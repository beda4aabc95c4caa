import type { NoticesEvent, NoticeView } from '@kontuar/contract';
import { isHeard } from './sound';

const newest: NoticeView = { id: 'n', kind: 'mention', what: 'mentioned', count: 1, conversationId: 'c', messageId: null, channelId: null, byName: 'Jan', byId: 'jan', aboutName: 'Marta', text: 'Hello', at: '2026-11-22T10:00:00Z', readAt: null };
const event: NoticesEvent = { unread: 1, newest, quiet: false, read: [] };
const choices = { kinds: ['mention' as const], volume: 0.4, onlyHidden: true };
const heard = (more: Partial<Parameters<typeof isHeard>[0]> = {}) => isHeard({ event, choices, hidden: true, lastAt: 0, now: 60_000, ...more });

describe('a sound', () => {
  it('is made for a chosen kind while another window is in front', () => {
    expect([heard(), heard({ hidden: false }), heard({ hidden: false, choices: { ...choices, onlyHidden: false } })]).toEqual([true, false, true]);
  });

  it('is not made in a quiet time, at no volume, for what was not chosen, nor for what was read', () => {
    expect([heard({ event: { ...event, quiet: true } }), heard({ choices: { ...choices, volume: 0 } }), heard({ choices: { ...choices, kinds: ['message'] } }), heard({ event: { ...event, newest: null } })]).toEqual([false, false, false, false]);
  });

  it('rests for ten seconds, however much arrives', () => {
    expect([heard({ lastAt: 50_001 }), heard({ lastAt: 50_000 })]).toEqual([false, true]);
  });
});
