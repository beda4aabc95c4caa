/** How phone networks count a text: in seven-bit letters while they last, otherwise all of it in sixteen-bit ones. */

const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');
/** Written with an escape before them: two places each. */
const extended = new Set('^{}\\[~]|€\f');

export interface Segments { encoding: 'GSM-7' | 'UCS-2'; units: number; segments: number }

export function segmentsOf(text: string): Segments {
  const letters = [...text];
  const isGsm = letters.every((letter) => basic.has(letter) || extended.has(letter));
  if (isGsm) {
    const sizes = letters.map((letter) => (extended.has(letter) ? 2 : 1));
    return { encoding: 'GSM-7', units: sizes.reduce((sum, size) => sum + size, 0), segments: fill(sizes, { whole: 160, part: 153 }) };
  }
  const sizes = letters.map((letter) => letter.length);
  return { encoding: 'UCS-2', units: text.length, segments: fill(sizes, { whole: 70, part: 67 }) };
}

/** Nothing is cut in two: what does not fit whole goes into the next part. */
function fill(sizes: number[], { whole, part }: { whole: number; part: number }): number {
  if (sizes.reduce((sum, size) => sum + size, 0) <= whole) return sizes.length === 0 ? 0 : 1;
  let [segments, used] = [1, 0];
  for (const size of sizes) {
    if (used + size > part) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return segments;
}
