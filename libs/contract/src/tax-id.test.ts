import { isNip, readTaxId } from './tax-id';

describe('a tax number', () => {
  it.each([['526-025-02-74', '5260250274'], ['PL 5260250274', '5260250274'], ['NIP: 526 025 02 74', '5260250274'], ['de123456789', 'DE123456789'], ['ATU12345678', 'ATU12345678']])('%s is kept as %s', (text, kept) => {
    expect(readTaxId(text)).toBe(kept);
  });

  it.each(['526-025-02-75', '0000000000', '123', 'PL526', '', 'https://example.com', '5260250274a'])('%s is none', (text) => {
    expect(readTaxId(text)).toBeUndefined();
  });

  it('is refused with any one digit changed', () => {
    const wrong = Array.from({ length: 10 }, (_, place) => Array.from({ length: 9 }, (_unused, by) => [...'5260250274'].map((digit, at) => (at === place ? String((Number(digit) + by + 1) % 10) : digit)).join(''))).flat();
    expect(wrong.filter(isNip)).toEqual([]);
  });
});
