import { z } from 'zod';

/**
 * JSON of which every string can be kept: PostgreSQL takes neither a zero byte nor half a surrogate pair, and a name or a text may
 * hold both. Undefined when it is none.
 */
export function readJson(body: Buffer | string): unknown {
  try {
    const text = typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body);
    return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd').toWellFormed() : value)) as unknown;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id is a text; older payloads write small ones as numbers. A number past 2^53 is no id any more, for its last digits are gone. */
export const id = z.union([z.string().min(1).max(512), z.number().int().nonnegative().transform(String)]);

/** The word for a kind that we don't know: what stood in the payload, fit for a screen and a log. */
export function kindWord(word: string): string {
  return word.slice(0, 60).replace(/[^\w-]/g, '?');
}

/** Past the year 2100 it is a fault or a joke, and neither PostgreSQL nor a screen wants it. */
const latest = 4_102_444_800_000;

/** Meta writes times as seconds in one place and as milliseconds in the next, as numbers or as texts. */
export function instant(time: unknown, otherwise: unknown = 0): string {
  if (typeof time === 'string' && /^\d{4}-\d\d-\d\dT/.test(time)) {
    const read = Date.parse(time);
    if (!Number.isNaN(read)) return new Date(Math.min(Math.max(read, 0), latest)).toISOString();
  }
  const number = typeof time === 'string' && /^\d{1,16}$/.test(time) ? Number(time) : time;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) return time === otherwise ? new Date(0).toISOString() : instant(otherwise, otherwise);
  return new Date(Math.min(Math.round(number < 100_000_000_000 ? number * 1000 : number), latest)).toISOString();
}
