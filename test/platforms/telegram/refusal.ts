/** An answer that is not ok, in Telegram's words. */
export class Refusal extends Error {
  constructor(readonly code: number, readonly description: string, readonly parameters?: Record<string, number>) {
    super(description);
  }
}

export const badRequest = (what: string) => new Refusal(400, `Bad Request: ${what}`);
