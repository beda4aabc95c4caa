import { weighHeard } from '../mood/mood';
import { questionsIn } from '../questions/find';
import type { Token } from '../text/tokens';
import { spelt } from './spelling';
import type { Spoken } from './spoken';
import { SignList } from './sign-list';
import { groups, type Sign } from './signs';
import { english } from './signs.en';
import { polish } from './signs.pl';

/** What a message says, as numbers that the weights are for. */
export type Features = Map<string, number>;

interface Found { sign: Sign; at: number; denied: boolean; asked: boolean }

let list: SignList | undefined;
/** Made when first asked for: half of all processes never judge a message. */
const listOf = (): SignList => (list ??= new SignList([polish, english]));

const enders = new Set(['.', '!', '?', '…', '\n', ';']);
/** What ends the reach of a "not": what comes after it is said again. */
const turns = new Set(['ale', 'lecz', 'tylko', 'jedynie', 'natomiast', 'wiec', 'but', 'just', 'only', 'instead', 'rather']);
const negators = new Set(['nie', 'not', 'dont', 'doesnt', 'isnt', 'arent', 'didnt', 'wont', 'never', 'no', 'bez', 'without', 'aint', 'zadna', 'zadnej', 'zadnych', 'wasnt']);
/** Words of wanting and doing: "not" before them denies what they are about. "I did not get my refund" denies nothing. */
const acts = /^(chc|sklada|zamierza|zglasza|chodzi|jest|to$|prosz|oczekuj|zada|mam|bede|planuj|pisz|dzwoni|potrzeb|wnosz|want|making|make|filing|file|asking|after|looking|a$|an$|the$|here|about|need|mean|intend|submitting|claiming|complaining|this|seeking|raising|want|for)/;
const DENIABLE: ReadonlySet<Sign> = new Set(['claim', 'warranty', 'complaint', 'refund', 'replace', 'repair', 'withdraw', 'reduction', 'compensation', 'recommend', 'buy', 'interest', 'offer', 'praise', 'delight', 'thanks']);
/** "Not good" speaks against; who has nothing to find fault with is pleased, and such phrases stand in the lists as they are. */
const units = /^(zl|zlotych|zloty|pln|eur|euro|gbp|usd|dol|k$|tys|dni|dzien|dnia|godzin|h$|min|sekund|tygodn|tydz|miesi|lat|lata|rok|roku|roczn|letni|cm|mm|m$|m2|kg|g$|l$|procent|raz|razy|x$|st|maja|stycz|lut|marc|kwiet|czerw|lip|sierp|wrzes|pazdz|listop|grud|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|days?$|hours?$|minutes?$|weeks?$|months?$|years?$|pm$|am$|pounds?$|percent|times?$|km|mbit|mb$|gb$|osobow|po$|i$|w$|na$|z$|do$|od$|and$|or$|to$|in$|on$|of$|the$|gwiazd|star|rano|wieczor|pietr|floor)/;

