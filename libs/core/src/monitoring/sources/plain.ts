const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', oacute: 'ó', hellip: '…', ndash: '–', mdash: '—', bdquo: '„', rdquo: '”', ldquo: '“', rsquo: '’' };

/** Entities of HTML as letters. */
export function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
    return named[name?.toLowerCase() ?? ''] ?? whole;
  });
}

/** What runs or styles is no word. Looked for piece by piece, so that nothing in it makes this slow. */
export function withoutScripts(html: string): string {
  const kept: string[] = [];
  const opening = /<(script|style|noscript|template)\b/gi;
  let at = 0;
  for (let found = opening.exec(html); found !== null; found = opening.exec(html)) {
    if (found.index < at) continue;
    kept.push(html.slice(at, found.index));
    const end = html.slice(found.index).search(new RegExp(`</${found[1] ?? ''}`, 'i'));
    if (end < 0) return kept.join(' ');
    at = found.index + end;
    opening.lastIndex = at + 2;
  }
  return [...kept, html.slice(at)].join(' ');
}

/** Words alone: what is shown is never HTML of others. */
export const plain = (html: string): string => decoded(withoutScripts(html).replace(/<[^<>]*>/g, ' ')).replace(/\s+/g, ' ').trim();

/** The same where tags stand within words, as networks cut addresses for the eye; lines stay lines. */
export const plainLines = (html: string): string => decoded(withoutScripts(html).replace(/\s+/g, ' ').replace(/<br\s*\/?>/gi, '\n').replace(/<\/p>/gi, '\n\n').replace(/<[^<>]*>/g, '')).replace(/[^\S\n]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
