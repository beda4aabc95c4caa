import { invalid } from '@kontuar/core';

/** No body of ours nests deeper; what does wants to exhaust a stack. */
const MAX_DEPTH = 40;
/** Far more than any list of ours; ten million empty objects fit into a body, and looking at each would hold up everybody else. */
const MAX_VALUES = 100_000;

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text that PostgreSQL can hold: it knows no NUL and no half of a character. Both carry no meaning, so they are taken out rather
 * than refused; everything else stays as it was written.
 */
export function cleanText(value: unknown): unknown {
  let left = MAX_VALUES;
  const clean = (inner: unknown, depth: number): unknown => {
    if (typeof inner === 'string') return inner.replaceAll('\0', '').replace(loneSurrogate, '\ufffd');
    if (typeof inner !== 'object' || inner === null || Buffer.isBuffer(inner)) return inner;
    if (depth > MAX_DEPTH) throw invalid('too-deep', 'This body is nested too deeply.');
    left -= Array.isArray(inner) ? inner.length : Object.keys(inner).length;
    if (left < 0) throw invalid('too-many-values', `This body has more than ${MAX_VALUES} values.`);
    if (Array.isArray(inner)) return inner.map((one) => clean(one, depth + 1));
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [clean(key, depth) as string, clean(one, depth + 1)]));
  };
  return clean(value, 0);
}
