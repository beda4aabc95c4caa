import { slugOf } from './slug';

it.each([
  ['Jak złożyć reklamację?', 'jak-zlozyc-reklamacje'],
  ['  Zażółć GĘŚLĄ jaźń  ', 'zazolc-gesla-jazn'],
  ['Straße & Æther: 100 %', 'strasse-aether-100'],
  ['../../etc/passwd', 'etc-passwd'],
  ['"><script>', 'script'],
  ['Доставка', ''],
  ['?!', ''],
])('%s is %s', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

it('is cut between words', () => {
  const slug = slugOf('bardzo '.repeat(30));
  expect(slug.length).toBeLessThanOrEqual(80);
  expect(slug.endsWith('bardzo')).toBe(true);
  expect(slugOf('x'.repeat(300))).toBe('x'.repeat(80));
});
