/** What a batch takes for so has changed while it was being decided: a message got its id, a conversation went up in another. It is decided again. */
export class KeptMeanwhile extends Error {}

/** What it goes on with went meanwhile, as a person who was just erased: decided again, it is not found any more. */
const gone = (error: unknown): boolean => (error as { code?: unknown }).code === '23503';

/** Decides a batch again, with what was committed meanwhile, until nothing moved in between. */
export async function untilSettled<T>(decideAndWrite: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await decideAndWrite(attempt);
    } catch (error) {
      if (!(error instanceof KeptMeanwhile) && !gone(error)) throw error;
      if (attempt >= (gone(error) ? 4 : 20)) throw error;
    }
  }
}
