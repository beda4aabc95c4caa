const segments = new Intl.Segmenter('und', { granularity: 'grapheme' });
const links = /https?:\/\/[^\s]+/gi;

export interface TextMeasure { lengthUnit?: 'utf16' | 'code-points' | 'graphemes' | 'bytes' | undefined; linkLength?: number | undefined }

/** As the platform counts: JavaScript's own units, code points, letters as people see them, or bytes of UTF-8; some count every web address alike. */
export function textLength(text: string, { lengthUnit: unit = 'utf16', linkLength }: TextMeasure = {}): number {
  if (linkLength !== undefined) return textLength(text.replace(links, 'x'.repeat(linkLength)), { lengthUnit: unit });
  switch (unit) {
    case 'utf16':
      return text.length;
    case 'code-points':
      return [...text].length;
    case 'graphemes':
      return graphemes(text);
    case 'bytes':
      return Buffer.byteLength(text);
    default:
      throw new Error(`no rule for ${unit satisfies never}`);
  }
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
