import { linkOf } from './link';

const of = (text: string) => linkOf({ platform: 'forum', url: 'https://forum.example/1', text });

it.each([
  ['Zobacz https://a.example/x?y=1.', 'https://a.example/x?y=1'], ['(https://a.example/b)', 'https://a.example/b'], ['bez adresu', undefined], ['https://', undefined], ['javascript:alert(1) ftp://a.example', undefined],
  ['http://user:secret@a.example/ i http://b.example/', 'http://b.example/'], ['http://a.example:22/ http://a.example:25/', undefined], ['HTTPS://A.EXAMPLE', 'https://a.example/'], ['"https://a.example"', 'https://a.example/'],
])('finds in %j what can be previewed', (text, link) => {
  expect(of(text)).toBe(link);
});

it('takes a page of the web for its own link', () => {
  expect(linkOf({ platform: 'web', url: 'https://news.example/1', text: 'https://other.example' })).toBe('https://news.example/1');
  expect(linkOf({ platform: 'web', url: 'javascript:1', text: '' })).toBeUndefined();
});

it('takes the picture that stands in a post before what the post links to', () => {
  const post = { platform: 'mastodon', url: 'https://social.example/1', text: 'https://a.example' };
  expect(linkOf({ ...post, picture: 'https://files.example/1.jpg' })).toBe('https://files.example/1.jpg');
  expect(linkOf({ ...post, picture: 'http://files.example:22/1.jpg' })).toBeUndefined();
  expect(linkOf({ ...post, picture: null })).toBe('https://a.example/');
});

it('is done at once with a text made to be slow', () => {
  const began = performance.now();
  of('https://'.repeat(100_000));
  of(`https://a${'.'.repeat(19_000)}`);
  expect(performance.now() - began).toBeLessThan(500);
});
