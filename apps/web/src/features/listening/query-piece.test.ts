import { pieceIn, withForms } from './query-piece';

it('reads a word and a phrase as people do, and leaves alone what is more than that', () => {
  expect(pieceIn('~"dom lipowy"')).toEqual({ text: 'dom lipowy', forms: true, can: true });
  expect(pieceIn('"dom lipowy"')).toEqual({ text: 'dom lipowy', forms: false, can: true });
  expect(pieceIn('~łóżko')).toEqual({ text: 'łóżko', forms: true, can: true });
  for (const word of ['#domlipowy', 'brzoz*', 'author:ania', 'lipowy NEAR/3 kwiat', '~dom AND ~lipowy', '"dom" "lipowy"', '12345', '']) expect(pieceIn(word)).toEqual({ text: word, forms: false, can: false });
});

it('changes nothing but whether all forms are meant, there and back', () => {
  for (const word of ['stół', '"dom lipowy"', 'dom-lipowy']) {
    expect(withForms(word, true)).toBe(`~${word}`);
    expect(withForms(`~${word}`, false)).toBe(word);
    expect(withForms(withForms(word, true), true)).toBe(`~${word}`);
  }
  expect(withForms('#tag', true)).toBe('#tag');
});
