import { bindingsOf, defaultChoices, groundOf, shortcuts } from './keymap';
import { match, strokeName, type Place, type Stroke } from './match';

const stroke = (key: string, over: Partial<Stroke> = {}): Stroke => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...over });
const ids = (s: Stroke, place: Place = 'page', pending: string | null = null) => match(s, place, pending, defaultChoices).ids;

describe('the keyboard', () => {
  it('finds a letter, a letter with shift and a chord', () => {
    expect(ids(stroke('e'))).toEqual(['resolve']);
    expect(ids(stroke('M', { shiftKey: true }))).toEqual(['assign-me']);
    expect(ids(stroke('k', { ctrlKey: true }))).toEqual(['palette']);
    expect(ids(stroke('k', { metaKey: true }))).toEqual(['palette']);
  });

  it('stays silent while somebody types, except for chords, Escape and F6', () => {
    expect(ids(stroke('e'), 'typing')).toEqual([]);
    expect(ids(stroke('?', { shiftKey: true }), 'typing')).toEqual([]);
    expect(ids(stroke('a', { ctrlKey: true }), 'typing')).toEqual([]);
    expect(ids(stroke('Enter', { ctrlKey: true }), 'typing')).toEqual(['send']);
    expect(ids(stroke('Escape'), 'typing')).toEqual(['back']);
    expect(ids(stroke('F6'), 'typing')).toEqual(['next-region']);
    // One of its two keys is a letter, which is only a letter while one types.
    expect(ids(stroke('R', { shiftKey: true }), 'page')).toEqual(['switch-side']);
    expect(ids(stroke('R', { shiftKey: true }), 'typing')).toEqual([]);
    expect(ids(stroke('X', { ctrlKey: true, shiftKey: true }), 'typing')).toEqual(['switch-side']);
  });

  it('does not take AltGr letters or a composed letter for a command', () => {
    expect(ids(stroke('ą', { ctrlKey: true, altKey: true, code: 'KeyA' }))).toEqual([]);
    expect(ids(stroke('l', { isComposing: true }))).toEqual([]);
  });

  it('waits after G, then goes; a wrong second key does nothing at all', () => {
    const first = match(stroke('g'), 'page', null, defaultChoices);
    expect(first).toEqual({ ids: [], pending: 'g' });
    expect(match(stroke('i'), 'page', first.pending, defaultChoices)).toEqual({ ids: ['go-inbox'], pending: null });
    expect(match(stroke('3'), 'page', 'g', defaultChoices).ids).toEqual(['view-3']);
    expect(match(stroke('z'), 'page', 'g', defaultChoices)).toEqual({ ids: [], pending: null });
  });

  it('keeps a pending stroke while Shift goes down for the plus sign', () => {
    expect(match(stroke('Shift', { shiftKey: true }), 'page', 'g', defaultChoices).pending).toBe('g');
    expect(match(stroke('+', { shiftKey: true }), 'page', null, defaultChoices).pending).toBe('+');
    expect(ids(stroke('c'), 'page', '+')).toEqual(['log-visit']);
    expect(ids(stroke('c'))).toEqual(['report-compare', 'hear-case', 'matter']);
  });

  it('leaves letters and Enter to a dialog, and Enter to a button', () => {
    expect(ids(stroke('e'), 'layer')).toEqual([]);
    expect(ids(stroke('Enter'), 'control')).toEqual([]);
    expect(ids(stroke('Enter'), 'page')).toEqual(['open']);
  });

  it('repeats movement and nothing else when a key is held', () => {
    expect(ids(stroke('j', { repeat: true }))).toEqual(['next']);
    expect(ids(stroke('e', { repeat: true }))).toEqual([]);
  });

  it('lets single keys be switched off while chords keep working', () => {
    const choices = { ...defaultChoices, single: false };
    expect(match(stroke('e'), 'page', null, choices).ids).toEqual([]);
    expect(match(stroke('g'), 'page', null, choices).pending).toBeNull();
    expect(match(stroke('k', { ctrlKey: true }), 'page', null, choices).ids).toEqual(['palette']);
    expect(match(stroke('Escape'), 'page', null, choices).ids).toEqual(['back']);
  });

  it('follows a person’s own keys instead of the table', () => {
    const choices = { ...defaultChoices, remapped: { resolve: ['b'], label: [] } } as const;
    expect(match(stroke('b'), 'page', null, choices).ids).toEqual(['resolve']);
    expect(match(stroke('e'), 'page', null, choices).ids).toEqual([]);
    // Of the inbox nothing is left; the stream of mentions has a meaning of its own for it.
    expect(match(stroke('l'), 'page', null, choices).ids).toEqual(['hear-like']);
  });

  it('reads letters by place on a keyboard without Latin letters', () => {
    expect(strokeName(stroke('у', { code: 'KeyE' }))).toBe('e');
  });

  it('gives no key to two shortcuts', () => {
    const all = shortcuts.flatMap(({ id }) => bindingsOf(id));
    // On the board, in reports and in the stream of mentions alone a letter of the inbox may mean something else; there they are asked first.
    const grounds = [...new Set(shortcuts.map(groundOf))].map((ground) => shortcuts.filter((one) => groundOf(one) === ground).flatMap(({ id }) => bindingsOf(id)));
    expect(grounds).toHaveLength(4);
    for (const some of grounds) expect(some.filter((binding, index) => some.indexOf(binding) !== index)).toEqual([]);
    expect(ids(stroke('t'))).toEqual(['report-table', 'hear-take-alert', 'take-next']);
    expect(ids(stroke('p'))).toEqual(['board-person', 'priority']);
    const firsts = new Set(all.filter((b) => b.includes(' ')).map((b) => b.split(' ')[0]));
    expect(all.filter((binding) => firsts.has(binding))).toEqual([]);
  });
});