/** Offline and pure; the same text gives the same numbers. */
export function featuresOf({ all: everything, own }: Spoken): Features {
  const all = everything.tokens.filter(({ kind }) => kind !== 'emoji');
  const words = all.map((token) => (token.kind === 'word' ? spelt(token.word.replaceAll("'", '')) : token.word));
  const sentences = sentencesOf(all);
  const found = read(all, words, sentences);
  const said = new Set(found.filter(({ denied }) => !denied).map(({ sign }) => sign));
  const features: Features = new Map();
  const put = (name: string, value: number) => { if (value !== 0) features.set(name, value); };

  const level = (n: number) => Math.min(n, 3) ** 0.5;
  const plain = (one: Found) => !one.denied;
  const often = new Map<Sign, number>();
  for (const { sign, denied } of found) {
    if (denied) put(`not ${sign}`, 1);
    else often.set(sign, (often.get(sign) ?? 0) + 1);
  }
  for (const [sign, n] of often) put(sign, level(n));
  for (const sign of ['claim', 'warranty', 'refund', 'replace', 'repair', 'settled', 'buy', 'offer', 'defect', 'missing', 'complaint'] as const) put(`asked ${sign}`, found.some((one) => one.sign === sign && one.asked && !one.denied) ? 1 : 0);

  const has = (...wanted: Sign[]) => wanted.some((sign) => said.has(sign));
  const both = (name: string, ...tests: boolean[]) => put(name, tests.every(Boolean) ? 1 : 0);
  const fault = has('defect', 'missing', 'error');
  const remedy = has('refund', 'replace', 'repair', 'reduction', 'compensation');
  const money = has('refund', 'compensation', 'reduction');
  const wants = has('want', 'demand', 'give');
  const { sum } = weighHeard(own);
  const negative = Math.min(1, Math.max(0, -sum - 0.5) / 4);
  const positive = Math.min(1, Math.max(0, sum - 0.5) / 4);
  const questions = questionsIn(own.text, own.tokens);
  const asks = words.includes('?') || sentences.some((one) => one.asks) || has('ask');
  const first = sentences[0];
  const asksFirst = first?.asks === true;
  const asksLast = sentences.at(-1)?.asks === true;
  const amount = amountIn(all);
  const quantity = quantityIn(all, words);
  const length = all.filter(({ kind }) => kind === 'word').length;

  put('negative', negative);
  put('positive', positive);
  put('positive, nothing asked', asks || fault ? 0 : positive);
  put('asks', asks ? 1 : 0);
  put('question found', questions.length > 0 ? 1 : 0);
  put('asks often', questions.length > 1 ? 1 : 0);
  both('asks at once', asksFirst);
  both('asks in the end', asksLast && !asksFirst);
  both('only asks', sentences.length > 0 && sentences.every((one) => one.asks));
  put('amount', amount ? 1 : 0);
  put('quantity', quantity ? 1 : 0);
  put('exclaims', words.includes('!') ? 1 : 0);
  put('few words', length > 0 && length <= 4 ? 1 : 0);
  put('many words', length >= 30 ? 1 : 0);
  put('nothing', found.filter(plain).length === 0 ? 1 : 0);

  both('fault', fault);
  both('fault, remedy', fault, remedy);
  both('fault, money', fault, money);
  both('fault, wants', fault, wants);
  both('fault alone', fault, !remedy, !has('claim', 'warranty', 'complaint', 'legal'));
  both('fault asked about', fault, asks, !remedy);
  both('fault, warranty', fault, has('warranty'));
  both('fault, claim', fault, has('claim'));
  both('fault, upset', fault, negative > 0.4);
  both('remedy, wants', remedy, wants);
  both('remedy, demand', remedy, has('demand', 'legal', 'withdraw'));
  both('remedy without fault, asked', remedy, !fault, asks);
  both('remedy, upset', remedy, negative > 0.3);
  both('money, amount', money, amount);
  both('warranty without fault', has('warranty'), !fault);
  both('warranty without fault, asked', has('warranty'), !fault, asks);
  both('warranty, repair', has('warranty'), has('repair'));
  both('warranty, claim', has('warranty'), has('claim'));
  both('warranty, inform', has('warranty'), has('inform', 'want', 'demand'));
  both('warranty, pleased', has('warranty'), positive > 0.3, !asks, !has('want', 'demand'));
  both('claim, asked without fault', has('claim'), !fault, asks, !has('owned', 'want', 'demand'));
  both('claim, wants', has('claim'), has('want', 'demand', 'inform', 'legal'));
  both('claim, pleased', has('claim'), positive > 0.3, !has('demand', 'want'));
  both('settled, pleased', has('settled', 'thanks', 'praise'), positive > 0.2, !asks, !has('want', 'demand'));
  both('complaint, staff', has('complaint'), has('staff', 'rude'));
  both('rude, staff', has('rude'), has('staff'));
  both('disgust, no fault', has('disgust', 'rude', 'waiting'), !fault, !remedy);
  both('upset, no remedy', negative > 0.3, !remedy, !has('claim', 'warranty'));
  both('upset, waiting', negative > 0.2, has('waiting'));
  both('upset, fault alone', negative > 0.3, fault, !remedy, !has('rude', 'staff', 'complaint', 'disgust'));
  both('price, would', has('price'), has('would'));
  both('price, status', has('price'), has('status'));
  both('price, deal', has('price', 'offer'), has('buy', 'interest', 'partner', 'bulk', 'slot') || quantity);
  both('offer, wants', has('offer'), wants);
  both('offer, asked', has('offer'), asks);
  both('buy, wants', has('buy'), wants, !has('owned'), !fault);
  both('buy, quantity', has('buy', 'bulk'), quantity, !fault);
  both('interest, buy', has('interest'), has('buy', 'offer', 'price', 'partner', 'bulk', 'sales', 'slot'));
  both('partner, wants', has('partner'), wants || asks, !fault, !remedy);
  both('sales, no fault', has('sales'), !fault, !has('complaint', 'rude', 'disgust'));
  both('status asked', has('status', 'policy'), asks);
  both('asked, no fault, no deal', asks, !fault, !has('offer', 'interest', 'buy', 'bulk', 'partner', 'sales', 'budget', 'slot'), !quantity);
  both('if, asked', has('if'), asks);
  both('thanks, asks', has('thanks'), words.includes('?'));
  both('thanks at once', found.some((one) => one.sign === 'thanks' && !one.denied && one.at < 6), !fault, !words.includes('?'));
  both('thanks, negative', has('thanks', 'praise', 'delight'), negative > 0 || has('rude', 'disgust'));
  both('discount, fault', has('discount'), fault);
  both('discount, no fault', has('discount'), !fault);
  both('if, warranty or claim', has('if'), has('warranty', 'claim', 'refund'));
  both('buy, status', has('buy'), has('status', 'if'));
  both('ask, wants', has('ask', 'status'), has('want'), !fault, !remedy);
  both('told', has('told'), fault || has('staff'));
  both('pleased, no want', has('praise', 'delight', 'recommend', 'thanks'), !wants, !asks, !fault, negative < 0.2);
  both('pleased words, upset', has('praise', 'delight', 'thanks'), negative > 0.2);
  both('inform, fault', has('inform'), fault, !remedy);
  both('owned, fault', has('owned'), fault);
  both('missing, no remedy', has('missing'), !remedy);
  const stems = new Set(all.flatMap(({ kind }, index) => (kind === 'word' ? [stemOf(words[index] ?? '')] : [])));
  // A word says the less the more there are of them.
  for (const stem of stems) features.set(stem, 1 / Math.sqrt(Math.max(4, stems.size)));
  return features;
}

