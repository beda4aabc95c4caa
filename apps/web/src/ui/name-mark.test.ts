import { hueOf, initialsOf } from './name-mark';

describe('the mark of a name', () => {
  it.each([
    ['Marta Wiśniewska', 'MW'],
    ['ania.remontuje', 'A'],
    ['  łukasz   maria  żak ', 'ŁŻ'],
    ['„Hurtownia” Meblex', 'HM'],
    ['👋 Ola', 'O'],
    ['', '?'],
    ['???', '?'],
  ])('%s becomes %s', (name, mark) => expect(initialsOf(name)).toBe(mark));

  it('gives names of one team different hues, the same ones every time', () => {
    const team = ['Zofia Mazur', 'Tomasz Wrona', 'Ola Kędzierska', 'Piotr Zięba', 'Anna Lis', 'Halina Nowak', 'James Parker', 'Claire Donnelly'];
    const hues = team.map(hueOf);
    expect(hues).toEqual(team.map(hueOf));
    expect(new Set(hues).size).toBeGreaterThanOrEqual(4);
    expect(hues.every((hue) => hue >= 0 && hue <= 5)).toBe(true);
  });
});
