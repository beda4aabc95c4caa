import { inputOf, termsIn } from './source-kinds';

it('sends of a form what its kind of place takes', () => {
  const form = { name: ' Blog ', url: ' https://a.example/feed ', terms: 'Dom Lipowy, , x, kredens\nDom Lipowy', token: ' t ', allowance: ' 500 ', keepDays: 30 };
  expect(inputOf({ kind: 'feed', ...form })).toEqual({ kind: 'feed', name: 'Blog', keepDays: 30, url: 'https://a.example/feed' });
  expect(inputOf({ kind: 'hacker-news', ...form })).toEqual({ kind: 'hacker-news', name: 'Blog', keepDays: 30, terms: ['Dom Lipowy', 'kredens'] });
  expect(inputOf({ kind: 'mastodon', ...form })).toEqual({ kind: 'mastodon', name: 'Blog', keepDays: 30, url: 'https://a.example/feed', terms: ['Dom Lipowy', 'kredens'], token: 't' });
  expect(inputOf({ kind: 'mastodon', ...form, token: '' })).not.toHaveProperty('token');
  expect(inputOf({ kind: 'x', ...form })).toEqual({ kind: 'x', name: 'Blog', keepDays: 30, terms: ['Dom Lipowy', 'kredens'], token: 't', allowance: 500 });
  for (const allowance of ['', '0', '-5', '1.5', 'many', '99999999']) expect(inputOf({ kind: 'youtube', ...form, allowance })).not.toHaveProperty('allowance');
  expect(inputOf({ kind: 'reddit', ...form })).not.toHaveProperty('allowance');
  expect(inputOf({ kind: 'bluesky', ...form, url: '' })).toEqual({ kind: 'bluesky', name: 'Blog', keepDays: 30 });
  expect(inputOf({ kind: 'push', ...form })).toEqual({ kind: 'push', name: 'Blog', keepDays: 30 });
});

it('asks for at most twenty words', () => {
  expect(termsIn(Array.from({ length: 30 }, (_, n) => `word ${n}`).join(','))).toHaveLength(20);
});
