import { domainToASCII } from 'node:url';
import type { AttributeDefinition, AttributeValue, ImportMapping } from '@kontuar/contract';
import { readValue } from '../attributes/value';
import { dayAt } from '../legal-clock/calendar';
import { momentOf } from '../time-zones/wall-clock';
import { bareCell } from './csv-shape';

/** `companies`: the first stands beside the name. `id`: as an export wrote it. */
export interface ImportedPerson { id: string | null; name: string; emails: string[]; phones: string[]; companies: string[]; language: string | null; kinds: string[]; note: string; attributes: Record<string, AttributeValue>; consents: ImportedConsent[] }
/** A yes has its moment and the words that they agreed to, or it is none. */
export interface ImportedConsent { purpose: string; given: boolean; at: Date | null; text: string; where: string }
export interface LineProblem { field: string; message: string }
export interface LineContext { definitions: readonly AttributeDefinition[]; kinds: readonly { key: string; name: { en: string; pl: string } }[]; purposes: ReadonlySet<string>; /** Where times without a zone were written down. */ timeZone?: string; /** What numbers nobody here needs are kept as. */ mask?: (text: string) => string }

const email = /^[^\s@<>,;:"()[\]\\]{1,64}@[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z]{2,63}$/;
// oxlint-disable-next-line no-control-regex -- what is not to be seen has no place in a cell
const clean = (text: string): string => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f\u200b\ufeff]+/g, ' ').trim();

const yes = /^(1|true|yes|y|tak|t|x|zgoda)$/i;
const no = /^(0|false|no|n|nie|brak zgody)$/i;
const CONSENT = 'consent:';

/** Columns, not the channels of these names. */
const TARGETS = { email: 'email', phone: 'phone' } as const;
const MAX_ADDRESSES = 20;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const pieces = (text: string, by: RegExp): string[] => text.split(by).map((each) => each.trim()).filter((each) => each !== '');

