import { defaultChoices } from './keymap';
import { claimedBy, refusalOf, strokeOf } from './remap';

describe('keys of one’s own', () => {
  it('are read as they are pressed, and not while only a modifier is down', () => {
    const up = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    expect(strokeOf({ ...up, key: 'Y' , shiftKey: true })).toBe('shift+y');
    expect(strokeOf({ ...up, key: 'Shift', shiftKey: true })).toBeNull();
    expect(strokeOf({ ...up, key: 'k', ctrlKey: true })).toBe('mod+k');
  });

  it('leave the browser, the field and the dialog what is theirs', () => {
    for (const binding of ['mod+t', 'mod+w', 'escape', 'tab', 'enter', 'f5', 'mod+c', 'arrowdown', 'alt+e']) expect(refusalOf('resolve', binding)).toBe('browser');
    expect(refusalOf('send', 's')).toBe('typing');
    expect(refusalOf('send', 'mod+j')).toBeNull();
    expect(refusalOf('resolve', 'b')).toBeNull();
  });

  it('are told when another shortcut has them, or waits for a second key behind the same first one', () => {
    expect(claimedBy('resolve', 'a', defaultChoices)).toBe('assign');
    expect(claimedBy('resolve', 'g', defaultChoices)).toBe('view-1');
    expect(claimedBy('resolve', 'b', defaultChoices)).toBeNull();
    expect(claimedBy('resolve', 'e', defaultChoices)).toBeNull();
    expect(claimedBy('resolve', 'a', { ...defaultChoices, remapped: { assign: [] } })).toBeNull();
  });
});
