export interface TextPart { text: string; href: string | null }

const link = /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;

/** Addresses inside of plain text. Only http, https and mailto ever become links. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let last = 0;
  for (const match of text.matchAll(link)) {
    const address = trimmed(match[0]);
    const href = hrefOf(address);
    if (href === null) continue;
    if (match.index > last) parts.push({ text: text.slice(last, match.index), href: null });
    parts.push({ text: address, href });
    last = match.index + address.length;
  }
  if (last < text.length) parts.push({ text: text.slice(last), href: null });
  return parts;
}

/** The full stop ends the sentence, not the address; a bracket belongs to it only when it was opened inside. */
function trimmed(address: string): string {
  let end = address.length;
  for (;;) {
    const last = address[end - 1] ?? '';
    if (/[.,;:!?”»…'"*_]/.test(last)) end -= 1;
    else if (last === ')' && !address.slice(0, end).includes('(')) end -= 1;
    else if (last === ']' && !address.slice(0, end).includes('[')) end -= 1;
    else return address.slice(0, end);
  }
}

function hrefOf(address: string): string | null {
  try {
    if (/^https?:/i.test(address)) return new URL(address).href;
    if (/^www\./i.test(address)) return new URL(`https://${address}`).href;
    return `mailto:${address}`;
  } catch {
    return null;
  }
}
