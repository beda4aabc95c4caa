import { polish } from './all.pl';

interface Template { pattern: RegExp; words: string; /** Its last gap is what somebody else wrote, to its end. */ quotes: boolean }
interface Found { words: string; quotes: boolean }
let templates: Template[] | undefined;

function polishTemplates(): Template[] {
  // Those that say the most go first: a short one with a gap would take what another says whole.
  return (templates ??= Object.entries(polish)
    .filter(([english]) => english.includes('{}'))
    .sort(([a], [b]) => said(b) - said(a))
    .map(([english, words]) => ({ pattern: new RegExp(`^${english.split('{}').map(escaped).join('(.+?)')}$`, 'su'), words, quotes: english.endsWith('{}') && words.endsWith('{}”') })));
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

export const isKnown = (text: string): boolean => polish[text] !== undefined || inPolish(text) !== text;

/** What stands in the dictionary under this very key. */
export const polishAt = (key: string): string | undefined => polish[key];

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
  const whole = polish[text];
  if (whole !== undefined) return { words: whole, quotes: false };
  for (const { pattern, words, quotes } of polishTemplates()) {
    const match = pattern.exec(text);
    if (match) return { words: match.slice(1).reduce((sum, part) => sum.replace('{}', () => gapWords(part)), words), quotes };
  }
  // A sentence and the same words without their full stop are one entry.
  if (!text.endsWith('.')) return polish[`${text}.`] === undefined ? undefined : { words: polish[`${text}.`]?.slice(0, -1) ?? '', quotes: false };
  const bare = lookUp(text.slice(0, -1));
  return bare === undefined ? undefined : { words: `${bare.words}.`, quotes: bare.quotes };
}

/** A gap may hold a sentence of ours ("2 of 3 parts arrived, then: …"); a single word is a name, and names stay. */
function gapWords(part: string): string {
  return part.includes(' ') ? (lookUp(part)?.words ?? part) : part;
}
