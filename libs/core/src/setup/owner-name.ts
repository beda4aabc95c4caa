/** Mailboxes of a house, not of a person. */
const houses = new Set([
  'admin', 'administrator', 'biuro', 'contact', 'hello', 'help', 'hi', 'info', 'it', 'kontakt', 'mail', 'me', 'office', 'owner', 'poczta', 'pomoc', 'postmaster', 'root', 'sales', 'service', 'shop', 'sklep', 'support', 'team', 'test', 'user', 'webmaster',
]);

/** A name for people out of an address: 'anna.kowalska@' is Anna Kowalska. `guessed`: its owner should be asked. */
export function nameFromAddress(address: string): { name: string; guessed: boolean } {
  const local = (address.split('@')[0] ?? '').split('+')[0] ?? '';
  const words = local.split(/[._]+/).map((word) => word.replace(/\d+$/, '')).filter((word) => word !== '');
  const name = words.map(written).join(' ');
  const sure = words.length > 1 && words.every((word) => /^[\p{L}'-]+$/u.test(word) && !houses.has(word.toLowerCase()));
  return { name: name === '' ? address : name, guessed: !sure };
}

/** 'anna-maria' is Anna-Maria, 'o'neill' O'Neill; one letter alone is an initial. */
function written(word: string): string {
  const capitals = word.toLowerCase().replace(/(^|[-'])(\p{L})/gu, (_, before: string, letter: string) => `${before}${letter.toUpperCase()}`);
  return word.length === 1 ? `${capitals}.` : capitals;
}
