import { heard, type Heard } from '../text/heard';
import { said } from '../text/said';
import type { Token } from '../text/tokens';
import { emojiWeight, MOCKING } from './emoji';
import { Lexicon, type Hit } from './lexicon';
import { english } from './lexicon.en';
import { polish } from './lexicon.pl';
import { judge, NEGATIVE, type MoodLabel } from './judge';
import { featuresOf, learntShift, type Learnt } from './learnt';

export interface Mood {
  label: MoodLabel;
  /** -1 (furious) to 1 (delighted). */
  score: number;
  /** 0 to 1: how often such a judgement is right. */
  confidence: number;
  /** What spoke for it, as written, the strongest first. */
  words: string[];
  /** ISO 639-1 of the message, null when nobody could tell. */
  language: string | null;
}

export interface MoodOptions {
  /** What the workspace's corrections taught. */
  learnt?: Learnt | undefined;
  /** Of a review: they say more than its words. */
  stars?: { stars: number; of: number } | null | undefined;
}

const MOST_WORDS = 5;

let lexicons: { pl: Lexicon; en: Lexicon } | undefined;
/** Made when first asked for: half of all processes never judge a message. */
const lexiconOf = (language: 'pl' | 'en'): Lexicon => (lexicons ??= { pl: new Lexicon(polish), en: new Lexicon(english) })[language];

interface Found { hit: Hit; value: number; at: number; end: number }

interface Weighed { all: Token[]; raw: Reading; sum: number; understood: boolean; language: string | null }

/** What the words, signs and stars of a message come to, before anything learnt. */
export const weigh = (text: string, stars?: MoodOptions['stars']): Weighed => weighHeard(heard(said(text)), stars);

/** The same of what was read already. */
export function weighHeard(words: Heard, stars?: MoodOptions['stars']): Weighed {
  const { raw, understood, language } = understand(words);
  let { sum } = raw;
  if (stars != null && stars.of > 0) sum = sum * 0.5 + ((stars.stars - 1) / Math.max(1, stars.of - 1) - 0.5) * 7;
  return { all: words.tokens, raw, sum, understood, language };
}

interface Understood { raw: Reading; understood: boolean; language: string | null }
/** A message's mood is asked for itself, and for its matter. */
const before = new WeakMap<Heard, Understood>();

function understand(words: Heard): Understood {
  const known = before.get(words);
  if (known !== undefined) return known;
  const { tokens: all, language: guessed } = words;
  let { language } = guessed;
  const understood = language === null || language === 'pl' || language === 'en';
  let raw = read(all, language === 'en' ? 'en' : 'pl');
  // Mixed or too short to tell: whichever language has something to say.
  if (understood && guessed.confidence < 0.75) {
    const other = read(all, language === 'en' ? 'pl' : 'en');
    // A word of feeling tells its language too, unless both have it.
    if (language === null && speaks(raw) !== speaks(other)) language = speaks(raw) ? 'pl' : 'en';
    if (Math.abs(other.sum) > Math.abs(raw.sum) && (guessed.language === null || raw.found.length === 0)) raw = other;
  }
  const result = { raw: understood ? raw : onlyEmoji(raw), understood, language };
  before.set(words, result);
  return result;
}

/** Offline, without state; a few dozen microseconds for a message of usual length. */
export function moodOf(text: string, options: MoodOptions = {}): Mood {
  const { all, raw, sum: plain, understood, language } = weigh(text, options.stars);
  const shift = options.learnt === undefined ? 0 : learntShift(options.learnt, featuresOf(all));
  const sum = plain + shift;
  const isBlind = !all.some((token) => token.kind === 'word' || token.kind === 'emoji') || (!understood && raw.found.length === 0);
  const torn = Math.min(raw.positive, -raw.negative);
  const { label, confidence } = judge(sum, torn, (isBlind || (raw.isStory && raw.found.length === 0 && sum > NEGATIVE)) && shift === 0 && options.stars == null);
  const words = raw.found.filter(({ value }) => Math.abs(value) >= 0.5).sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, MOST_WORDS).map(({ at, end }) => text.slice(at, end));
  return { label, score: hundredths(sum / Math.sqrt(sum * sum + 6)), confidence: hundredths(confidence), words: [...new Set(words)], language };
}

