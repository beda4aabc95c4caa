import { attributes, channelKindOf, type Attribute, type Filter } from './filter-words';
import { filter } from './filters';

const id = '00000000-0000-7000-8000-000000000001';
const accepts = (value: unknown) => filter.safeParse(value).success;
const nested = (depth: number): unknown => Array.from({ length: depth - 1 }).reduce<unknown>((inner) => ({ by: 'not', of: inner }), { by: 'unread', is: true });

/** One condition of each attribute that is right. */
const right: Record<Attribute, Filter> = {
  state: { by: 'state', is: 'any', of: ['open', 'pending'] },
  priority: { by: 'priority', is: 'none', of: ['low'] },
  matter: { by: 'matter', is: 'any', of: ['claim', 'of-our-own', 'none'] },
  matterBy: { by: 'matterBy', is: 'any', of: ['guess', 'nobody'] },
  channelKind: { by: 'channelKind', is: 'any', of: ['mail'] },
  assignee: { by: 'assignee', is: 'any', of: ['me', 'nobody', 'off-shift', id] },
  team: { by: 'team', is: 'any', of: ['mine', id] },
  channel: { by: 'channel', is: 'none', of: [id] },
  contact: { by: 'contact', is: 'any', of: [id] },
  participant: { by: 'participant', is: 'any', of: ['me', id] },
  connector: { by: 'connector', is: 'any', of: ['some-platform'] },
  contactLanguage: { by: 'contactLanguage', is: 'any', of: ['pl', 'none'] },
  language: { by: 'language', is: 'none', of: ['pl'] },
  case: { by: 'case', is: 'any', of: ['running', 'bounced'] },
  caseDue: { by: 'caseDue', is: 'before', at: { ahead: 2, unit: 'days' } },
  lead: { by: 'lead', is: 'any', of: ['going', 'late'] },
  leadStage: { by: 'leadStage', is: 'any', of: ['offer', 'none'] },
  leadNext: { by: 'leadNext', is: 'before', at: { ahead: 1, unit: 'days' } },
  promised: { by: 'promised', is: 'any', of: ['first_reply', 'broken'] },
  due: { by: 'due', is: 'before', at: { ahead: 1, unit: 'hours' } },
  asides: { by: 'asides', is: 'any', of: ['ours', 'none'] },
  mood: { by: 'mood', is: 'any', of: ['negative', 'unknown'] },
  labels: { by: 'labels', is: 'all', of: [id] },
  contactKind: { by: 'contactKind', is: 'any', of: ['strategic'] },
  visibility: { by: 'visibility', is: 'any', of: ['public'] },
  waiting: { by: 'waiting', is: 'before', at: { ago: 2, unit: 'hours' } },
  lastMessage: { by: 'lastMessage', is: 'after', at: { start: 'day', back: 0 } },
  lastInbound: { by: 'lastInbound', is: 'empty' },
  created: { by: 'created', is: 'after', at: { at: '2026-11-20T00:00:00Z' } },
  firstReply: { by: 'firstReply', is: 'filled' },
  resolved: { by: 'resolved', is: 'after', at: { start: 'month', back: 1 } },
  snoozedUntil: { by: 'snoozedUntil', is: 'before', at: { ahead: 1, unit: 'days' } },
  unread: { by: 'unread', is: true },
  failed: { by: 'failed', is: true },
  thanks: { by: 'thanks', is: false },
  mentionsMe: { by: 'mentionsMe', is: true },
  watchedByMe: { by: 'watchedByMe', is: true },
  crisis: { by: 'crisis', is: true },
  rating: { by: 'rating', is: 'atMost', value: 2 },
  attribute: { by: 'attribute', is: 'before', key: 'delivery', at: { start: 'day', back: 0 } },
  contactAttribute: { by: 'contactAttribute', is: 'any', key: 'tier', of: ['gold'] },
  company: { by: 'company', has: 'Lipowy' },
  text: { by: 'text', has: 'kurier' },
  figure: { by: 'figure', has: 'measure=received&from=2026-11-01&to=2026-11-30' },
};

describe('a filter', () => {
  it.each(Object.keys(attributes) as Attribute[])('asks for %s', (by) => {
    expect(filter.parse(right[by])).toEqual(right[by]);
  });

  it.each(Object.values(right).map((condition) => [condition.by, condition] as const))('about %s takes nothing beside what belongs to it', (_, condition) => {
    expect(accepts({ ...condition, sql: '1=1' })).toBe(false);
  });

  it('combines all, any and not', () => {
    expect(accepts({ by: 'all', of: [right.state, { by: 'any', of: [right.unread, { by: 'not', of: right.labels }] }] })).toBe(true);
    expect(accepts({ by: 'all', of: [] })).toBe(true);
  });

  it.each([
    ['an attribute that does not exist', { by: 'password', is: 'any', of: ['x'] }],
    ['a value outside of its set', { by: 'state', is: 'any', of: ["open') OR true --"] }],
    ['an id that is none', { by: 'channel', is: 'any', of: ['1 OR 1=1'] }],
    ['a connector that is no name', { by: 'connector', is: 'any', of: ["x'; DROP TABLE messages"] }],
    ['no values', { by: 'state', is: 'any', of: [] }],
    ['labels without saying which', { by: 'labels', is: 'any' }],
    ['a field without saying which', { by: 'attribute', is: 'filled' }], ['words in a field without words', { by: 'attribute', is: 'has', key: 'x' }], ['a number in a field without a number', { by: 'attribute', is: 'atLeast', key: 'x' }], ['a number beyond counting', { by: 'attribute', is: 'atLeast', key: 'x', value: 1e300 }],
    ['a time without a moment', { by: 'waiting', is: 'before' }],
    ['a moment that is two', { by: 'waiting', is: 'before', at: { ago: 1, unit: 'hours', ahead: 2 } }],
    ['a span without end', { by: 'waiting', is: 'before', at: { ago: 1e9, unit: 'weeks' } }],
    ['half an hour in hours', { by: 'waiting', is: 'before', at: { ago: 0.5, unit: 'hours' } }],
    ['emptiness of what always is', { by: 'created', is: 'empty' }],
    ['a question of another kind', { by: 'unread', is: 'any', of: ['true'] }],
    ['words of a whole book', { by: 'text', has: 'x'.repeat(201) }],
    ['more values than anybody picks', { by: 'channel', is: 'any', of: Array.from({ length: 101 }, () => id) }],
    ['nothing', {}], ['a list', []], ['text', 'open'], ['null', null],
  ])('refuses %s', (_, value) => {
    expect(accepts(value)).toBe(false);
  });

  it('has a bounded depth and a bounded number of conditions, however they are spread', () => {
    expect([8, 9].map((depth) => accepts(nested(depth)))).toEqual([true, false]);
    const groups = (each: number, count: number) => ({ by: 'any', of: Array.from({ length: count }, () => ({ by: 'all', of: Array.from({ length: each }, () => right.unread) })) });
    expect([accepts(groups(10, 6)), accepts(groups(10, 7))]).toEqual([true, false]);
  });
});

it.each([
  [{ logOnly: true }, 'logged'], [{ subject: true }, 'mail'], [{}, 'messaging'], [{ public: true, oneReply: true }, 'reviews'], [{ publicly: { public: true }, subject: true }, 'public'],
])('a channel that can %j is of the kind %s', (capabilities, kind) => {
  expect(channelKindOf(capabilities)).toBe(kind);
});
