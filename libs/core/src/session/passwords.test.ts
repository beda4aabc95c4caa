import { hashPassword, passwordMatches } from './passwords';

it('makes passwords costly to try: 19 MiB and two passes of argon2id each', async () => {
  const stored = await hashPassword('correct horse battery');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordMatches(stored, 'correct horse battery')).toBe(true);
  expect(await passwordMatches(stored, 'correct horse batterz')).toBe(false);
});

it('takes the same letter for the same, whatever keyboard it was typed on', async () => {
  expect(await passwordMatches(await hashPassword('z\u0307o\u0301lw'), '\u017c\u00f3lw')).toBe(true);
});

it('matches nothing where there is no account', async () => {
  expect(await passwordMatches(undefined, 'nobody signs in with this')).toBe(false);
});
