import { filesIn, lines } from './sources';

const styles = filesIn(['apps/web/src', 'apps/widget/src'], (file) => file.endsWith('.css'));
/** The owner of a site chooses the corner of the screen, whatever the language: left is meant as left. */
const cornersOfScreens = new Set(['apps/widget/src/loader/launcher.css']);

/** `left: 50%` with `translate: -50%` is the middle, which is the same from both sides. */
const physical = /(^|[;{\s])((margin|padding|border)-(left|right)\b|(left|right)\s*:(?!\s*50%)|text-align\s*:\s*(left|right)|float\s*:\s*(left|right)|border-(top|bottom)-(left|right)-radius)/;
const fourSides = /(^|[;{\s])(margin|padding|inset)\s*:\s*([^\s;(){}]+)\s+([^\s;(){}]+)\s+([^\s;(){}]+)\s+([^\s;(){}]+)\s*[;}]/g;

const unequal = (line: string): boolean => [...line.matchAll(fourSides)].some(([, , , , right, , left]) => right !== left);

describe('styles', () => {
  it('are found', () => expect(styles.length).toBeGreaterThan(20));

  it('speak of start and end, never of left and right, so that screens can be read from the right', () => {
    expect(lines(styles.filter((file) => !cornersOfScreens.has(file)), (line) => physical.test(line) || unequal(line))).toEqual([]);
  });

  it('would be noticed if they did', () => {
    expect(['a { margin-left: 2px; }', '.a { left: 0; }', 'a { padding: 1px 2px 3px 4px; }', 'a { text-align: right }'].every((line) => physical.test(line) || unequal(line))).toBe(true);
    expect(['a { left: 50%; }', 'a { padding: 1px 2px 3px 2px; }', 'a { inset-inline-start: 0; }', '--x-left: 4px'].some((line) => physical.test(line) || unequal(line))).toBe(false);
  });
});
