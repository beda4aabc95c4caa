const plain: Readonly<Record<string, string>> = { ą: 'a', ć: 'c', ę: 'e', ł: 'l', ń: 'n', ó: 'o', ś: 's', ź: 'z', ż: 'z' };

/** Small letters without marks: half of the customers write Polish without them. */
export function fold(text: string): string {
  const small = text.toLowerCase();
  let isAscii = true;
  for (let index = 0; index < small.length; index++) if (small.charCodeAt(index) > 127) { isAscii = false; break; }
  if (isAscii) return small;
  return small.replace(/[ąćęłńóśźż’]/g, (letter) => plain[letter] ?? "'").normalize('NFD').replace(/[\u0300-\u036f]/g, '');
}
