import { allConnectors } from '@kontuar/connectors';
import { read } from './sources';

const source = read('apps/web/src/ui/channel-mark.tsx');
const table = (name: string): string => new RegExp(`const ${name}.*?= \\{(.*?)\\};`, 's').exec(source)?.[1] ?? '';
const drawn = new Set([...table('drawings').matchAll(/^ {2}'?([a-z-]+)'?: </gm)].map(([, id]) => id));
const drawnAs = new Map([...table('drawnAs').matchAll(/'?([a-z-]+)'?: '([a-z-]+)'/g)].map(([, id, as]) => [id, as]));
const tints = read('apps/web/src/ui/styles/marks.css');
/** Of the light theme, then of the dark ones, in the order of the file. */
const valuesOf = (token: string): string[] => [...read('apps/web/src/ui/styles/tokens.css').matchAll(new RegExp(`--ch-${token}: (#[0-9a-f]{6});`, 'g'))].map(([, value]) => value ?? '');

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [a, b].map(luminance).sort((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.each(allConnectors.map(({ id }) => ({ id, mark: drawnAs.get(id) ?? id })))('the mark of $id', ({ mark }) => {
  it('is drawn by us', () => expect([...drawn]).toContain(mark));

  it('has a colour on which its lines are readable, in each theme', () => {
    expect(tints).toContain(`.ch[data-ch=${mark}] { background: var(--ch-${mark}); }`);
    const inks = valuesOf('ink');
    const colours = valuesOf(mark);
    expect(colours).toHaveLength(inks.length);
    for (const [at, colour] of colours.entries()) expect({ colour, readable: contrast(colour, inks[at] ?? colour) >= 4.5 }).toEqual({ colour, readable: true });
  });
});

it('draws no two marks alike', () => {
  const shapes = [...table('drawings').matchAll(/^ {2}'?[a-z-]+'?: (<.*>),$/gm)].map(([, shape]) => shape);
  expect(new Set(shapes).size).toBe(drawn.size);
});
