/** What a batch takes for so has changed while it was being decided: a message got its id, a conversation went up in another. It is decided again. */
export class KeptMeanwhile extends Error {}

/** Decides a batch again, with what was committed meanwhile, until nothing moved in between. */
export async function untilSettled<T>(decideAndWrite: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await decideAndWrite(attempt);
    } catch (error) {
      if (!(error instanceof KeptMeanwhile) || attempt >= 20) throw error;
    }
  }
}
