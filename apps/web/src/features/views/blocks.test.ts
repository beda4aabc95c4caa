import { attributes, type Attribute } from '@kontuar/contract/filter';
import type { Filter } from '@kontuar/contract';
import { added, asTime, blocksOf, filterOfBlocks, freshBlock, freshCondition, freshGroup, isComplete, replaced } from './blocks';

const unread: Filter = { by: 'unread', is: true };
const failed: Filter = { by: 'failed', is: true };

describe('blocks', () => {
  it.each<[string, Filter]>([
    ['a list', { by: 'all', of: [unread, failed] }], ['a list of none', { by: 'not', of: { by: 'any', of: [unread, failed] } }], ['what is not', { by: 'not', of: unread }],
    ['groups in groups', { by: 'all', of: [unread, { by: 'any', of: [failed, { by: 'not', of: { by: 'all', of: [unread, failed] } }] }] }],
  ])('come back as the filter that they were: %s', (_, filter) => {
    expect(filterOfBlocks(blocksOf(filter))).toEqual(filter);
  });

  it('put a single condition into a list', () => {
    expect(filterOfBlocks(blocksOf(unread))).toEqual({ by: 'all', of: [unread] });
  });

  it('leave out what is not complete, and what is empty then', () => {
    const root = blocksOf({ by: 'all', of: [unread] });
    const group = freshGroup();
    const edited = added(added(added(root, root.key, group), group.key, freshBlock('labels')), root.key, freshBlock('text'));
    expect(filterOfBlocks(edited)).toEqual({ by: 'all', of: [unread] });
    expect(filterOfBlocks(blocksOf({ by: 'all', of: [] }))).toEqual({ by: 'all', of: [] });
  });

  it('change and go one by one, wherever they stand', () => {
    const root = blocksOf({ by: 'all', of: [unread, { by: 'any', of: [failed, unread] }] });
    const group = root.of[1];
    const inner = group?.kind === 'group' ? group.of[0] : undefined;
    expect(filterOfBlocks(replaced(root, inner?.key ?? -1, null))).toEqual({ by: 'all', of: [unread, { by: 'any', of: [unread] }] });
    expect(filterOfBlocks(replaced(root, group?.key ?? -1, null))).toEqual({ by: 'all', of: [unread] });
  });

  it.each(Object.keys(attributes) as Attribute[])('begin a question about %s with what it needs', (by) => {
    const condition = freshCondition(by);
    expect(condition.by).toBe(by);
    expect(isComplete(condition)).toBe(['time', 'flag', 'amount'].includes(attributes[by].kind));
  });

  it('go from one question about a time to another with the same number', () => {
    expect(asTime('waiting', 'within', { ago: 3, unit: 'hours' })).toEqual({ by: 'waiting', is: 'after', at: { ago: 3, unit: 'hours' } });
    expect(asTime('snoozedUntil', 'ahead', { ago: 3, unit: 'hours' })).toEqual({ by: 'snoozedUntil', is: 'before', at: { ahead: 3, unit: 'hours' } });
    expect(asTime('waiting', 'empty', { ago: 3, unit: 'hours' })).toEqual({ by: 'waiting', is: 'empty' });
    expect(asTime('created', 'since', undefined)).toEqual({ by: 'created', is: 'after', at: { start: 'day', back: 0 } });
  });
});
