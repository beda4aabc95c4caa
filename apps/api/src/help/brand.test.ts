import { brandOf, contrast, night, paper } from './brand';

const rgb = (hex: string) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as readonly [number, number, number];

it('can be read on paper and at night, whatever colour was asked for', () => {
  for (const accent of ['#ffffff', '#000000', '#ffff00', '#00ff00', '#0000ff', '#ff0000', '#808080', '#026271', '#fffffe', 'not-a-colour']) {
    const brand = brandOf(accent);
    const figures = [contrast(rgb(brand.day), paper), contrast(rgb(brand.night), night), contrast(rgb(brand.onDay), rgb(brand.day)), contrast(rgb(brand.onNight), rgb(brand.night))];
    expect({ accent, ok: figures.every((figure) => figure >= 4.5) }).toEqual({ accent, ok: true });
  }
});

it('leaves a colour as it is where it can be read', () => {
  expect(brandOf('#026271').day).toBe('#026271');
});
