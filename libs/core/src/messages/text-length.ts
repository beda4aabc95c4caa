/** As the platform counts: JavaScript's own units, characters as people see code points, or bytes of UTF-8. */
export function textLength(text: string, unit: 'utf16' | 'code-points' | 'bytes' = 'utf16'): number {
  switch (unit) {
    case 'utf16':
      return text.length;
    case 'code-points':
      return [...text].length;
    case 'bytes':
      return Buffer.byteLength(text);
    default:
      throw new Error(`no rule for ${unit satisfies never}`);
  }
}
