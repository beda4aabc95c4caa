import { brandOf, contrast, night, paper, parse } from './brand';

it('can be read on paper and at night, whatever colour was asked for', () => {
  for (const accent of ['#ffffff', '#000000', '#ffff00', '#00ff00', '#0000ff', '#ff0000', '#808080', '#026271', '#fffffe', 'not-a-colour']) {
    const brand = brandOf(accent);
    const figures = [contrast(parse(brand.day), paper), contrast(parse(brand.night), night), contrast(parse(brand.onDay), parse(brand.day)), contrast(parse(brand.onNight), parse(brand.night))];
    expect({ accent, ok: figures.every((figure) => figure >= 4.5) }).toEqual({ accent, ok: true });
  }
});

it('leaves a colour as it is where it can be read', () => {
  expect(brandOf('#026271').day).toBe('#026271');
});
