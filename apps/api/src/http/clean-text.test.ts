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

it('refuses a body of more values than anybody sends, before it looks at them', () => {
  const began = performance.now();
  expect(() => cleanText({ email: Array.from({ length: 3_000_000 }, () => ({})) })).toThrow('more than 100000 values');
  expect(() => cleanText(Array.from({ length: 400 }, () => Array.from({ length: 400 }, () => 1)))).toThrow('more than 100000 values');
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(cleanText(Array.from({ length: 90_000 }, () => 'a\0'))).toHaveLength(90_000);
});
