import { partyOf } from './mastodon.parse';
import { addressed, plainText, statusLength } from './mastodon.text';

describe('reading the HTML of a post', () => {
  it('keeps paragraphs, lines and lists, and drops the rest', () => {
    expect(plainText('<p>One<br/>two &lt;3</p>\n<p>Three</p><ul><li>a</li><li>b</li></ul><blockquote>said</blockquote>')).toBe('One\ntwo <3\n\nThree\n\n• a\n• b\n\nsaid');
  });

  it('is quick on hostile texts', () => {
    const began = performance.now();
    plainText('<'.repeat(100_000) + '<p'.repeat(50_000) + '<li'.repeat(30_000) + ' '.repeat(100_000));
    statusLength('@a@'.repeat(20_000) + 'https://'.repeat(5_000), 23);
    addressed('@'.repeat(50_000), 'anna@las.example');
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('counting', () => {
  it('counts the domain of no mention, and every address alike', () => {
    expect(statusLength('@anna@las.example hi', 23)).toBe('@anna hi'.length);
    expect(statusLength('see https://x.pl/a and https://y.pl/@anna@las.example', 23)).toBe('see  and '.length + 46);
    expect(statusLength('office@shop.example', 23)).toBe('office@shop.example'.length);
  });
});

it.each([['2026-11-20T00:00:00.000Z', '2026-11-20T00:00:00.000Z'], [undefined, undefined], ['long ago', undefined]])('says since when an account is there, as far as the server does: %s', (said, since) => {
  expect(partyOf({ id: '1', acct: 'ania', ...(said === undefined ? {} : { created_at: said }) }, 'social.example').accountSince).toBe(since);
});
