/** What the line to the server is doing, as facts; how it is called follows from the time that passed. */
export interface Line {
  /** The socket is open and the server knows us. */
  connected: boolean;
  /** Connected, and the feed is being filled up. */
  catchingUp: boolean;
  signedOut: boolean;
  /** Since when it is not connected; epoch ms. */
  lostAt: number | null;
  /** When the server last said something while nothing was missing; epoch ms. */
  certainAt: number | null;
}

export type LineState = 'connecting' | 'live' | 'behind' | 'reconnecting' | 'offline' | 'signed-out';

export const reconnectingAfterMs = 2000;
export const offlineAfterMs = 8000;

export const startingLine = (now: number): Line => ({ connected: false, catchingUp: false, signedOut: false, lostAt: now, certainAt: null });

/** A blink of the line is not worth a word; two seconds are, eight are a banner. */
export function stateOf(line: Line, now: number): LineState {
  if (line.signedOut) return 'signed-out';
  if (line.connected) return line.catchingUp ? 'behind' : 'live';
  const lost = now - (line.lostAt ?? now);
  if (lost >= offlineAfterMs) return 'offline';
  if (line.certainAt === null) return 'connecting';
  return lost >= reconnectingAfterMs ? 'reconnecting' : 'live';
}

/** When `stateOf` will say something else by itself; null when only an event can change it. */
export function nextChangeMs(line: Line, now: number): number | null {
  if (line.signedOut || line.connected || line.lostAt === null) return null;
  const lost = now - line.lostAt;
  if (lost < reconnectingAfterMs) return reconnectingAfterMs - lost;
  return lost < offlineAfterMs ? offlineAfterMs - lost : null;
}
