import type { ReviewHint } from '@kontuar/contract';
import { findQuestions, fold, Glossary, tick } from '@kontuar/language';
import type { GlossaryTerm } from '@kontuar/language';

export interface HeardMessage { id: string; direction: 'in' | 'out'; byAgent: boolean; automatic: boolean; text: string; at: Date; mood: number | null }
export interface HintFacts { messages: readonly HeardMessage[]; customerName: string; glossary: readonly GlossaryTerm[]; handOvers: number; promises: { kept: number; broken: number } }

const MOST_OF_A_KIND = 3;
const QUICK_MINUTES = 15;
const LONG_MINUTES = 240;
const BAD = -0.3;
const TURN = 0.4;

const greeting = /^\W*(dzien dobry|witam\w*|czesc|hej|szanown\w+|dobry wieczor|good (morning|afternoon|evening|day)|hello|hi|dear|hey)\b/;
const sorry = /\b(przepraszam\w*|przykro (mi|nam)|wybaczy\w*|rozumiem|ubolewam\w*|sorry|apolog\w+|i understand|we understand|forgive)\b/;
const more = /\b(w razie|gdyby\w*|jesli (bedz\w+|pojawi\w*|bedą)|zapraszam\w*|do uslyszenia|pozostaj\w+ do dyspozycji|prosze dac (mi|nam) znac|let (me|us) know|if you (need|have)|any (other|further) question\w*|happy to help|get in touch|come back|feel free)\b/;

/**
 * What the words and times of a conversation say about the work of one member in it: where a reviewer may look first. Estimates, each with its place;
 * none of them is turned into a score, here or anywhere.
 */
export function hintsOf({ messages: all, customerName, glossary, handOvers, promises }: HintFacts): ReviewHint[] {
  const messages = all.filter(({ automatic }) => !automatic);
  const own = messages.filter(({ byAgent }) => byAgent);
  const hints: ReviewHint[] = [];
  const say = (quality: string, hint: ReviewHint['hint'], tone: ReviewHint['tone'], about: Partial<Pick<ReviewHint, 'value' | 'words' | 'messageId'>> = {}) => {
    if (hints.filter((each) => each.hint === hint).length < MOST_OF_A_KIND) hints.push({ quality, hint, automatic: true, tone, value: about.value ?? null, words: (about.words ?? '').slice(0, 200), messageId: about.messageId ?? null });
  };
  const first = own[0];
  if (first === undefined) return hints;
  waits(messages, say);
  questions(messages, say);
  jargon(own, glossary, say);
  feelings(messages, say);
  const name = firstName(customerName);
  if (name !== null) {
    const used = own.find(({ text }) => new RegExp(`\\b${name}`).test(fold(text)));
    if (used !== undefined) say('friendly', 'name-used', 'well', { messageId: used.id });
    else say('friendly', 'name-unused', 'look');
  }
  if (greeting.test(fold(first.text))) say('friendly', 'greeted', 'well', { messageId: first.id });
  if (handOvers >= 2) say('effective', 'handed-over', 'look', { value: handOvers });
  if (promises.kept > 0) say('lasting', 'promise-kept', 'well', { value: promises.kept });
  if (promises.broken > 0) say('lasting', 'promise-broken', 'look', { value: promises.broken });
  const offered = own.findLast(({ text }) => more.test(fold(text)));
  if (offered !== undefined) say('lasting', 'offered-more', 'well', { messageId: offered.id });
  return hints;
}

type Say = (quality: string, hint: ReviewHint['hint'], tone: ReviewHint['tone'], about?: Partial<Pick<ReviewHint, 'value' | 'words' | 'messageId'>>) => void;

/** How long the customer waited: from the first thing they said to the next answer of anybody, told where it was this member's. */
function waits(messages: readonly HeardMessage[], say: Say): void {
  let since: Date | null = null;
  let isFirst = true;
  for (const message of messages) {
    if (message.direction === 'in') since ??= message.at;
    else if (since !== null) {
      const minutes = Math.max(0, Math.round((message.at.getTime() - since.getTime()) / 60_000));
      if (message.byAgent) {
        if (minutes >= LONG_MINUTES) say('fast', 'slow-reply', 'look', { value: minutes, messageId: message.id });
        else if (isFirst) say('fast', 'first-reply', minutes <= QUICK_MINUTES ? 'well' : 'look', { value: minutes, messageId: message.id });
      }
      isFirst = false;
      since = null;
    }
  }
}

/** Each question of the customer beside everything that was answered after it. */
function questions(messages: readonly HeardMessage[], say: Say): void {
  let answered = 0;
  messages.forEach((message, at) => {
    if (message.direction !== 'in') return;
    const asked = findQuestions(message.text).map(({ text }) => text);
    if (asked.length === 0) return;
    const after = messages.slice(at + 1).filter(({ direction }) => direction === 'out').map(({ text }) => text).join('\n');
    // Who wrote on before anybody answered is not passed over.
    if (after === '') return;
    tick(asked, after).forEach(({ covered }, index) => {
      if (covered) answered += 1;
      else say('attentive', 'question-open', 'look', { words: asked[index] ?? '', messageId: message.id });
    });
  });
  if (answered > 0) say('attentive', 'questions-answered', 'well', { value: answered });
}

function jargon(own: readonly HeardMessage[], terms: readonly GlossaryTerm[], say: Say): void {
  if (terms.length === 0) return;
  const glossary = new Glossary(terms);
  for (const { id, text } of own) for (const { start, end } of glossary.marks(text)) say('professional', 'jargon', 'look', { words: text.slice(start, end), messageId: id });
}

function feelings(messages: readonly HeardMessage[], say: Say): void {
  const felt = messages.filter(({ direction, mood }) => direction === 'in' && mood !== null);
  const [first, last] = [felt[0], felt.at(-1)];
  if (first?.mood != null && last?.mood != null && first !== last) {
    const turn = last.mood - first.mood;
    if (turn >= TURN) say('empathetic', 'mood-better', 'well', { messageId: last.id });
    if (turn <= -TURN) say('empathetic', 'mood-worse', 'look', { messageId: last.id });
  }
  for (const upset of felt.filter(({ mood }) => (mood ?? 0) <= BAD)) {
    const answer = messages.slice(messages.indexOf(upset) + 1).find(({ direction }) => direction === 'out');
    if (answer?.byAgent !== true) continue;
    if (sorry.test(fold(answer.text))) say('empathetic', 'said-sorry', 'well', { messageId: answer.id });
    else say('empathetic', 'no-sorry', 'look', { messageId: answer.id });
  }
}

/** The beginning of a first name, so that its Polish forms are found, too: Anna, Anno, Pani Anny. */
function firstName(name: string): string | null {
  const first = fold(name.trim().split(/\s+/)[0] ?? '');
  if (!/^\p{L}{3,}$/u.test(first)) return null;
  return first.length > 3 ? first.slice(0, -1) : first;
}
