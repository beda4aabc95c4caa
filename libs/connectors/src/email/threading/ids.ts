import { createHash } from 'node:crypto';
import { limits } from '../parse/limits';

/** Message-IDs as the rest of the product sees them: with angle brackets, as they stand in mail. */

const maxIdChars = 900;

/** All ids in a header, in order. Ids with spaces, missing brackets and Outlook's folded ones are read as well. */
export function readIds(header: string | undefined): string[] {
  if (header === undefined) return [];
  const ids: string[] = [];
  const seen = new Set<string>();
  const offer = (raw: string): void => {
    const id = normaliseId(raw);
    if (id !== undefined && !seen.has(id) && ids.length < limits.references) {
      seen.add(id);
      ids.push(id);
    }
  };
  let at = 0;
  let bracketed = false;
  while (at < header.length) {
    const start = header.indexOf('<', at);
    if (start < 0) break;
    const end = header.indexOf('>', start);
    if (end < 0) break;
    // "<a <b@c>": a bracket that was never closed is not an id.
    const inner = header.lastIndexOf('<', end);
    offer(header.slice(inner + 1, end));
    bracketed = true;
    at = end + 1;
  }
  if (!bracketed) for (const word of header.split(/[\s,;]+/)) if (word.includes('@')) offer(word);
  return ids;
}

export function normaliseId(raw: string): string | undefined {
  const bare = raw.replace(/[\s\p{Cc}<>]+/gu, '');
  return bare === '' || bare.length > maxIdChars ? undefined : `<${bare}>`;
}

/** The Message-ID of a mail; lists of them (broken senders) count as the first. */
export function messageIdOf(header: string | undefined): string | undefined {
  const id = readIds(header)[0] ?? (header === undefined ? undefined : normaliseId(header));
  // An id such as "<>" or "<unknown>" or "<@host>" says nothing about which mail this is.
  return id === undefined || id.length < 6 || !/[A-Za-z0-9]/.test(id) || id.startsWith('<@') ? undefined : id;
}

/** Drops what Kontuar adds to tell two mails with the same Message-ID apart. */
export function withoutSuffix(externalId: string): string | undefined {
  const match = /^(<[^<>\s]{1,998}>)(?:#[0-9a-f]+)?$/.exec(externalId);
  return match?.[1];
}

/** What of a mail stays the same on its way: a copy that came over another server has other Received lines. */
export function contentHash(headers: { get(name: string): string | undefined }, body: Buffer): string {
  const hash = createHash('sha256');
  for (const name of ['from', 'date', 'subject']) hash.update(`${name}:${(headers.get(name) ?? '').replace(/\s+/g, ' ').trim()}\n`);
  hash.update('\n');
  // Line ends differ between a webhook and IMAP; trailing empty lines come and go.
  let at = 0;
  let end = body.length;
  while (end > 0 && (body[end - 1] === 0x0a || body[end - 1] === 0x0d)) end -= 1;
  while (at < end) {
    const newline = body.indexOf(0x0a, at);
    const lineEnd = newline < 0 || newline >= end ? end : newline;
    hash.update(body.subarray(at, lineEnd > at && body[lineEnd - 1] === 0x0d ? lineEnd - 1 : lineEnd));
    hash.update('\n');
    at = lineEnd + 1;
  }
  return hash.digest('hex').slice(0, 20);
}
