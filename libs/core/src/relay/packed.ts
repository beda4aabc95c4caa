import type { Emission } from './feed';

/** An emission on its way to the sockets: who gets it, and the event as the JSON that goes out as it is. */
export interface PackedEmission { rooms: string[]; except: string[]; type: string; json: string }

/** Pulse topic: what a round of the relay tells, all of it in one call. */
export const EMISSIONS = 'emissions';

/** Two lines each (JSON has no line break of its own): the event is written once by the relay and never read on its way to a screen. */
export function packEmissions(emissions: readonly Emission[]): string {
  return emissions.map(({ rooms, except, event }) => `${JSON.stringify({ rooms, except, type: event.type })}\n${JSON.stringify(event)}`).join('\n');
}

export function unpackEmissions(payload: string): PackedEmission[] {
  const lines = payload === '' ? [] : payload.split('\n');
  return Array.from({ length: lines.length / 2 }, (_, at) => ({ ...(JSON.parse(lines[2 * at] as string) as Omit<PackedEmission, 'json'>), json: lines[2 * at + 1] as string }));
}
