import { hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB and two passes: about 50 ms, and costly to try in bulk. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// The same letter typed on two keyboards may be two different sequences of code points.
const normal = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normal(password), cost);

let decoy: Promise<string> | undefined;

/** Takes as long for an account that does not exist (`stored` undefined), so that time says nothing about who has one. */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody signs in with this');
  const matches = await verify(stored ?? (await decoy), normal(password));
  return matches && stored !== undefined;
}
