import { added, blocksOf, blockWith, filterOfBlocks, freshGroup, replaced, type GroupBlock, type Tree } from './blocks';

interface Ask { by: 'unread' | 'failed' | 'labels' | 'text'; is?: true; of?: string[] }
const unread: Ask = { by: 'unread', is: true };
const failed: Ask = { by: 'failed', is: true };
const back = (group: GroupBlock<Ask>): Tree<Ask> => filterOfBlocks(group, ({ is }) => is === true);

describe('blocks', () => {
  it.each<[string, Tree<Ask>]>([
    ['a list', { by: 'all', of: [unread, failed] }], ['a list of none', { by: 'not', of: { by: 'any', of: [unread, failed] } }], ['what is not', { by: 'not', of: unread }],
    ['groups in groups', { by: 'all', of: [unread, { by: 'any', of: [failed, { by: 'not', of: { by: 'all', of: [unread, failed] } }] }] }],
  ])('come back as the filter that they were: %s', (_, filter) => {
    expect(back(blocksOf<Ask>(filter))).toEqual(filter);
  });

  it('put a single condition into a list', () => {
    expect(back(blocksOf<Ask>(unread))).toEqual({ by: 'all', of: [unread] });
  });

  it('leave out what is not complete, and what is empty then', () => {
    const root = blocksOf<Ask>({ by: 'all', of: [unread] });
    const group = freshGroup<Ask>();
    const edited = added(added(added(root, root.key, group), group.key, blockWith<Ask>({ by: 'labels', of: [] })), root.key, blockWith<Ask>({ by: 'text', of: [] }));
    expect(back(edited)).toEqual({ by: 'all', of: [unread] });
    expect(back(blocksOf<Ask>({ by: 'all', of: [] }))).toEqual({ by: 'all', of: [] });
  });

  it('change and go one by one, wherever they stand', () => {
    const root = blocksOf<Ask>({ by: 'all', of: [unread, { by: 'any', of: [failed, unread] }] });
    const group = root.of[1];
    const inner = group?.kind === 'group' ? group.of[0] : undefined;
    expect(back(replaced(root, inner?.key ?? -1, null))).toEqual({ by: 'all', of: [unread, { by: 'any', of: [unread] }] });
    expect(back(replaced(root, group?.key ?? -1, null))).toEqual({ by: 'all', of: [unread] });
  });
});