/** Apart from the names of signs. Six letters hold most forms of a word together, in both languages. */
const stemOf = (word: string): string => `~${word.slice(0, 6)}`;

interface Sentence { from: number; end: number; asks: boolean }

function sentencesOf(all: readonly Token[]): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (let index = 0; index <= all.length; index++) {
    const token = all[index];
    if (token !== undefined && !(token.kind === 'mark' && enders.has(token.raw))) continue;
    if (all.slice(from, index).some(({ kind }) => kind === 'word')) sentences.push({ from, end: index, asks: token?.raw === '?' || startsAsking(all, from) });
    from = index + 1;
  }
  return sentences;
}

const askers = /^(czy|kiedy|gdzie|jak|jaki|jaka|jakie|jakim|jakich|ile|kto|ktory|ktora|ktore|skad|dokad|dlaczego|czemu|when|where|how|what|which|who|why|is|are|do|does|can|could|will|would|may|should)$/;
function startsAsking(all: readonly Token[], from: number): boolean {
  let at = from;
  while (at < all.length && at < from + 3) {
    const token = all[at];
    if (token?.kind === 'word' && askers.test(token.word)) return true;
    // A greeting, a name or "and" may stand in front.
    if (token?.kind === 'word' && !/^(hej|witam|czesc|dzien|dobry|a|i|hi|hello|and|ok|prosze)$/.test(token.word)) return false;
    at += 1;
  }
  return false;
}

function read(all: readonly Token[], words: readonly string[], sentences: readonly Sentence[]): Found[] {
  const found: Found[] = [];
  // Up to where each group has read already: a phrase is one sign.
  const until = groups.map(() => 0);
  let sentence = 0;
  for (let index = 0; index < all.length; index++) {
    while (sentence < sentences.length - 1 && index >= (sentences[sentence]?.end ?? 0)) sentence += 1;
    if (all[index]?.kind === 'mark') continue;
    listOf().at(words, index)?.forEach((hit, group) => {
      if (hit === undefined || index < (until[group] ?? 0)) return;
      until[group] = index + hit.length;
      found.push({ sign: hit.sign, at: index, denied: DENIABLE.has(hit.sign) && isDenied(words, index, hit.sign), asked: sentences[sentence]?.asks === true });
    });
  }
  return found;
}

const REACH = 6;

/** A "not" in the same clause that is about wanting or doing this; right before it, any "not". */
function isDenied(words: readonly string[], at: number, sign: Sign): boolean {
  for (let index = at - 1; index >= Math.max(0, at - REACH); index--) {
    const word = words[index] ?? '';
    if (enders.has(word) || word === ',' || turns.has(word)) return false;
    if (!negators.has(word)) continue;
    if (index === at - 1) return true;
    if (sign === 'praise' || sign === 'delight' || sign === 'recommend' || sign === 'thanks') return at - index <= 3;
    return acts.test(words[index + 1] ?? '');
  }
  return false;
}

function amountIn(all: readonly Token[]): boolean {
  return all.some(({ kind, raw }, index) => kind === 'number' && (/^(zl|zlotych|pln|eur|euro|gbp|usd|pounds?)$/.test(all[index + 1]?.word ?? '') || /[£€$]/.test(raw)));
}

/** So many of something: "40 krzeseł", "200 mugs"; neither money nor time nor a number of an order. */
function quantityIn(all: readonly Token[], words: readonly string[]): boolean {
  return all.some(({ kind, raw }, index) => kind === 'number' && /^\d{1,5}$/.test(raw) && Number(raw) >= 3 && !units.test(words[index + 1] ?? '.') && all[index + 1]?.kind === 'word' && !/^(nr|numer|no|number|order|zamowieni\w*|ul|ulica|r|lokal|pokoj|room|block|blok|flat|mieszkani\w*|iphone|art|model)$/.test(words[index - 1] ?? ''));
}
