import { TokenBucket } from './token-bucket';

it('lets a burst through, then so many each second, and saves up no more than a burst', () => {
  let now = 0;
  const bucket = new TokenBucket(3, 2, () => now);
  const takes = (count: number) => Array.from({ length: count }, () => bucket.take());
  expect(takes(4)).toEqual([true, true, true, false]);
  now = 500;
  expect(takes(2)).toEqual([true, false]);
  now = 60_000;
  expect(takes(4)).toEqual([true, true, true, false]);
  now = 61_000;
  expect([bucket.take(3), bucket.take(2)]).toEqual([false, true]);
});
