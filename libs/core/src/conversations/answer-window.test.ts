import { hasPrivate, privateReplyOf, windowOf, type Sides } from './answer-window';

const at = (hours: number) => new Date(Date.UTC(2026, 10, 1) + hours * 3_600_000);
const sides = (more: Partial<Sides> = {}): Sides => ({ has_public: false, last_private_at: null, last_inbound_at: at(0), last_public_at: null, last_public_seq: 0, private_reply_seq: 0, ...more });
const rules = { replyWindowHours: 24, lateReplyHours: 168, privateReply: { withinHours: 48, once: true } };

describe('the window for private answers', () => {
  it('is open, then only for people, then closed', () => {
    const states = [24, 24.01, 168, 168.01].map((hours) => windowOf(rules, sides(), at(hours))?.state);
    expect(states).toEqual(['open', 'late', 'late', 'closed']);
    expect(windowOf(rules, sides(), at(1))).toEqual({ closesAt: at(24).toISOString(), lateUntil: at(168).toISOString(), state: 'open' });
    expect(windowOf({ replyWindowHours: 24 }, sides(), at(25))).toEqual({ closesAt: at(24).toISOString(), lateUntil: null, state: 'closed' });
  });

  it('counts from what was said in private, not from a comment', () => {
    expect(windowOf(rules, sides({ has_public: true, last_private_at: at(0), last_inbound_at: at(100) }), at(101))?.state).toBe('late');
  });

  it('is none where the platform has none, and where nothing is private', () => {
    expect(windowOf(null, sides(), at(1000))).toBeNull();
    expect(windowOf({ privateReply: {} }, sides(), at(1000))).toBeNull();
    expect(windowOf(rules, sides({ has_public: true }), at(1))).toBeNull();
  });

  it('is closed while the customer has not answered our private reply, and for a first word where only templates are one', () => {
    const opened = sides({ has_public: true, private_reply_seq: 2, last_public_seq: 1, last_public_at: at(0) });
    expect([hasPrivate(opened), windowOf(rules, opened, at(1))]).toEqual([true, { closesAt: null, lateUntil: null, state: 'closed' }]);
    expect(windowOf(rules, sides({ last_inbound_at: null }), at(1))?.state).toBe('closed');
    expect(windowOf({ ...rules, writesFirst: true }, sides({ last_inbound_at: null }), at(1))).toBeNull();
  });
});

describe('a private reply', () => {
  const commented = (more: Partial<Sides> = {}) => sides({ has_public: true, last_public_at: at(0), last_public_seq: 3, ...more });

  it('is possible in time, and once for what was said last', () => {
    expect(privateReplyOf(rules, commented(), at(48))).toEqual({ possible: true, until: at(48).toISOString(), used: false });
    expect(privateReplyOf(rules, commented(), at(48.01))?.possible).toBe(false);
    expect(privateReplyOf(rules, commented({ private_reply_seq: 4 }), at(1))).toMatchObject({ possible: false, used: true });
    expect(privateReplyOf(rules, commented({ private_reply_seq: 2 }), at(1))).toMatchObject({ possible: true, used: false });
    expect(privateReplyOf({ privateReply: {} }, commented({ private_reply_seq: 4 }), at(9999))).toEqual({ possible: true, until: null, used: true });
  });

  it('is nothing to speak of where nothing is public, or the platform has no such thing', () => {
    expect(privateReplyOf(rules, sides(), at(1))).toBeNull();
    expect(privateReplyOf({ replyWindowHours: 24 }, commented(), at(1))).toBeNull();
  });
});
