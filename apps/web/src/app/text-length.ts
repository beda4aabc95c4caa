import type { ChannelView } from '@kontuar/contract';

export type LengthUnit = NonNullable<ChannelView['capabilities']['lengthUnit']>;

const segments = new Intl.Segmenter('und', { granularity: 'grapheme' });
const links = /https?:\/\/[^\s]+/gi;

/** Length as the platform counts it, so that "40 left" here is what the platform accepts. Some count every web address alike. */
export function lengthIn(unit: LengthUnit, text: string, linkLength?: number): number {
  if (linkLength !== undefined) return lengthIn(unit, text.replace(links, 'x'.repeat(linkLength)));
  switch (unit) {
    case 'utf16': return text.length;
    case 'code-points': {
      let count = 0;
      for (const _ of text) count += 1;
      return count;
    }
    case 'graphemes': return graphemes(text);
    case 'bytes': return new TextEncoder().encode(text).length;
    default: return unit satisfies never;
  }
}

export interface LengthReport { used: number; max: number; left: number; state: 'quiet' | 'near' | 'over' }

/** Null while there is nothing worth saying: no limit, or less than four fifths of it used. */
export function lengthReport(text: string, capabilities: Pick<ChannelView['capabilities'], 'maxTextLength' | 'lengthUnit' | 'linkLength'>): LengthReport | null {
  const max = capabilities.maxTextLength;
  if (max === undefined) return null;
  const used = lengthIn(capabilities.lengthUnit ?? 'utf16', text, capabilities.linkLength);
  const left = max - used;
  return { used, max, left, state: left < 0 ? 'over' : used >= max * 0.8 ? 'near' : 'quiet' };
}

/** Letters as people see them. ICU takes quadratic time for long texts, so it gets only what plain letters don't settle: they count one each. */
function graphemes(text: string): number {
  let count = 0;
  for (const [run] of text.replaceAll('\r\n', '\n').matchAll(/[\x20-\x7e\n]*[^\x20-\x7e\n]+|[\x20-\x7e\n]+/g)) {
    const plain = /^[\x20-\x7e\n]*/.exec(run)?.[0].length ?? 0;
    // The last plain letter may carry an accent that follows it.
    const settled = plain === run.length ? plain : Math.max(0, plain - 1);
    count += settled;
    for (const _ of segments.segment(run.slice(settled))) count += 1;
  }
  return count;
}
