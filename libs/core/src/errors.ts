/** How an expected refusal reads over HTTP; the api's filter is the only one who looks. */
export type Refusal = 'invalid' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'too-large' | 'unprocessable' | 'throttled' | 'unavailable';

/** A domain error with a stable code. `extension` joins the problem document. */
export class DomainError extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly code: string,
    message: string,
    readonly extension: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** Missing, in another workspace, or out of the reader's sight: all three look the same from outside. */
export const notFound = (what: string): DomainError => new DomainError('not-found', 'not-found', `There is no such ${what}.`);
export const forbidden = (detail = 'Your role does not allow this.'): DomainError => new DomainError('forbidden', 'forbidden', detail);
export const conflict = (code: string, detail: string, extension: Record<string, unknown> = {}): DomainError => new DomainError('conflict', code, detail, extension);
export const invalid = (code: string, detail: string, extension: Record<string, unknown> = {}): DomainError => new DomainError('invalid', code, detail, extension);
