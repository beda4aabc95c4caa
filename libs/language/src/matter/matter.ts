import { featuresOf as wordsOf, type Feature } from '../mood/learnt';
import { featuresOf } from './features';
import { shiftsOf, type MatterLearnt } from './learnt';
import { spokenIn } from './spoken';
import { classes, weights } from './weights';
import { wordWeights } from './word-weights';

/** What a conversation's customer said so far, as it is kept with it: log-likelihoods of the first message that says anything, and the best that later ones added. */
export interface MatterRead { first: Record<string, number> | null; later: Record<string, number> }

export interface MatterGuess {
  /** Null: unsure. */
  matter: string | null;
  /** 0 to 1: how often such a guess is right. */
  confidence: number;
  /** The likeliest first. */
  odds: { matter: string; probability: number }[];
}

export interface MatterOptions { learnt?: MatterLearnt | undefined; /** Matters of the workspace's own; known only as far as corrections taught them. */ own?: readonly string[] | undefined }

/** Below it nobody is told that it is so. */
const SURE_ENOUGH = 0.5;
/** Nobody knows for certain. */
const MOST_SURE = 0.99;
/** An own matter is as unlikely as this until words that were corrected to it come back. */
const OWN = -3;
/** However little the first message spoke for it, a later one may. */
const LEAST = -3;
/** Kept of what is next to impossible. */
const FLOOR = -12;
/** What a later message is worth: everybody asks and thanks on the way, nobody files a claim by the way. */
const later: Readonly<Record<string, number>> = { claim: 1.4, warranty: 1.4, report: 1.2, complaint: 1.1, lead: 1, question: 0.5, praise: 0.5 };
const OWN_LATER = 1;
const NONE = 'none';

const rounded = (value: number) => Math.round(value * 1000) / 1000;

let known: ReadonlyMap<string, Float64Array> | undefined;
/** Made when first asked for: half of all processes never judge a message. */
const rowsOf = (): ReadonlyMap<string, Float64Array> => (known ??= new Map([...Object.entries(weights), ...wordWeights.split(';').map((entry) => {
  const [word = '', ...hundredths] = entry.trim().split(' ');
  return [`~${word}`, hundredths.map((hundredth) => Number(hundredth) / 100)] as const;
})].map(([name, row]) => [name, Float64Array.from(classes, (_, index) => row[index] ?? 0)])));

/** How strongly a text speaks for each class, before anything learnt. Undefined: in no language that we can read, or no words at all. */
export function logitsOf(text: string): { logits: Record<string, number>; features: () => Feature[] } | undefined {
  const spoken = spokenIn(text);
  const { tokens: all, language: { language, confidence } } = spoken.all;
  if (!all.some(({ kind }) => kind === 'word')) return undefined;
  if (language !== null && language !== 'pl' && language !== 'en' && confidence >= 0.75) return undefined;
  const rows = rowsOf();
  const sums = Float64Array.from(rows.get('') ?? classes.map(() => 0));
  for (const [name, value] of featuresOf(spoken)) {
    const row = rows.get(name);
    if (row !== undefined) for (let index = 0; index < sums.length; index++) sums[index] = (sums[index] as number) + value * (row[index] as number);
  }
  return { logits: Object.fromEntries(classes.map((name, index) => [name, rounded(sums[index] ?? 0)])), features: () => wordsOf(all) };
}

/** With what was learnt, and with own matters beside those that are built in. */
export function withLearnt(logits: Readonly<Record<string, number>>, features: () => readonly Feature[], { learnt, own = [] }: MatterOptions): Record<string, number> {
  const shifts = learnt === undefined ? {} : shiftsOf(learnt, features());
  const whole = logSum(Object.values(logits));
  const all: Record<string, number> = { ...logits };
  for (const key of own) all[key] ??= whole + OWN;
  for (const key of Object.keys(all)) all[key] = (all[key] ?? 0) + (Object.hasOwn(shifts, key) ? (shifts[key] ?? 0) : 0);
  return all;
}

const logSum = (values: readonly number[]): number => {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
};

/** Takes a further message of the customer in. A greeting, a number or a "thank you" leaves everything as it was. */
export function readMatter(before: MatterRead | null, text: string, options: MatterOptions = {}): MatterRead | null {
  const found = logitsOf(text);
  if (found === undefined) return before;
  const logits = withLearnt(found.logits, found.features, options);
  const whole = logSum(Object.values(logits));
  const chances = Object.entries(logits).map(([key, value]) => [key, value - whole] as const);
  const [likeliest] = chances.reduce((best, one) => (one[1] > best[1] ? one : best));
  if (likeliest === NONE) return before;
  if (before === null || before.first === null) return { first: Object.fromEntries(chances.map(([key, value]) => [key, rounded(Math.max(FLOOR, value))])), later: {} };
  const best = { ...before.later };
  for (const [key, value] of chances) {
    if (key === NONE) continue;
    // As a logit: only what is likelier than not moves anything.
    const strength = value - Math.log(Math.max(1e-6, 1 - Math.exp(value)));
    if (strength > (best[key] ?? 0)) best[key] = rounded(Math.min(5, strength));
  }
  return { first: before.first, later: best };
}

/** What it comes to; `offered` are the matters that may be named. */
export function guessMatter(read: MatterRead | null, offered?: readonly string[]): MatterGuess {
  if (read?.first == null) return { matter: null, confidence: 0, odds: [] };
  const scores = new Map(Object.entries(read.first));
  for (const [key, strength] of Object.entries(read.later)) scores.set(key, Math.max(LEAST, scores.get(key) ?? LEAST) + strength * (later[key] ?? OWN_LATER));
  const whole = logSum([...scores.values()]);
  const odds = [...scores].filter(([key]) => key !== NONE && (offered === undefined || offered.includes(key))).map(([matter, score]) => ({ matter, probability: Math.min(MOST_SURE, Math.round(Math.exp(score - whole) * 100) / 100) })).sort((a, b) => b.probability - a.probability);
  const best = odds[0];
  return { matter: best !== undefined && best.probability >= SURE_ENOUGH ? best.matter : null, confidence: best?.probability ?? 0, odds };
}

/** One text alone. */
export const matterOf = (text: string, options: MatterOptions = {}): MatterGuess => guessMatter(readMatter(null, text, options));
