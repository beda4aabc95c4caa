import type { NoticeChoices, NoticeKind, NoticesEvent, NoticeView } from '@kontuar/contract';
import { noticeKind } from '@kontuar/contract';
import { isHeard } from './sound';
import { disturbing, toastOf } from './toast-words';

const notice = (more: Partial<NoticeView> = {}): NoticeView => ({ id: 'n', kind: 'mention', what: 'mentioned', count: 1, conversationId: 'c', messageId: null, channelId: null, byName: 'Jan', byId: 'jan', aboutName: 'Marta', text: 'Hello', at: '2026-11-22T10:00:00Z', readAt: null, ...more });
const event = (...told: NoticeView[]): NoticesEvent => ({ unread: 1, newest: told[0] ?? null, told, quiet: false, read: [] });
const inApp = (...kinds: NoticeKind[]) => ({ ways: Object.fromEntries(noticeKind.options.map((kind) => [kind, kinds.includes(kind) ? ['app'] : ['push', 'email']])) as NoticeChoices['ways'] });

describe('what may disturb', () => {
  it('is of a kind that was chosen for the app, and nothing in a quiet time', () => {
    const both = event(notice(), notice({ kind: 'message', what: 'message' }));
    expect(disturbing(both, inApp('mention', 'message')).map(({ kind }) => kind)).toEqual(['mention', 'message']);
    expect(disturbing(both, inApp('message')).map(({ kind }) => kind)).toEqual(['message']);
    expect([disturbing(both, inApp()), disturbing({ ...both, quiet: true }, inApp('mention', 'message')), disturbing(event(), inApp('mention'))]).toEqual([[], [], []]);
  });

  it('is the newest alone where an older version tells no more', () => {
    const { told: _, ...older } = event(notice());
    expect(disturbing(older, inApp('mention'))).toHaveLength(1);
  });
});

describe('a toast', () => {
  it('says what is new, a failure before all else, and nothing of what is only a number on the bell', () => {
    const [named, failed, wrote] = [notice(), notice({ kind: 'send-failed', what: 'send-failed', byName: '' }), notice({ kind: 'message', what: 'message' })];
    expect(toastOf([wrote, named, failed])).toEqual({ text: 'Not delivered: the reply to Marta', tone: 'danger' });
    expect(toastOf([wrote, named])).toEqual({ text: 'Jan mentioned you: Marta' });
    expect([toastOf([wrote]), toastOf([])]).toEqual([undefined, undefined]);
  });
});

describe('a sound', () => {
  const choices = { kinds: ['mention' as const], volume: 0.4, onlyHidden: true };
  const heard = (more: Partial<Parameters<typeof isHeard>[0]> = {}) => isHeard({ notices: [notice({ kind: 'message' }), notice()], choices, hidden: true, lastAt: 0, now: 60_000, ...more });

  it('is made for a chosen kind while another window is in front', () => {
    expect([heard(), heard({ hidden: false }), heard({ hidden: false, choices: { ...choices, onlyHidden: false } })]).toEqual([true, false, true]);
  });

  it('is not made at no volume, nor for what was not chosen', () => {
    expect([heard({ choices: { ...choices, volume: 0 } }), heard({ choices: { ...choices, kinds: ['approval'] } }), heard({ notices: [] })]).toEqual([false, false, false]);
  });

  it('rests for ten seconds, however much arrives', () => {
    expect([heard({ lastAt: 50_001 }), heard({ lastAt: 50_000 })]).toEqual([false, true]);
  });
});
