import { compare } from './compare';

const told = (before: string, after: string) => compare(before, after).map(({ kind, text }) => `${{ same: '=', gone: '-', new: '+' }[kind]}${text}`);

it('tells word by word what was taken out and put in', () => {
  expect(told('Send it within 14 days.', 'Send it back within 30 days.')).toEqual(['=Send it ', '+back ', '=within ', '-14', '+30', '= days.']);
  expect(told('', 'New text')).toEqual(['+New text']);
  expect(told('the same', 'the same')).toEqual(['=the same']);
});

it('gives both texts back, whatever they are', () => {
  for (const [before, after] of [['a b c d', 'd c b a'], ['x\n\ny', 'x\ny z'], ['', ''], ['one', ''], ['w '.repeat(9000), 'v '.repeat(9000)]] as const) {
    const stretches = compare(before, after);
    expect(stretches.filter(({ kind }) => kind !== 'new').map(({ text }) => text).join('')).toBe(before);
    expect(stretches.filter(({ kind }) => kind !== 'gone').map(({ text }) => text).join('')).toBe(after);
  }
});
