import { contrast, palette, parseHex } from './palette';

const of = (hex: string) => parseHex(hex) ?? [0, 0, 0] as const;

describe('the site’s colour', () => {
  it.each(['#026271', '#ffee00', '#ffffff', '#000000', '#ff0000', '#7f7f7f', '#00ff00', '#0000ff', '#f0a93a'])('%s can be read in light and dark', (hex) => {
    for (const dark of [false, true]) {
      const shades = palette(hex, dark);
      if (!shades) throw new Error('no palette');
      expect(contrast(of(shades.accent), of(shades.onSolid))).toBeGreaterThanOrEqual(4.49);
      expect(contrast(of(shades.text), of(dark ? '#182022' : '#fefdfc'))).toBeGreaterThanOrEqual(4.49);
      expect(contrast(of(shades.text), of(shades.soft))).toBeGreaterThanOrEqual(4);
    }
  });

  it('stays as it is where it can be read already', () => {
    expect(palette('#026271', false)?.accent).toBe('#026271');
  });

  it('is refused when it is no colour', () => {
    for (const hex of ['red', '#fff', 'url(x)', '#12345g', '']) expect(palette(hex, false)).toBeNull();
  });
});
