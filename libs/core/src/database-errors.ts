/** PostgreSQL's own codes; a unique key that decides is not an accident but an answer. */
const UNIQUE = '23505';
const FOREIGN_KEY = '23503';
const CANCELLED = '57014';

interface PostgresError { code?: string; driverError?: { code?: string } }

const codeOf = (error: unknown): string | undefined => (error as PostgresError).driverError?.code ?? (error as PostgresError).code;

/** Runs `work`; a broken unique key becomes `refusal`. The transaction is lost then. */
export async function orTaken<T>(work: Promise<T>, refusal: () => Error): Promise<T> {
  return work.catch((error: unknown) => { throw codeOf(error) === UNIQUE ? refusal() : error; });
}

/** Runs `work`; a broken foreign key becomes `refusal`. The transaction is lost then. */
export async function orMissing<T>(work: Promise<T>, refusal: () => Error): Promise<T> {
  return work.catch((error: unknown) => { throw codeOf(error) === FOREIGN_KEY ? refusal() : error; });
}

/** The server gave up because the statement took longer than it may. */
export const tookTooLong = (error: unknown): boolean => codeOf(error) === CANCELLED;

/** It is the data itself: a value that PostgreSQL cannot keep (its classes 22 and 54), or that nobody foresaw here. The same again would fail again. */
export const isUnfit = (error: unknown): boolean => error instanceof RangeError || error instanceof TypeError || /^(22|54)/.test(codeOf(error) ?? '');
