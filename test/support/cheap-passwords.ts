import argon2 from '@node-rs/argon2';

/**
 * A hash that is costly to try takes the processor 50 ms, and every suite makes and asks for a dozen. What a hash of the product costs,
 * libs/core/src/session/passwords.test.ts holds; what is stored says itself how it is to be asked.
 */
const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 };

/** For the suites that import it, from their first hash to their last. */
export function makePasswordsCheap(): void {
  const changeable: { hash: typeof argon2.hash } = argon2;
  const { hash } = changeable;
  beforeAll(() => { changeable.hash = (password, options, signal) => hash(password, { ...options, ...cheap }, signal); });
  afterAll(() => { changeable.hash = hash; });
}
