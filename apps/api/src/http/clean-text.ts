import { invalid } from '@kontuar/core';

/** No body of ours nests deeper; what does wants to exhaust a stack. */
const MAX_DEPTH = 40;

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text that PostgreSQL can hold: it knows no NUL and no half of a character. Both carry no meaning, so they are taken out rather
 * than refused; everything else stays as it was written.
 */
export function cleanText(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').replace(loneSurrogate, '\ufffd');
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (depth > MAX_DEPTH) throw invalid('too-deep', 'This body is nested too deeply.');
  if (Array.isArray(value)) return value.map((inner) => cleanText(inner, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key) as string, cleanText(inner, depth + 1)]));
}
