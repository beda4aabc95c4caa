import { polish } from './all.pl';

interface Template { pattern: RegExp; words: string }
/** `quotes`: it ends with what somebody else wrote, to the last sentence of that. */
interface Found { words: string; quotes: boolean }
let templates: Template[] | undefined;

function polishTemplates(): Template[] {
  // Those that say the most go first: a short one with a gap would take what another says whole.
  return (templates ??= Object.entries(polish)
    .filter(([english]) => english.includes('{}'))
    .sort(([a], [b]) => said(b) - said(a))
    .map(([english, words]) => ({ pattern: new RegExp(`^${english.split('{}').map(escaped).join('(.+?)')}$`, 'su'), words })));
}

const said = (english: string): number => english.replaceAll('{}', '').length;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

const known = new Map<string, string>();

/** The server's English as gettext does it: whole, then sentence by sentence, with templates. What nobody translated stays as it is. */
export function inPolish(text: string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size > 2000) known.clear();
  const words = translated(text);
  known.set(text, words);
  return words;
}

const isKnown = (text: string): boolean => polish[text] !== undefined || inPolish(text) !== text;

/** All that the screens ask of it once it is here; `polishAt`: what stands in the dictionary under this very key. */
export const dictionary = { inPolish, isKnown, polishAt: (key: string): string | undefined => polish[key] };

function translated(text: string): string {
  const sentences = polish[text] === undefined ? text.split(/(?<=[.!?])\s+/u) : [text];
  const found = sentences.map(lookUp);
  // A gap of a template may hold sentences of its own (a server's answer), so the whole is tried when no sentence is known.
  if (found.every((each) => each === undefined)) return lookUp(text)?.words ?? text;
  // What a platform wrote is quoted to its end, however many sentences it has.
  const quoting = found.findIndex((each) => each?.quotes === true);
  if (quoting >= 0 && found.slice(quoting + 1).every((each) => each === undefined)) {
    const rest = lookUp(sentences.slice(quoting).join(' '));
    if (rest !== undefined) return [...found.slice(0, quoting).map((each, at) => each?.words ?? sentences[at]), rest.words].join(' ');
  }
  return found.map((each, at) => each?.words ?? sentences[at]).join(' ');
}

function lookUp(text: string): Found | undefined {
  const words = entry(text);
  if (words !== undefined) return { words, quotes: words.endsWith('”') };
  // "LINE refused the request: Invalid to": what stands behind the colon are the platform's own words, in a language of theirs.
  for (let at = text.indexOf(': '); at > 0; at = text.indexOf(': ', at + 1)) {
    const ours = text.slice(0, at);
    const known = ours.split(' ').length > 2 ? entry(ours) : undefined;
    // "anna@shop.pl: The mailbox is full": whom it is about, and then a sentence of ours.
    const after = known === undefined && !ours.includes(' ') ? entry(text.slice(at + 2)) : undefined;
    if (after !== undefined) return { words: `${ours}: ${after}`, quotes: false };
    if (known !== undefined) return { words: `${known}. Odpowiedź platformy: „${text.slice(at + 2)}”`, quotes: true };
  }
  return undefined;
}

function entry(text: string): string | undefined {
  const whole = polish[text];
  if (whole !== undefined) return whole;
  // A sentence and the same words without their full stop are one entry.
  if (text.endsWith('.') && polish[text.slice(0, -1)] !== undefined) return `${polish[text.slice(0, -1)] ?? ''}.`;
  if (polish[`${text}.`] !== undefined) return polish[`${text}.`]?.slice(0, -1);
  for (const { pattern, words } of polishTemplates()) {
    const match = pattern.exec(text);
    if (match) return match.slice(1).reduce((sum, part) => sum.replace('{}', () => gapWords(part)), words);
  }
  const bare = text.endsWith('.') ? entry(text.slice(0, -1)) : undefined;
  return bare === undefined ? undefined : `${bare}.`;
}

/** A gap may hold a sentence of ours ("2 of 3 parts arrived, then: …"); a single word is a name, and names stay. */
function gapWords(part: string): string {
  return part.includes(' ') ? (lookUp(part)?.words ?? part) : part;
}
