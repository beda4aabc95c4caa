import { readQuery } from './query-words';

it.each([
  ['reklamacja kub', { phrases: [], words: ['reklamacja'], beginning: 'kub' }],
  ['"zielony kubek" zwrot', { phrases: ['zielony kubek'], words: [], beginning: 'zwrot' }],
  ['„zielony kubek”', { phrases: ['zielony kubek'], words: [], beginning: undefined }],
  ['jan.kowalski@example.com', { phrases: [], words: ['jan.kowalski@example.com'], beginning: undefined }],
  ['kubek "nie zamkn', { phrases: [], words: ['kubek', 'nie'], beginning: 'zamkn' }],
  [`a:* & !b | 'c`, { phrases: [], words: ['a:*', '&', '!b', '|', `'c`], beginning: undefined }],
  ['   ', { phrases: [], words: [], beginning: undefined }],
  ['""', { phrases: [], words: [], beginning: undefined }],
])('%s', (q, expected) => {
  expect(readQuery(q)).toEqual(expected);
});
