import { fold } from '@kontuar/language';
import { compareNames, nameWords } from './names';
import { readPhone } from './phone';

/** What a letter's writer says of how to reach them, with the line in which it stands. */
export interface SignatureClue { kind: 'phone' | 'email'; value: string; words: string }
export interface Letter { text: string; /** What the mail program put beside it: a signature, earlier letters. */ quoted?: string | null; authorName: string; authorAddress: string; /** For numbers without their country's code. */ country: string }

const LINES = 25;
const LONG = 120;
const WORDS = 160;

const closing = /^(z (powazaniem|wyrazami szacunku|gory dziekuje|pozdrowieniami)|(lacze |serdecznie |gorace |cieple )*(pozdrawiam|pozdrowienia|pozdro|pozdr)( serdecznie| cieplo)?|dziekuje( i pozdrawiam)?|milego dnia|(kind|best|warm|warmest)( regards| wishes)?|regards|br|all the best|many thanks|thanks|thank you|thx|cheers|sincerely|yours( sincerely| faithfully| truly)?|(with )?(kind |best )?regards|respectfully|take care)\s*[,.!;:–-]*$/;
/** "Pozdrawiam, Jan Kowalski" and "Best regards Jane Doe" in one line. */
const closingWithName = /^((?:z powazaniem|(?:serdecznie )?pozdrawiam(?: serdecznie)?|pozdrowienia|kind regards|best regards|best wishes|regards|thanks|many thanks|cheers|sincerely)[\s,.–-]+)(\S.{2,60})$/;
const mark = /^(--\s?|—\s?|_{3,}|-{3,})$/;
/** From here on somebody else speaks. */
const elsewhere = /^(>|-{2,}\s*(original message|forwarded message|wiadomosc oryginalna|oryginalna wiadomosc|wiadomosc przekazana|przekazana wiadomosc|poczatek przekazywanej)|begin forwarded message|(from|od|de|von)\s*:\s*\S|(sent|wyslano|data|date|do|to|subject|temat)\s*:\s*\S|.{0,200}\b(wrote|napisal\(a\)|napisala?|pisze|schrieb)\s*:?\s*$|w dniu .{4,120}|on .{4,120} wrote)/;
const postScript = /^(ps|p\.s\.)[\s.:]/;
const fax = /\b(fax|faks|f)\s*[.:]/;
/** Numbers of other things, and of other people. */
const otherNumber = /\b(nip|regon|krs|bdo|iban|swift|bic|konto|rachun\w*|account|vat|tax|pesel|zamowien\w*|zam|order|faktur\w*|invoice|numer klienta|customer no|ref|nr sprawy|case|infolinia|hotline|centrala|switchboard|recepcja|sekretariat|biuro|reception|office|rodo|gdpr|iod|dpo|ksiegowosc|accounting|asystent\w*|assistant)\b/;
const labelled = /(?:^|[\s|•·,;/(])(?:tel(?:efon|ephone)?|t|m|mob(?:ile)?|kom(?:orka|orkowy)?|phone|ph|p|cell|gsm|whatsapp|wa|sms|signal|viber)\s*(?:\.|:|\/|\bkom\.?|\bkomorkowy\b|\bnr\b|\s)\s*/;
const number = /(?:\+|00)?\(?\d[\d\s().\-/\u00a0\u2010-\u2015]{6,20}\d/g;
const address = /[a-z0-9][\w.+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}/gi;
const role = /^(info|biuro|kontakt|contact|sklep|shop|store|sales|sprzedaz|office|hello|help|pomoc|support|serwis|service|admin|administrator|no-?reply|noreply|nie-?odpowiadaj|rodo|gdpr|iod|dpo|privacy|ksiegowosc|faktury|invoices?|billing|marketing|hr|kadry|rekrutacja|jobs|zamowienia|orders?|reklamacje|zwroty|bok|recepcja|reception|sekretariat|team|mail|poczta|postmaster|abuse|newsletter|unsubscribe)([.+@-]|$)/i;

/**
 * The writer's own telephone numbers and addresses, from the signature of a letter. Only what stands below a closing, a signature mark or the writer's own name at the end;
 * never from what is quoted or forwarded, and nothing when the signature is somebody else's.
 */
export function readSignature(letter: Letter): SignatureClue[] {
  const lines = ownSignature(letter);
  if (lines.length === 0 || !isTheirs(lines, letter)) return [];
  const found = new Map<string, SignatureClue>();
  const keep = (kind: SignatureClue['kind'], value: string, line: string) => {
    const key = `${kind} ${value}`;
    if (!found.has(key)) found.set(key, { kind, value, words: line.trim().replace(/\s+/g, ' ').slice(0, WORDS) });
  };
  for (const line of lines) {
    for (const value of phonesOf(line, letter.country)) keep('phone', value, line);
    for (const [raw] of line.matchAll(address)) {
      const value = raw.toLowerCase();
      if (value !== letter.authorAddress.toLowerCase() && !role.test(value) && !otherNumber.test(fold(line).replace(raw.toLowerCase(), ''))) keep('email', value, line);
    }
  }
  return [...found.values()].slice(0, 8);
}

/** The lines that are the writer's signature; none when there is nothing that says so. */
function ownSignature({ text, quoted, authorName }: Letter): string[] {
  const beside = untilElsewhere((quoted ?? '').split('\n'));
  const own = untilElsewhere(text.split('\n'));
  const start = signatureStart(own, authorName);
  const inText = start === undefined ? [] : own.slice(start);
  // What the mail program itself set apart as a signature needs no closing above it.
  return [...inText, ...beside].filter((line) => line.trim() !== '' && line.length <= LONG).slice(0, LINES);
}

function untilElsewhere(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => elsewhere.test(fold(line.trim())));
  return end === -1 ? [...lines] : lines.slice(0, end);
}

function signatureStart(lines: readonly string[], authorName: string): number | undefined {
  const from = Math.max(0, lines.length - LINES);
  for (let index = lines.length - 1; index >= from; index -= 1) {
    const line = fold((lines[index] ?? '').trim());
    if (postScript.test(line)) return undefined;
    if (mark.test(line)) return rest(lines, index + 1);
    if (closing.test(line)) return rest(lines, index + 1);
    const together = closingWithName.exec(line);
    if (together !== null && nameWords(nameIn(together[2] ?? '')).length > 0) return index;
  }
  // No closing: the writer's own name on a line of its own, near the end, with nothing but short lines behind it.
  for (let index = lines.length - 1; index >= Math.max(1, lines.length - 8); index -= 1) {
    const line = (lines[index] ?? '').trim();
    if (line.length > 0 && line.length <= 60 && ['same', 'akin'].includes(compareNames(line, authorName)) && (lines[index - 1] ?? '').trim() === '') return rest(lines, index);
  }
  return undefined;
}

/** A signature is short; behind a closing in the middle of a letter the letter goes on. */
function rest(lines: readonly string[], start: number): number | undefined {
  const behind = lines.slice(start).filter((line) => line.trim() !== '');
  return behind.length <= 12 && behind.filter((line) => line.trim().length > 90 || /[?!]\s*$/.test(line)).length === 0 ? start : undefined;
}

/** Names another person: a colleague's signature, a secretary's, one that was pasted. */
function isTheirs(lines: readonly string[], { authorName, authorAddress }: Letter): boolean {
  const named = lines.slice(0, 4).map((line) => nameIn(closingWithName.exec(fold(line.trim()))?.[2] ?? line)).filter((line) => nameWords(line).length > 0);
  const [first] = named;
  if (first === undefined) return true;
  if (compareNames(first, authorName) === 'differ') return false;
  // A desk's mailbox is signed by whoever is at the desk: what they sign with is not the desk's.
  return !role.test(authorAddress.split('@')[0] ?? '') || compareNames(first, authorName) !== 'unknown';
}

/** Up to the comma or bar, behind which stand a firm or a number. */
const nameIn = (line: string): string => line.replace(/\s*(,|\s[|•·–-]\s|\btel\b).*$/, '').trim();

function phonesOf(line: string, country: string): string[] {
  const folded = fold(line);
  const found: string[] = [];
  for (const match of folded.matchAll(number)) {
    const raw = match[0];
    const before = folded.slice(0, match.index);
    // What stands right before it says what it is: of a line with several each has its own.
    const near = before.slice(Math.max(0, before.search(/[^\d\s().\-+/][^\d]*$/)));
    const label = near.slice(-28);
    if (fax.test(label) || otherNumber.test(label) || /[\w@.-]$/.test(before) && !/[\s(:.]$/.test(before)) continue;
    if (/\bwew(n|\.|\b)|\bext\b/.test(folded.slice(match.index + raw.length, match.index + raw.length + 6))) continue;
    const plain = raw.trim();
    const isTold = labelled.test(` ${label}`) || /[📞☎📱✆]/u.test(line.slice(0, match.index));
    // Alone on its line, and written as a number of a telephone is.
    const isAlone = before.trim() === '' && folded.slice(match.index + raw.length).trim() === '' && (plain.startsWith('+') || /^\d{3}[\s-]\d{3}[\s-]\d{3}$/.test(plain) || /^\(?\d{2}\)?[\s-]\d{3}[\s-]\d{2}[\s-]\d{2}$/.test(plain) || /^0\d{2,4}[\s-]\d{3,4}[\s-]?\d{3,4}$/.test(plain));
    if (!isTold && !isAlone && !plain.startsWith('+')) continue;
    const phone = readPhone(plain, country);
    if (phone !== undefined) found.push(phone);
  }
  return found;
}
