/** 'Marta Wiśniewska' → 'MW', 'ania.remontuje' → 'A', '' → '?' */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).map((word) => [...word.replace(/^[^\p{L}\p{N}]+/u, '')][0] ?? '').filter((letter) => letter !== '');
  const first = words[0];
  if (first === undefined) return '?';
  const last = words.length > 1 ? words[words.length - 1] : '';
  return `${first}${last ?? ''}`.toLocaleUpperCase('pl');
}

/** The same name has the same hue everywhere and for everyone. */
export function hueOf(name: string): number {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % 6;
}
