import { cleanText } from './clean-text';

it('takes out what no database holds and leaves every other letter', () => {
  const text = 'Zażółć \u202e🙂 e\u0301 \u0001';
  expect(cleanText({ text, list: [`a\0b`, 1, null, true] })).toEqual({ text, list: ['ab', 1, null, true] });
  expect(cleanText('half \ud83d here, and \ude42 there')).toBe('half \ufffd here, and \ufffd there');
  expect(cleanText({ 'ke\0y': 'x' })).toEqual({ key: 'x' });
});

it('refuses a body that nests without end', () => {
  expect(() => cleanText(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).toThrow('nested too deeply');
});
