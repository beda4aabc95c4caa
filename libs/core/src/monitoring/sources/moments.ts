/** Before then nobody wrote on the web: who says so has a clock that stands still. */
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(9999, 0, 1);

/** A moment as places say it, in words or in milliseconds; undefined: nobody can have meant it. */
export function momentOf(said: string | number | undefined): string | undefined {
  const at = typeof said === 'number' ? said : Date.parse(said ?? '');
  return at >= EARLIEST && at < LATEST ? new Date(at).toISOString() : undefined;
}
