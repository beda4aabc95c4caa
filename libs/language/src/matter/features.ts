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
  const askedFor = new Set(found.filter(({ asked, denied }) => asked && !denied).map(({ sign }) => sign));
  for (const sign of ['claim', 'warranty', 'refund', 'replace', 'repair', 'settled', 'buy', 'offer', 'defect', 'missing', 'complaint'] as const) if (askedFor.has(sign)) put(`asked ${sign}`, 1);

  const has = (sign: Sign) => said.has(sign);
  const also = (name: string, holds: boolean) => { if (holds) features.set(name, 1); };
  const fault = has('defect') || has('missing') || has('error');
  const money = has('refund') || has('compensation') || has('reduction');
  const remedy = money || has('replace') || has('repair');
  const wants = has('want') || has('demand') || has('give');
  const { sum } = weighHeard(own);
  const negative = Math.min(1, Math.max(0, -sum - 0.5) / 4);
  const positive = Math.min(1, Math.max(0, sum - 0.5) / 4);
  const questions = questionsIn(own.text, own.tokens);
  const marked = words.includes('?');
  const asks = marked || sentences.some((one) => one.asks) || has('ask');
  const first = sentences[0];
  const asksFirst = first?.asks === true;
  const asksLast = sentences.at(-1)?.asks === true;
  const counts = all.some(({ kind }) => kind === 'number');
  const amount = counts && amountIn(all);
  const quantity = counts && quantityIn(all, words);
  const length = all.filter(({ kind }) => kind === 'word').length;

  put('negative', negative);
  put('positive', positive);
  put('positive, nothing asked', asks || fault ? 0 : positive);
  put('asks', asks ? 1 : 0);
  put('question found', questions.length > 0 ? 1 : 0);
  put('asks often', questions.length > 1 ? 1 : 0);
  also('asks at once', asksFirst);
  also('asks in the end', asksLast && !asksFirst);
  also('only asks', sentences.length > 0 && sentences.every((one) => one.asks));
  put('amount', amount ? 1 : 0);
  put('quantity', quantity ? 1 : 0);
  put('exclaims', words.includes('!') ? 1 : 0);
  put('few words', length > 0 && length <= 4 ? 1 : 0);
  put('many words', length >= 30 ? 1 : 0);
  put('nothing', found.filter(plain).length === 0 ? 1 : 0);

  also('fault', fault);
  also('fault, remedy', fault && remedy);
  also('fault, money', fault && money);
  also('fault, wants', fault && wants);
  also('fault alone', fault && !remedy && !has('claim') && !has('warranty') && !has('complaint') && !has('legal'));
  also('fault asked about', fault && asks && !remedy);
  also('fault, warranty', fault && has('warranty'));
  also('fault, claim', fault && has('claim'));
  also('fault, upset', fault && negative > 0.4);
  also('remedy, wants', remedy && wants);
  also('remedy, demand', remedy && (has('demand') || has('legal') || has('withdraw')));
  also('remedy without fault, asked', remedy && !fault && asks);
  also('remedy, upset', remedy && negative > 0.3);
  also('money, amount', money && amount);
  also('warranty without fault', has('warranty') && !fault);
  also('warranty without fault, asked', has('warranty') && !fault && asks);
  also('warranty, repair', has('warranty') && has('repair'));
  also('warranty, claim', has('warranty') && has('claim'));
  also('warranty, inform', has('warranty') && (has('inform') || has('want') || has('demand')));
  also('warranty, pleased', has('warranty') && positive > 0.3 && !asks && !has('want') && !has('demand'));
  also('claim, asked without fault', has('claim') && !fault && asks && !has('owned') && !has('want') && !has('demand'));
  also('claim, wants', has('claim') && (has('want') || has('demand') || has('inform') || has('legal')));
  also('claim, pleased', has('claim') && positive > 0.3 && !has('demand') && !has('want'));
  also('settled, pleased', (has('settled') || has('thanks') || has('praise')) && positive > 0.2 && !asks && !has('want') && !has('demand'));
  also('complaint, staff', has('complaint') && (has('staff') || has('rude')));
  also('rude, staff', has('rude') && has('staff'));
  also('disgust, no fault', (has('disgust') || has('rude') || has('waiting')) && !fault && !remedy);
  also('upset, no remedy', negative > 0.3 && !remedy && !has('claim') && !has('warranty'));
  also('upset, waiting', negative > 0.2 && has('waiting'));
  also('upset, fault alone', negative > 0.3 && fault && !remedy && !has('rude') && !has('staff') && !has('complaint') && !has('disgust'));
  also('price, would', has('price') && has('would'));
  also('price, status', has('price') && has('status'));
  also('price, deal', (has('price') || has('offer')) && (has('buy') || has('interest') || has('partner') || has('bulk') || has('slot') || quantity));
  also('offer, wants', has('offer') && wants);
  also('offer, asked', has('offer') && asks);
  also('buy, wants', has('buy') && wants && !has('owned') && !fault);
  also('buy, quantity', (has('buy') || has('bulk')) && quantity && !fault);
  also('interest, buy', has('interest') && (has('buy') || has('offer') || has('price') || has('partner') || has('bulk') || has('sales') || has('slot')));
  also('partner, wants', has('partner') && (wants || asks) && !fault && !remedy);
  also('sales, no fault', has('sales') && !fault && !has('complaint') && !has('rude') && !has('disgust'));
  also('status asked', (has('status') || has('policy')) && asks);
  also('asked, no fault, no deal', asks && !fault && !has('offer') && !has('interest') && !has('buy') && !has('bulk') && !has('partner') && !has('sales') && !has('budget') && !has('slot') && !quantity);
  also('if, asked', has('if') && asks);
  also('thanks, asks', has('thanks') && marked);
  also('thanks at once', found.some((one) => one.sign === 'thanks' && !one.denied && one.at < 6) && !fault && !marked);
  also('thanks, negative', (has('thanks') || has('praise') || has('delight')) && (negative > 0 || has('rude') || has('disgust')));
  also('discount, fault', has('discount') && fault);
  also('discount, no fault', has('discount') && !fault);
  also('if, warranty or claim', has('if') && (has('warranty') || has('claim') || has('refund')));
  also('buy, status', has('buy') && (has('status') || has('if')));
  also('ask, wants', (has('ask') || has('status')) && has('want') && !fault && !remedy);
  also('told', has('told') && (fault || has('staff')));
  also('pleased, no want', (has('praise') || has('delight') || has('recommend') || has('thanks')) && !wants && !asks && !fault && negative < 0.2);
  also('pleased words, upset', (has('praise') || has('delight') || has('thanks')) && negative > 0.2);
  also('inform, fault', has('inform') && fault && !remedy);
  also('owned, fault', has('owned') && fault);
  also('missing, no remedy', has('missing') && !remedy);
  const stems = new Set<string>();
  for (let index = 0; index < all.length; index++) if (all[index]?.kind === 'word') stems.add(stemOf(words[index] ?? ''));
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
  const signs = listOf();
  // Up to where each group has read already: a phrase is one sign.
  const until = groups.map(() => 0);
  let sentence = 0;
  for (let index = 0; index < all.length; index++) {
    while (sentence < sentences.length - 1 && index >= (sentences[sentence]?.end ?? 0)) sentence += 1;
    if (all[index]?.kind === 'mark') continue;
    signs.at(words, index)?.forEach((hit, group) => {
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
