/** 'Marta Wiśniewska' → 'MW', 'ania.remontuje' → 'A', '' → '?' */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).map((word) => [...word.replace(/^[^\p{L}\p{N}]+/u, '')][0] ?? '').filter((letter) => letter !== '');
  const first = words[0];
  if (first === undefined) return '?';
  const last = words.length > 1 ? words[words.length - 1] : '';
  return `${first}${last ?? ''}`.toLocaleUpperCase('pl');
}

/** The same name has the same hue everywhere and for everyone (FNV-1a: near names fall far apart). */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % 6;
}