/** One line of a file as a person, or everything that is wrong with it. */
export function readLine(cells: readonly string[], mapping: ImportMapping, { definitions, kinds, purposes, timeZone = 'UTC', mask = (text) => text }: LineContext): { person: ImportedPerson; problems: LineProblem[] } {
  const person: ImportedPerson = { id: null, name: '', emails: [], phones: [], companies: [], language: null, kinds: [], note: '', attributes: {}, consents: [] };
  const proof: { at: Date | null; text: string; where: string } = { at: null, text: '', where: '' };
  const more: string[] = [];
  const names = { firstName: '', lastName: '' };
  const problems: LineProblem[] = [];
  const wrong = (field: string, message: string) => void problems.push({ field, message });
  for (const [column, target] of Object.entries(mapping)) {
    // A quote that keeps a spreadsheet from running a cell is not part of it.
    const text = clean(bareCell(cells[Number(column)] ?? ''));
    if (text === '') continue;
    if (target === TARGETS.email || target === TARGETS.phone) {
      readAddresses(target, text);
      continue;
    }
    switch (target) {
      case 'name': person.name = mask(text.replace(/\s+/g, ' ')); break;
      case 'firstName': case 'lastName': names[target] = text.replace(/\s+/g, ' '); break;
      case 'id': if (uuid.test(text)) person.id = text.toLowerCase(); else wrong(target, 'This is no id of Kontuar. Leave the column out if it holds other numbers.'); break;
      case 'company': if (text.length > 200) wrong(target, 'A name has at most 200 characters.'); else person.companies.push(text); break;
      case 'companies':
        more.push(...pieces(text, /[;\n]/).slice(0, MAX_ADDRESSES));
        if (more.some((each) => each.length > 200)) wrong(target, 'A name has at most 200 characters.');
        break;
      case 'language': if (/^[a-z]{2,3}(-[a-z0-9]{2,4})?$/i.test(text)) person.language = text.toLowerCase().slice(0, 10); else wrong(target, 'Write a language as two letters, such as pl.'); break;
      case 'note': if (text.length > 4000) wrong(target, 'A note has at most 4000 characters.'); else person.note = mask(text); break;
      case 'kinds':
        for (const word of pieces(text.toLowerCase(), /[,;|]/)) {
          const kind = kinds.find(({ key, name }) => key === word || name.en.toLowerCase() === word || name.pl.toLowerCase() === word);
          if (kind === undefined) wrong(target, 'There is no such kind of customer.');
          else if (!person.kinds.includes(kind.key)) person.kinds.push(kind.key);
        }
        break;
      case 'consentAt': readMoment(text); break;
      case 'consentWhere': if (text.length > 300) wrong(target, 'Where they said so has at most 300 characters.'); else proof.where = text; break;
      case 'consentText': if (text.length > 4000) wrong(target, 'A note has at most 4000 characters.'); else proof.text = text; break;
      default: if (target.startsWith(CONSENT)) readConsent(target.slice(CONSENT.length), text); else readField(target.slice('field:'.length), text);
    }
  }
  if (person.name === '') person.name = `${names.firstName} ${names.lastName}`.trim();
  if (person.name.length > 200) wrong('name', 'A name has at most 200 characters.');
  for (const consent of person.consents) Object.assign(consent, proof);
  // A yes that nobody can show is worth nothing, and one without a day could stand above a later no.
  if (person.consents.some(({ given }) => given)) {
    if (proof.at === null && !problems.some(({ field }) => field === 'consentAt')) wrong('consentAt', 'Say when they agreed.');
    if (proof.text === '') wrong('consentText', 'Say what they agreed to, in the words that they were shown.');
  }
  for (const each of more) if (!person.companies.some((known) => known.toLowerCase() === each.toLowerCase())) person.companies.push(each);
  if (person.name === '' && person.id === null) person.name = person.emails[0]?.split('@')[0] ?? person.phones[0] ?? '';
  if (person.name === '' && person.id === null && problems.length === 0) wrong('name', 'There is neither a name nor an address in this line.');
  return { person, problems };

  /** Several stand in one cell with a comma, a semicolon or a new line between them; a mail program writes names beside them. */
  function readAddresses(target: string, text: string): void {
    const isEmail = target === TARGETS.email;
    const kept = isEmail ? person.emails : person.phones;
    const bracketed = isEmail ? [...text.matchAll(/<([^<>\s]+@[^<>\s]+)>/g)].map(([, address = '']) => address) : [];
    for (const word of (bracketed.length > 0 ? bracketed : pieces(text, isEmail ? /[,;|\s]/ : /[,;|\n]/)).slice(0, MAX_ADDRESSES)) {
      const address = isEmail ? asWritten(word) : bareCell(word).replace(/[ ().-]/g, '').replace(/^00/, '+');
      if (!(isEmail ? address.length <= 254 && email.test(address) : /^\+?\d{5,15}$/.test(address))) return wrong(target, isEmail ? 'This is no email address.' : 'This is no phone number.');
      if (!kept.includes(address)) kept.push(address);
    }
  }

  function readConsent(purpose: string, text: string): void {
    const given = yes.test(text) ? true : no.test(text) ? false : undefined;
    if (!purposes.has(purpose)) wrong(`${CONSENT}${purpose}`, 'There is no such purpose of consent here.');
    else if (given === undefined) wrong(`${CONSENT}${purpose}`, 'Write yes or no.');
    else person.consents.push({ purpose, given, at: null, text: '', where: '' });
  }

  function readMoment(text: string): void {
    const iso = text.replace(/^(\d{2})[./-](\d{2})[./-](\d{4})/, '$3-$2-$1').replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, '$1T').replace(/T(\d):/, 'T0$1:');
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(iso);
    const isWall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(iso);
    const read = isDay || isWall ? new Date(isDay ? iso : `${iso}Z`) : /^\d{4}-\d{2}-\d{2}T/.test(iso) ? new Date(iso) : undefined;
    // No 31st of February, no 25 o'clock.
    if (read === undefined || Number.isNaN(read.getTime()) || ((isDay || isWall) && read.toISOString().slice(0, 10) !== iso.slice(0, 10))) return wrong('consentAt', 'Write a day, such as 2026-01-31.');
    const at = isWall ? momentOf({ year: read.getUTCFullYear(), month: read.getUTCMonth() + 1, day: read.getUTCDate(), hour: read.getUTCHours(), minute: read.getUTCMinutes() }, timeZone) : read;
    const now = new Date();
    // Where today has come already that is still to come in Greenwich.
    if (isDay && at > now && iso === dayAt(now, timeZone)) proof.at = now;
    else if (at > now) wrong('consentAt', 'This day is still to come.');
    else proof.at = at;
  }

  function readField(key: string, text: string): void {
    const definition = definitions.find((each) => each.key === key);
    if (definition === undefined) return wrong(`field:${key}`, 'There is no such field.');
    const read = readValue(definition, typed(definition, text));
    if (!read.ok) wrong(`field:${key}`, read.message);
    else if (read.value !== null) person.attributes[key] = read.value;
  }
}

/** As mail carries it: small letters, and a domain of any alphabet as servers know it. */
function asWritten(word: string): string {
  const address = word.toLowerCase().replace(/^mailto:/, '');
  const at = address.lastIndexOf('@');
  // oxlint-disable-next-line no-control-regex -- letters beyond ASCII are what is looked for
  return at > 0 && /[^\u0000-\u007f]/.test(address.slice(at)) ? `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}` : address;
}

/** As its kind is written in spreadsheets of both countries. */
function typed({ kind, options }: AttributeDefinition, text: string): AttributeValue {
  const option = (word: string) => options.find(({ value, name }) => [value, name.en.toLowerCase(), name.pl.toLowerCase()].includes(word.trim().toLowerCase()))?.value ?? word.trim();
  switch (kind) {
    case 'number': {
      const bare = text.replace(/[\s\u00a0]/g, '');
      const number = Number(/,\d{1,2}$/.test(bare) && !bare.includes('.') ? bare.replace(',', '.') : bare.replace(/,(?=\d{3})/g, ''));
      return bare === '' || Number.isNaN(number) ? text : number;
    }
    case 'yesno': return yes.test(text) ? true : no.test(text) ? false : text;
    case 'date': return text.replace(/^(\d{2})[./-](\d{2})[./-](\d{4})$/, '$3-$2-$1');
    case 'one': return option(text);
    case 'many': return text.split(/[,;|]/).map(option);
    case 'text': case 'link': return text;
  }
}
