const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', oacute: 'ó', hellip: '…', ndash: '–', mdash: '—', bdquo: '„', rdquo: '”', ldquo: '“', rsquo: '’' };

/** Words alone: what is shown is never HTML of others. */
export function plain(html: string): string {
  return html.replace(/<(script|style)\b[^>]*>[^]*?<\/\1\s*>/gi, ' ').replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
      if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
      return named[name?.toLowerCase() ?? ''] ?? whole;
    }).replace(/\s+/g, ' ').trim();
}
