import { frameAncestors, originAllowed, parseOrigin } from './chat.origins';

describe('allowed websites', () => {
  it.each([
    ['https://shop.example', 'https://shop.example'], ['https://shop.example', 'shop.example'], ['https://shop.example', 'https://shop.example/'], ['https://pl.shop.example', '*.shop.example'],
    ['https://a.b.shop.example', 'https://*.shop.example'], ['http://localhost:8080', 'http://localhost:*'], ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'], ['https://shop.example', 'HTTPS://Shop.Example:443'],
  ])('lets %s in by "%s"', (origin, rule) => {
    expect(originAllowed(origin, [rule])).toBe(true);
  });

  it.each([
    ['http://shop.example', 'shop.example'], ['https://evil-shop.example', '*.shop.example'], ['https://shop.example', '*.shop.example'], ['https://shop.example.evil.test', 'shop.example'],
    ['https://shop.example:8443', 'https://shop.example'], ['null', 'https://shop.example'], ['https://shop.example/', 'https://shop.example'], ['https://shop.example@evil.test', 'shop.example'], ['', 'shop.example'],
  ])('keeps %s out by "%s"', (origin, rule) => {
    expect(originAllowed(origin, [rule])).toBe(false);
  });

  it('takes any web origin while the list is empty, and nothing that is none', () => {
    expect(originAllowed('https://anything.test', [])).toBe(true);
    for (const origin of ['null', 'file://', 'data:text/html,x', 'chrome-extension://abc']) expect(originAllowed(origin, [])).toBe(false);
  });

  it('writes the same list as frame-ancestors, without a way to smuggle a directive', () => {
    expect(frameAncestors(['shop.example', 'https://*.shop.example', 'http://localhost:*'])).toEqual(['https://shop.example', 'https://*.shop.example', 'http://localhost:*']);
    for (const text of ["shop.example; script-src *", 'shop.example *', "'none'", '*']) expect(parseOrigin(text)).toBeUndefined();
  });
});
