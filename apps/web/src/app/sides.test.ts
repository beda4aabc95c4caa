import type { ChannelView, ConversationView } from '@kontuar/contract';
import { capabilitiesOn, passes, sidesOf, windowNow } from './sides';

type Thread = Parameters<typeof sidesOf>[0];
const now = new Date('2026-11-20T12:00:00Z');
const hours = (count: number): string => new Date(now.getTime() + count * 3_600_000).toISOString();
const chat: Thread = { visibility: 'private', hasPublic: false, hasPrivate: true, window: null, privateReply: null };
const comment: Thread = { visibility: 'public', hasPublic: true, hasPrivate: false, window: null, privateReply: { possible: true, until: hours(100), used: false } };
const open = (closesAt: string | null, lateUntil: string | null = null): ConversationView['window'] => ({ closesAt, lateUntil, state: 'open' });

describe('on which sides an answer can go', () => {
  it('has one side where all is private', () => {
    expect(sidesOf(chat, { public: false }, now)).toEqual([{ side: 'private', way: 'free', until: null }]);
  });

  it('has one side where all is public', () => {
    expect(sidesOf({ ...comment, privateReply: null }, { public: true }, now).map(({ side }) => side)).toEqual(['public']);
    expect(sidesOf({ ...chat, visibility: 'public' }, { public: true }, now).map(({ side }) => side)).toEqual(['public']);
  });

  it('offers a private reply to a comment, and says until when', () => {
    expect(sidesOf(comment, { public: false }, now)).toEqual([{ side: 'public', way: 'free', until: null }, { side: 'private', way: 'private-reply', until: hours(100) }]);
  });

  it('says that the private reply was given, or that its time is over', () => {
    const used = sidesOf({ ...comment, hasPrivate: false, privateReply: { possible: false, until: hours(100), used: true } }, { public: false }, now)[1];
    expect(used).toMatchObject({ way: 'reply-used' });
    const late = sidesOf({ ...comment, privateReply: { possible: true, until: hours(-1), used: false } }, { public: false }, now)[1];
    expect(late).toMatchObject({ way: 'reply-late', until: hours(-1) });
    expect([used, late].map((side) => side !== undefined && passes(side))).toEqual([false, false]);
  });

  it('begins with the side on which the customer spoke last', () => {
    const both: Thread = { ...comment, hasPrivate: true, window: open(hours(5)) };
    expect(sidesOf(both, { public: false }, now).map(({ side }) => side)).toEqual(['public', 'private']);
    expect(sidesOf({ ...both, visibility: 'private' }, { public: false }, now).map(({ side }) => side)).toEqual(['private', 'public']);
  });

  it('goes through a closed window by a private reply to a newer comment', () => {
    const both: Thread = { ...comment, hasPrivate: true, window: { closesAt: hours(-5), lateUntil: null, state: 'closed' } };
    expect(sidesOf(both, { public: false }, now)[1]).toMatchObject({ side: 'private', way: 'private-reply' });
    expect(sidesOf({ ...both, privateReply: { possible: false, until: null, used: true } }, { public: false }, now)[1]).toMatchObject({ side: 'private', way: 'closed', until: hours(-5) });
  });
});

it('knows the window by the clock, whatever was true when the server said it', () => {
  expect(windowNow(open(hours(1)), now)).toEqual({ way: 'free', until: hours(1) });
  expect(windowNow(open(hours(-1)), now)).toEqual({ way: 'closed', until: hours(-1) });
  expect(windowNow(open(hours(-1), hours(20)), now)).toEqual({ way: 'late', until: hours(20) });
  expect(windowNow(open(hours(-30), hours(-2)), now)).toEqual({ way: 'closed', until: hours(-2) });
  expect(windowNow({ closesAt: null, lateUntil: null, state: 'closed' }, now)).toEqual({ way: 'closed', until: null });
});

it('takes the abilities of a channel by side', () => {
  // Only the abilities that differ here; the rest would bury them.
  const all = { maxTextLength: 2000, edit: false, typing: true, public: false, publicly: { maxTextLength: 8000, edit: true } } as unknown as ChannelView['capabilities'];
  expect(capabilitiesOn(all, 'private')).toMatchObject({ maxTextLength: 2000, edit: false });
  expect(capabilitiesOn(all, 'public')).toMatchObject({ maxTextLength: 8000, edit: true, typing: true });
});
