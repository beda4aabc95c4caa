import { tokens, type Token } from '../text/tokens';
import { commonWords, ownLetters, shapes } from './words';

export interface LanguageGuess {
  /** ISO 639-1, or null: nobody could tell from this. */
  language: string | null;
  /** 0 to 1. */
  confidence: number;
}

const words = new Map<string, readonly string[]>();
for (const [language, list] of Object.entries(commonWords)) {
  for (const word of new Set(list.split(/\s+/))) words.set(word, [...(words.get(word) ?? []), language]);
}

const scripts: readonly { language: string; pattern: RegExp }[] = [
  { language: 'el', pattern: /\p{Script=Greek}/u }, { language: 'he', pattern: /\p{Script=Hebrew}/u }, { language: 'ar', pattern: /\p{Script=Arabic}/u },
  { language: 'ko', pattern: /\p{Script=Hangul}/u }, { language: 'ja', pattern: /[\p{Script=Hiragana}\p{Script=Katakana}]/u }, { language: 'zh', pattern: /\p{Script=Han}/u },
  { language: 'th', pattern: /\p{Script=Thai}/u }, { language: 'ka', pattern: /\p{Script=Georgian}/u }, { language: 'hy', pattern: /\p{Script=Armenian}/u },
];

const unsure: LanguageGuess = { language: null, confidence: 0 };

/** `plausible` narrows the answer to languages that the workspace meets. */
export function detectLanguage(text: string, plausible?: readonly string[]): LanguageGuess {
  return guess(tokens(text), plausible);
}

/** For who has cut the text into tokens already. */
export function guess(list: readonly Token[], plausible?: readonly string[]): LanguageGuess {
  const found = list.filter((token) => token.kind === 'word');
  if (found.length === 0) return unsure;
  const foreign = isLatin(found) ? undefined : byScript(found);
  if (foreign !== undefined) return plausible === undefined || plausible.includes(foreign.language ?? '') ? foreign : unsure;

  const points = new Map<string, number>();
  const give = (language: string, value: number) => points.set(language, (points.get(language) ?? 0) + value);
  for (const { word, raw } of found) {
    // A name or a model's number says nothing.
    if (word.length < 2 && !words.has(word)) continue;
    const known = words.get(word);
    if (known !== undefined) {
      const value = (word.length === 1 ? 0.4 : word.length === 2 ? 0.8 : 1.2) / Math.sqrt(known.length);
      for (const language of known) give(language, value);
    } else if (word.length >= 4) {
      for (const language of shapedAs(word)) give(language, 0.3);
    }
    if (raw.length !== word.length || raw.toLowerCase() !== word) {
      for (const letter of raw.toLowerCase()) for (const language of ownLetters[letter] ?? []) give(language, 0.9);
    }
  }
  let best = '';
  let first = 0;
  let second = 0;
  for (const [language, value] of points) {
    if (plausible !== undefined && !plausible.includes(language)) continue;
    if (value > first) [best, second, first] = [language, first, value];
    else if (value > second) second = value;
  }
  if (first < 0.55 || first - second < 0.15) return unsure;
  // A lead counts for more the more there was to read.
  const confidence = (first - second * 0.6) / (first + second * 0.4 + 0.45);
  return confidence < 0.4 ? unsure : { language: best, confidence: Math.min(0.99, confidence) };
}

const shaped = new Map<string, readonly string[]>();
const MOST_SHAPED = 5_000;

/** Looked at once: customers use the same few thousand words. */
function shapedAs(word: string): readonly string[] {
  const before = shaped.get(word);
  if (before !== undefined) return before;
  const found = shapes.filter(({ pattern }) => pattern.test(word)).map(({ language }) => language);
  if (shaped.size >= MOST_SHAPED) shaped.clear();
  shaped.set(word, found);
  return found;
}

/** Below it are Latin letters and the marks that are put on them. */
const LATIN_ENDS = 0x370;

/** As nearly all messages are; then no other script has to be looked for. */
function isLatin(found: readonly Token[]): boolean {
  for (let index = 0; index < found.length && index < SAMPLE; index++) {
    const { raw } = found[index] as Token;
    for (let at = 0; at < raw.length; at++) if (raw.charCodeAt(at) >= LATIN_ENDS && raw[at] !== '’') return false;
  }
  return true;
}

const SAMPLE = 40;

function byScript(found: readonly Token[]): LanguageGuess | undefined {
  const sample = found.slice(0, SAMPLE).map((token) => token.raw).join(' ').toLowerCase();
  const foreign = scripts.find(({ pattern }) => pattern.test(sample));
  if (foreign !== undefined) return { language: foreign.language, confidence: 0.95 };
  const cyrillic = sample.match(/\p{Script=Cyrillic}/gu)?.length ?? 0;
  if (cyrillic * 2 < sample.length * 0.8) return undefined;
  const ukrainian = (sample.match(/[іїєґ]/g)?.length ?? 0) + (/(^| )(що|та|дякую|будь|чи|коли|доброго|привіт)( |$)/.test(sample) ? 3 : 0);
  const russian = (sample.match(/[ыэъё]/g)?.length ?? 0) + (/(^| )(что|и|спасибо|пожалуйста|когда|здравствуйте|хочу|можно|не)( |$)/.test(sample) ? 2 : 0);
  if (ukrainian === russian) return { language: null, confidence: 0 };
  return { language: ukrainian > russian ? 'uk' : 'ru', confidence: 0.9 };
}