const speaks = (reading: Reading) => reading.found.some(({ hit }) => !hit.key.startsWith('emoji '));
const hundredths = (value: number) => Math.round(value * 100) / 100;

interface Reading { sum: number; positive: number; negative: number; found: Found[]; isStory: boolean }

const onlyEmoji = ({ found }: Reading): Reading => {
  const emoji = found.filter(({ hit }) => hit.key.startsWith('emoji '));
  const positive = emoji.reduce((total, { value }) => total + Math.max(0, value), 0);
  const negative = emoji.reduce((total, { value }) => total + Math.min(0, value), 0);
  return { sum: positive + negative, positive, negative, found: emoji, isStory: false };
};

const enders = new Set(['.', '!', '?', '…', '\n', ';']);
const asking = /^(prosze|prosimy|poprosze|prosba|please|czy|chcial|could|would|may|looking|szukam|interesuj)/;
/** Words of somebody who arranges something: what he says is business, not a story. */
const arranging = /^(prosz|pros[ib]|popros|please|czy|ile|kiedy|jak|jaki|jaka|jakie|gdzie|ktor|chcial|chce|moge|mozna|could|would|can|may|i'd|i'll|how|what|when|where|which|who|attached|zalacz|numer|number|adres|address|potwierdz|confirm|zmian|change|order|zamow|rezerw|book|wysl|przesyl|odbior|pick|wole|prefer|tak|yes|dane|details|zgadza|accept|rozumiem|understood|poczek|szuka|looking|interes|zglasz|report|wypowiad|terminate|mam|have|mamy|mieszk|chodzi|mean)/;

function read(all: readonly Token[], language: 'pl' | 'en'): Reading {
  const lexicon = lexiconOf(language);
  const words = all.map((token) => token.word);
  const found: Found[] = [];
  let negatedUntil = -1;
  let boost = 1;
  let boostUntil = -1;
  let turnAt = -1;
  let concessionFrom = -1;
  let ironies = 0;
  let mocking = 0;
  let denials = 0;
  let sentence = sentenceAt(all, 0);

  for (let index = 0; index < all.length; index++) {
    const token = all[index] as Token;
    if (index >= sentence.end) sentence = sentenceAt(all, index);
    if (token.kind === 'emoji') {
      if (MOCKING.has(token.raw)) mocking += 1;
      const value = emojiWeight(token.raw);
      if (value !== 0) found.push({ hit: { weight: value, length: 1, key: `emoji ${token.raw}` }, value, at: token.start, end: token.end });
      continue;
    }
    if (token.kind === 'mark') {
      if (enders.has(token.raw) || token.raw === ',') negatedUntil = -1;
      if (enders.has(token.raw)) concessionFrom = -1;
      continue;
    }
    const hits = lexicon.at(words, index);
    if (hits.ironies !== undefined) ironies += 1;
    if (hits.turns !== undefined && found.length > 0) turnAt = index;
    if (hits.concessions !== undefined) concessionFrom = index;

    if (lexicon.negators.has(token.word)) denials += 1;
    const hit = hits.mood;
    // "mega", "super", "awful": strengthens what follows, and speaks for itself where nothing does.
    if (hits.strengtheners !== undefined && (hit === undefined || lexicon.at(words, index + 1).mood !== undefined) && (hit?.length ?? 1) === 1) {
      boost = 1.35;
      boostUntil = index + 3;
      if (lexicon.negators.has(token.word)) negatedUntil = index + 3;
      continue;
    }
    if (hit === undefined) {
      if (hits.weakeners !== undefined) [boost, boostUntil] = [0.6, index + 2];
      else if (lexicon.negators.has(token.word)) negatedUntil = index + (token.word === 'nie' || token.word.endsWith("n't") || token.word === 'not' ? 3 : 2);
      continue;
    }
    let value = hit.weight * (index <= boostUntil ? boost : 1);
    if (index <= negatedUntil) value = value > 0 ? -0.75 * value : -0.3 * value;
    if (sentence.asks) value *= value > 0 ? 0.35 : hit.weight > -2 ? 0.6 : 1;
    if (concessionFrom >= 0) value *= 0.5;
    const last = all[index + hit.length - 1] ?? token;
    found.push({ hit, value, at: token.start, end: last.end });
    index += hit.length - 1;
    // Praise does not carry its strength over to the next word.
    boostUntil = -1;
  }
  return add(all, found, { turnAt: turnAt < 0 ? -1 : (all[turnAt]?.start ?? -1), ironies, mocking, denials });
}

