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
    case 'graphemes': {
      let count = 0;
      for (const _ of segments.segment(text)) count += 1;
      return count;
    }
    case 'bytes':
      return Buffer.byteLength(text);
    default:
      throw new Error(`no rule for ${unit satisfies never}`);
  }
}
