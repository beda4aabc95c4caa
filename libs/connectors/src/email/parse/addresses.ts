import { domainToASCII, domainToUnicode } from 'node:url';
import type { Party } from '../../contract';
import { cleanLine } from './clean-text';
import { decodeWords } from './encoded-words';
import { limits } from './limits';

/**
 * An address list (RFC 5322 §3.4) in one pass: quoted names, comments, groups, `;` instead of `,`, names that contain addresses.
 * Encoded words are decoded only after the list is split, so that a comma or an address inside a name stays a name.
 */
export function readAddresses(header: string | undefined): Party[] {
  if (header === undefined || header === '') return [];
  const parties: Party[] = [];
  const seen = new Set<string>();
  for (const entry of splitAddresses(header)) {
    const party = toParty(entry);
    if (party === undefined || seen.has(party.id)) continue;
    seen.add(party.id);
    parties.push(party);
    if (parties.length >= limits.addresses) break;
  }
  return parties;
}

export function readAddress(header: string | undefined): Party | undefined {
  return readAddresses(header)[0];
}

interface Entry { words: string; angle: string | undefined; comment: string }

function splitAddresses(header: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry = { words: '', angle: undefined, comment: '' };
  const finish = (): void => {
    if (entry.words.trim() !== '' || entry.angle !== undefined) entries.push(entry);
    entry = { words: '', angle: undefined, comment: '' };
  };
  let index = 0;
  let closers = { quote: header.lastIndexOf('"'), angle: header.lastIndexOf('>'), paren: header.lastIndexOf(')') };
  while (index < header.length && entries.length <= limits.addresses) {
    const char = header[index] as string;
    if (char === '"' && closers.quote > index) {
      let end = index + 1;
      let text = '';
      while (end < header.length && header[end] !== '"') {
        if (header[end] === '\\') end += 1;
        text += header[end] ?? '';
        end += 1;
      }
      // A quoted local part keeps its quotes; a quoted name loses them.
      entry.words += header[end + 1] === '@' ? `"${text}"` : text;
      index = end + 1;
    } else if (char === '<' && closers.angle > index) {
      const end = header.indexOf('>', index);
      if (end < 0) {
        closers = { ...closers, angle: -1 };
        continue;
      }
      const inside = header.slice(index + 1, end).replace(/\([^()]{0,200}\)/g, '').replace(/^[<\s]+/, '').trim();
      if (entry.angle === undefined || !entry.angle.includes('@')) {
        if (entry.angle !== undefined) entry.words += `<${entry.angle}>`;
        entry.angle = inside;
      }
      index = end + 1;
    } else if (char === '(' && closers.paren > index) {
      let depth = 1;
      let end = index + 1;
      while (end < header.length && depth > 0) {
        if (header[end] === '\\') end += 1;
        else if (header[end] === '(') depth += 1;
        else if (header[end] === ')') depth -= 1;
        end += 1;
      }
      entry.comment += header.slice(index + 1, end - 1);
      index = end;
    } else if (char === ',' || char === ';') {
      // "Kowalski, Jan <jan@x>" without quotes: the comma belongs to the name.
      if (char === ',' && entry.angle === undefined && !entry.words.includes('@') && /^[^,;:@"()]*<[^<>@\s]+@[^<>\s]+>/.test(header.slice(index + 1, index + 300))) entry.words += char;
      else finish();
      index += 1;
    } else if (char === ':' && entry.angle === undefined && !entry.words.includes('@') && !entry.words.includes('=?')) {
      // A group's name ("undisclosed-recipients:"), or "mailto:".
      entry = { words: '', angle: undefined, comment: '' };
      index += 1;
    } else {
      entry.words += char;
      index += 1;
    }
  }
  finish();
  return entries;
}

function toParty(entry: Entry): Party | undefined {
  const words = decodeWords(entry.words).trim();
  let address = entry.angle === undefined ? '' : decodeWords(entry.angle);
  let name = words;
  if (!address.includes('@')) {
    const inline = /[^\s<>,;:"'()[\]]{1,255}@[^\s<>,;:"'()[\]]{1,255}/.exec(words.slice(0, 2_000));
    if (inline === null) return undefined;
    address = inline[0];
    name = entry.angle === undefined ? words.replace(address, '').trim() : words;
    if (name === '') name = decodeWords(entry.comment);
  }
  const id = normaliseAddress(address);
  if (id === undefined) return undefined;
  const shown = cleanLine(name.replace(/^["'\s>]+|(?<!["'\s<>])["'\s<>]+$/g, ''), limits.nameChars);
  return { id, handle: id, ...(shown === '' || shown.toLowerCase() === id ? {} : { name: shown }) };
}

/** As SMTP and Message-IDs need it: a domain in letters of any script becomes its ASCII form. */
export function asciiDomain(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return domainToASCII(domain) || domain;
}

/** Lower case, Unicode domain, no route, no spaces; undefined when it is no address. */
export function normaliseAddress(address: string): string | undefined {
  const bare = cleanLine(address, 1_000).replace(/^mailto:/i, '').replace(/^@[^:]{1,300}:/, '').replace(/[.>\s]+$/, '');
  const at = bare.lastIndexOf('@');
  const local = localPart(bare.slice(0, at));
  if (at <= 0 || local === '' || at === bare.length - 1 || bare.length > 320) return undefined;
  const domain = bare.slice(at + 1).replace(/\s+/g, '').toLowerCase();
  const unicode = domain.includes('xn--') ? domainToUnicode(domain) || domain : domain;
  return `${local}@${unicode}`;
}

/** "anna"@ is anna@; a blank may only stand where the quotes are needed. */
function localPart(written: string): string {
  const quoted = /^\s*"([^"]+)"\s*$/.exec(written)?.[1]?.toLowerCase();
  if (quoted === undefined) return written.replace(/\s+/g, '').toLowerCase();
  return /^[^\s"(),:;<>@[\\\]]+$/.test(quoted) ? quoted : `"${quoted}"`;
}
