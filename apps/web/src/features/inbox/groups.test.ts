import { buildConversation } from '../../realtime/factories';
import { filterOf } from './filter';
import { groupOf, placeAll, withHeadings } from './groups';
import { hold } from './hold';

const now = new Date(2026, 10, 20, 14, 45);
const rows = [1, 2, 3].map((n) => buildConversation(n));
const numbers = (held: readonly { conversation: { number: number } }[]) => held.map(({ conversation }) => conversation.number);

describe('headings of the list', () => {
  it('say whose turn it is, by waiting time', () => {
    const placed = placeAll([rows[0]!, { ...rows[1]!, waitingSince: null }, { ...rows[2]!, state: 'snoozed' }], 'waiting', now);
    expect(placed.map(({ group }) => group)).toEqual(['us', 'customer', 'snoozed']);
    expect(withHeadings(placed, false).map((entry) => (entry.kind === 'head' ? `${entry.group} ${entry.count}` : entry.position))).toEqual(['us 1', 1, 'customer 1', 2, 'snoozed 1', 3]);
  });

  it('say the day, by date', () => {
    const at = (day: number) => groupOf({ ...rows[0]!, lastMessageAt: new Date(2026, 10, day, 23, 30).toISOString() }, 'recent', now);
    expect([20, 19, 18, 13, 12].map(at)).toEqual(['today', 'yesterday', 'week', 'earlier', 'earlier']);
    expect(at(14)).toBe('week');
  });

  it('do not count a group that may go on in the next page', () => {
    const entries = withHeadings(placeAll(rows, 'waiting', now), true);
    expect(entries[0]).toMatchObject({ kind: 'head', complete: false });
  });
});

describe('the order under the hand', () => {
  const placed = placeAll(rows, 'waiting', now);
  const no = () => false;

  it('keeps rows where they are and lets new ones wait', () => {
    const latest = placeAll([buildConversation(9), rows[2]!, rows[0]!, rows[1]!], 'waiting', now);
    const held = hold(placed, latest, no);
    expect(numbers(held.rows)).toEqual([1, 2, 3]);
    expect(held.waiting).toBe(1);
  });

  it('shows what changed in a row that stays in its place', () => {
    const changed = { ...rows[1]!, priority: 'urgent' as const };
    expect(hold(placed, placeAll([rows[0]!, changed, rows[2]!], 'waiting', now), no).rows[1]?.conversation.priority).toBe('urgent');
  });

  it('marks a row that a colleague took, and lets go at once of one that we moved ourselves', () => {
    const latest = placeAll([rows[0]!, rows[2]!], 'waiting', now);
    expect(hold(placed, latest, no).rows.map(({ gone }) => gone)).toEqual([false, true, false]);
    expect(numbers(hold(placed, latest, () => true).rows)).toEqual([1, 3]);
  });

  it('lets the next page come in below', () => {
    const held = hold(placed, placeAll([...rows, buildConversation(4), buildConversation(5)], 'waiting', now), no);
    expect(numbers(held.rows)).toEqual([1, 2, 3, 4, 5]);
    expect(held.waiting).toBe(0);
  });
});

describe('the filter of a list', () => {
  it('is the same for the same address, and leaves out what it does not know', () => {
    expect(filterOf('mine', { sort: 'sideways', state: 'gone', q: '  ' })).toEqual({ view: 'mine', sort: 'waiting' });
    expect(filterOf('snoozed', { team: 't', q: ' stół ' })).toEqual({ view: 'snoozed', sort: 'recent', teamId: 't', q: 'stół' });
  });
});
