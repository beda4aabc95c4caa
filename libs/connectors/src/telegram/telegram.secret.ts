import { timingSafeEqual } from 'node:crypto';

/** Takes as long for a near miss as for a far one; an empty secret on our side matches nothing. */
export function sameSecret(given: string | undefined, expected: string): boolean {
  if (given === undefined || given === '' || expected === '') return false;
  const a = Buffer.from(given, 'utf8');
  const b = Buffer.from(expected, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}
