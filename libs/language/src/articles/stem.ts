import { emptyWords } from '../text/alike';
import { fold } from '../text/fold';

export type ArticleLanguage = 'pl' | 'en';

/** Endings of nouns, adjectives and verbs, folded, longest first. What is cut is only compared with what was cut by the same rules, so a stem need not be a word. */
const byLength = (words: string): string[] => words.split(/\s+/).sort((a, b) => b.length - a.length);
const polishEndings = byLength(`acjami acjach acjom acja acji acje acjo acyjna acyjne acyjny acyjnej acyjnego cjami cjach cjom cja cji cje cjo cyjny cyjna cyjne cyjnej cyjnego cyjnych owaniem owania owanie owaniu owano owany owana owane owanych owac owal owala owali owalem owalam ujaca ujace ujacy ujacej ujacego ujacych aca ace acy acej acego acych ujemy ujecie ujesz ujac ujcie uje uja uj
  nosciami nosciach nosciom nosci noscia nosc ieniem ienia ienie ieniu ieniami ieniach ien eniem enia enie eniu eniami eniach aniem ania anie aniu aniami aniach ony ona one onej onego onych any ana ane anej anego anych niety nieta niete
  ilismy alismy ylismy ilem alem ylem ilam alam ylam ilismy ila ala yla ili ali yli ilo alo ylo il al yl iac ac ic yc ec iam am iasz asz iamy amy iacie acie iaja aja isz ysz imy ymy icie ycie iami ami iach ach iom om iow ow owie owi iego ego iemu emu iej ej iem em ie im ym ich ych imi ymi ia iu io i y a e o u nych nego nej nym ny na ne`);
/** "paczka", "paczek", "paczce": the small form of a word, or what stands for it. Only after a consonant. */
const polishSmall = byLength('kami kach kiem kowi kom kow ka ki ke ko ku ce');
const vowel = /[aeiouy]/;

function polish(word: string): string {
  let stem = word;
  const small = polishSmall.find((ending) => stem.endsWith(ending) && stem.length - ending.length >= 4 && !vowel.test(stem[stem.length - ending.length - 1] ?? 'a'));
  if (small !== undefined) stem = stem.slice(0, -small.length);
  else if (/[^aeiouy]ek$/.test(stem) && stem.length >= 6) stem = stem.slice(0, -2);
  else {
    const ending = polishEndings.find((each) => stem.endsWith(each) && stem.length - each.length >= 3);
    if (ending !== undefined) stem = stem.slice(0, -ending.length);
  }
  // A vowel that comes and goes: "marek" and "marka", "haseł" and "hasło".
  if (stem.length >= 5) stem = stem.replace(/([^aeiouy])e([kcl])$/, '$1$2');
  // Soft and hard: "zwrocie" and "zwrot", "fakturze" and "faktura", "odpowiedzi" and "odpowiada".
  stem = stem.replace(/i$/, '').replace(/rz$/, 'r').replace(/dz$/, 'd').replace(/cz$/, 't').replace(/c$/, 't').replace(/(.)\1$/, '$1');
  // "zmiana" and "zmienić", "zwrot" and "zwracać".
  if (stem.length >= 5) stem = stem.replace(/i[ae](?=[^aeiouy]{1,3}$)/, 'ie').replace(/([^aeiouy])[oa](?=[^aeiouy]{1,3}$)/, '$1a');
  return stem;
}

const englishEndings: readonly (readonly [RegExp, string, number])[] = [
  [/(ations?|ating|ated|ates?)$/, '', 4], [/(ments?)$/, '', 3], [/(ingly|edly)$/, '', 3], [/ings?$/, '', 3], [/(iness|ness)$/, '', 3], [/(ables?|ibles?)$/, '', 3], [/(ers|ors)$/, '', 4], [/(ies|ied)$/, 'y', 2], [/(xes|ches|shes|sses|zes)$/, '', 0], [/ed$/, '', 3], [/ly$/, '', 3], [/(?<!s|u|i)s$/, '', 2],
];
const keptByEs: Readonly<Record<string, string>> = { xes: 'x', ches: 'ch', shes: 'sh', sses: 'ss', zes: 'z' };

function english(word: string): string {
  let stem = word.replace(/'s?$/, '');
  for (const [pattern, instead, least] of englishEndings) {
    const [ending] = pattern.exec(stem) ?? [];
    if (ending === undefined || stem.length - ending.length < least) continue;
    stem = stem.slice(0, -ending.length) + (keptByEs[ending] ?? instead);
    break;
  }
  return stem.length < 4 ? stem : stem.replace(/([^aeiou])\1$/, '$1').replace(/[ey]$/, '').replace(/([^aeiou])\1$/, '$1');
}

/** What all forms of a word share. Numbers and short words stay as they are. */
export function stemOf(folded: string, language: ArticleLanguage): string {
  if (folded.length < 4 || /\d/.test(folded)) return folded;
  return language === 'pl' ? polish(folded) : english(folded);
}

/** Words that lead nowhere. Where, when and how much are the matter itself of many an article. */
const asked: ReadonlySet<string> = new Set(['gdzie', 'kiedy', 'ile', 'where', 'when', 'much']);
export const leadsNowhere = (folded: string): boolean => emptyWords.has(folded) && !asked.has(folded);

export interface ArticleWord { word: string; stem: string }

/** Longer ones are no words, and nobody looks for them. */
const LONGEST = 40;

/** The words of a text, folded, with their stems; in their order, repeated as they stand. Linear in its length. */
export function wordsOf(text: string, language: ArticleLanguage): ArticleWord[] {
  const words: ArticleWord[] = [];
  for (const [raw] of fold(text).matchAll(/[\p{L}\p{N}]+/gu)) if (raw.length <= LONGEST) words.push({ word: raw, stem: stemOf(raw, language) });
  return words;
}
