const letters: Readonly<Record<string, string>> = { ł: 'l', ß: 'ss', æ: 'ae', ø: 'o', đ: 'd', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' };
const LONGEST = 80;

/** A title as the end of an address: "Jak złożyć reklamację?" is "jak-zlozyc-reklamacje". Empty when it has no letter that an address can hold. */
export function slugOf(title: string): string {
  const plain = title.toLowerCase().replace(/[łßæøđœıþð]/g, (letter) => letters[letter] ?? letter).normalize('NFKD').replace(/\p{M}/gu, '');
  const whole = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  if (whole.length <= LONGEST) return whole;
  // Between words, where there is a place.
  const cut = whole.slice(0, LONGEST + 1);
  const at = cut.lastIndexOf('-');
  return (at > LONGEST / 2 ? cut.slice(0, at) : cut.slice(0, LONGEST)).replace(/-+$/, '');
}