const STORY_WORDS = 7;

function tells(all: readonly Token[]): boolean {
  let words = 0;
  for (const { kind, word, raw } of all) {
    if (kind === 'mark' && raw === '?') return false;
    if (kind !== 'word') continue;
    if (arranging.test(word)) return false;
    words += 1;
  }
  return words >= STORY_WORDS;
}

function sentenceAt(all: readonly Token[], from: number): { end: number; asks: boolean } {
  let end = from;
  let asks = false;
  for (; end < all.length; end++) {
    const token = all[end] as Token;
    if (token.kind === 'word' && asking.test(token.word)) asks = true;
    if (token.kind === 'mark' && enders.has(token.raw)) {
      if (token.raw === '?') asks = true;
      end += 1;
      break;
    }
  }
  return { end, asks };
}

function add(all: readonly Token[], found: Found[], signs: { turnAt: number; ironies: number; mocking: number; denials: number }): Reading {
  if (signs.turnAt >= 0) for (const one of found) one.value *= one.at < signs.turnAt ? 0.55 : 1.25;
  let positive = 0;
  let negative = 0;
  for (const { value } of found) if (value > 0) positive += value; else negative += value;

  // Praise for what went wrong.
  if (negative <= -1 && signs.ironies + signs.mocking > 0) {
    for (const one of found) if (one.value > 0) one.value *= -0.4;
    negative -= positive * 0.4;
    positive = 0;
  } else if (negative <= -2.5) {
    // Whoever is that angry says thank you by habit.
    positive *= 0.5;
  }
  let sum = positive + negative + (signs.mocking > 0 && negative > -1 ? 0.8 : 0);

  let shouted = 0;
  let long = 0;
  let bangs = 0;
  let marks = 0;
  for (let index = 0; index < all.length; index++) {
    const { kind, raw } = all[index] as Token;
    if (kind === 'word' && raw.length >= 3) {
      long += 1;
      if (raw === raw.toUpperCase()) shouted += 1;
    }
    if (kind === 'mark' && raw === '!') bangs += 1;
    if (kind === 'mark' && raw === '?' && (all[index - 1]?.raw === '?' || all[index - 1]?.raw === '!')) marks += 1;
  }
  if (long >= 3 && shouted >= long * 0.6) sum = sum > 0.5 ? sum * 1.2 : sum * 1.3 - 1.2;
  if (bangs >= 2) sum *= 1.2;
  else if (bangs === 1 && sum > 0) sum += 0.2;
  if (marks > 0 && sum < 1) sum -= 1.1;
  // Who neither asks nor arranges anything writes to say how it was, and each "not" and "nobody" in it weighs.
  const isStory = tells(all);
  if (isStory) sum = sum * 1.2 - (sum < 1 ? Math.min(2, signs.denials) * 0.45 : 0);
  return { sum, positive, negative, found, isStory };
}
