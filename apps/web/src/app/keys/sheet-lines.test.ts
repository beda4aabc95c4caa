import { bindingsOf, shortcuts, type ShortcutId } from './keymap';
import { sheetLines } from './sheet-lines';

const lines = (ids: readonly ShortcutId[]) => sheetLines(shortcuts.filter(({ id }) => ids.includes(id)), (id) => bindingsOf(id));

describe('the sheet of shortcuts', () => {
  it('writes pairs in one line and views as a range', () => {
    expect(lines(['next', 'previous']).map((line) => line.bindings)).toEqual([['j', 'k']]);
    expect(lines(['view-1', 'view-2', 'view-6'])).toEqual([{ group: 'move', ids: ['view-1'], bindings: ['g 1', 'g 6'], range: true }]);
  });

  it('keeps the second of a pair when the first is not available', () => {
    expect(lines(['hand-over']).map((line) => line.ids)).toEqual([['hand-over']]);
  });

  it('leaves out what a person switched off', () => {
    expect(sheetLines(shortcuts.filter(({ id }) => id === 'resolve'), () => [])).toEqual([]);
  });
});
