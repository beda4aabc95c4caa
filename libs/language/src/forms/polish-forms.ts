import { emptyWords } from '../text/alike';
import { fold } from '../text/fold';
import { alwaysOpened, closed, menOf, opened, soften, softLips, vowelsBeforeE, ways } from './alternations';
import { degreesOf, isQuality, most } from './degrees';
import { irregularForms } from './irregular';
import { verbForms } from './verbs';

/** The forms in which a word may stand, folded; `isCalledSo`: it is written as a word is called ("Kraków"), not as one of its other forms ("Krakowie"), so that these are all. */
export interface PolishForms { forms: ReadonlySet<string>; isCalledSo: boolean }

const split = (endings: string): readonly string[] => endings.split(' ');
const hardMan = split('a u owi em y ów om ami ach owie');
const velarMan = split('a u owi iem i ów om ami ach owie');
const softMan = split('a u owi em e ów om ami ach owie mi');
const palatal = split('i ia iu iowi iem ie iów iom iami iach mi');
const ofWoman = split('ę ą o om ami ach');
const neuter = split('a u om ami ach');
const hardQuality = split('y ego emu ym a ej ą e ych ymi');
const velarQuality = split('i iego iemu im a iej ą ie ich imi');
const softQuality = split('ego emu m a ej ą e ch mi');

const hasVowel = /[aeiouyąęó]/;
const isVelar = (stem: string): boolean => /[kg]$/.test(stem);
/** Hard, and so softened before -e. */
const isHard = (stem: string): boolean => /[bdfhkgłmnprstvwxz]$/.test(stem) && !/(cz|sz|rz|dz)$/.test(stem);
const ending = (stem: string, endings: readonly string[]): string[] => endings.map((each) => stem + each);
const beforeE = (stem: string): string[] => ways(stem, vowelsBeforeE).map((way) => `${soften(way)}e`);
const men = (stem: string): string[] => ways(stem, vowelsBeforeE).flatMap((way) => menOf(way) ?? []);
const syllables = (stem: string): number => stem.match(/i?[aeouyąęó]|i/g)?.length ?? 0;

/** All forms of a word in the singular and the plural, as a noun of any gender that ends like it and as an adjective. Some are no words: they are in no text. */
export function polishForms(written: string): PolishForms {
  const word = written.toLowerCase().normalize('NFC');
  const folded = fold(word);
  if (folded.length < 3 || !/^\p{L}+$/u.test(folded)) return { forms: new Set([folded]), isCalledSo: false };
  const known = irregularForms(word);
  if (known !== undefined) return { forms: new Set(known), isCalledSo: true };
  const isName = /^\p{Lu}\p{Ll}/u.test(written);
  const isCalledSo = calledSo(word, isName) || (!isName && isQuality(word));
  const forms = new Set([folded]);
  for (const form of [...formsBy(word, isName).map(fold), ...(isName ? [] : comparedForms(word).map(fold)), ...(/[aeiy]ć$/.test(word) ? verbForms(folded) : [])]) if (form.length >= 3 && hasVowel.test(form) && !emptyWords.has(form)) forms.add(form);
  return { forms, isCalledSo };
}

/** "Szybszy", "najszybszego", "szybko", "szybciej"; names are not compared. */
function comparedForms(word: string): string[] {
  const { compared, done } = degreesOf(word);
  return [...[...compared, ...most(compared)].flatMap((one) => [one, ...quality(one.slice(0, -1), true)]), ...done, ...most(done.filter((one) => one.endsWith('ej')))];
}

/** Endings that words have when they are not called by name, and verbs. */
function calledSo(word: string, isName: boolean): boolean {
  if (/[aeiyu]ć$|ąć$|^.{2,}(ac|ic|yc)$/.test(word) || /(em|am|ym|im|ej|[yi]ch|ach|owi|..ego)$/.test(word)) return false;
  // "Kraków" and "kotów", "Radom" and "kotom".
  if (/[óo]w$|om$/.test(word)) return isName;
  if (/[yi]$/.test(word)) return /[aeo]y$|(ow|[^aeiouyąęó]n|on|an|jn|aln|yczn|iczn)y$|([sc]|dz)ki$/.test(word);
  return !/[eęąu]$/.test(word);
}

function formsBy(word: string, isName: boolean): string[] {
  const stem = word.slice(0, -1);
  switch (word.at(-1)) {
    case 'a': return [...woman(stem, isName), ...quality(stem, false)];
    case 'o': return [...thing(stem), ...(isName ? woman(stem, isName) : [])];
    case 'e': return [...thing(stem), ...many(stem)];
    case 'ę': return young(stem);
    case 'i': return [...(isVelar(stem) ? quality(stem, true) : ending(word, softQuality)), ...many(stem)];
    case 'y': return /[aeo]$/.test(stem) ? ending(word, hardMan) : [...quality(stem, true), ...many(stem)];
    case 'ą': case 'u': case 'é': return [];
    default: return [...(word.endsWith('um') ? ending(stem.slice(0, -1), split('a ów om ami ach')) : []), ...ways(word, opened).filter((way) => way === word ? !alwaysOpened.test(word) : hasVowel.test(way)).flatMap((way) => man(way, isName))];
  }
}

/** "Bank", "Dudek", "Poznań", "Orzeł"; and "miłość", "Łódź", whose endings are among these. */
function man(stem: string, isName: boolean): string[] {
  const last = stem.at(-1) ?? '';
  if ('ńćśź'.includes(last) || softLips.test(stem) || /sc$/.test(stem) || (isName && /[aeiou]n$/.test(stem) && fold(stem) === stem)) {
    return [...ending(stem, palatal), ...(isHard(stem) ? hard(stem) : [])];
  }
  // "Cerkiew", "marchew".
  if (/[^aeiouyąęó]w$/.test(stem)) return ending(stem, split('i ia ie iom iami iach'));
  return isHard(stem) ? hard(stem) : soft(stem);
}

function hard(stem: string): string[] {
  return [...ending(stem, isVelar(stem) ? velarMan : hardMan), ...(/[kgh]$/.test(stem) ? [] : beforeE(stem)), ...((syllables(stem) > 1 && /[tdrkgłs]$/.test(stem)) || /[aie]nt$/.test(stem) ? men(stem) : [])];
}

const soft = (stem: string): string[] => [...ending(stem, softMan), `${stem}${/[lj]$/.test(stem) ? 'i' : 'y'}`, ...(stem.endsWith('j') ? [`${stem.slice(0, -1)}i`] : []), ...(stem.endsWith('c') ? [`${stem}ze`] : [])];

/** "Żabka", "noga", "Lidia", "kierowca". */
function woman(stem: string, isName: boolean): string[] {
  const bare = stem.endsWith('i') ? stem.slice(0, -1) : stem;
  const both = [...ending(stem, ofWoman), ...ways(bare, closed), ...(isName ? [`${stem}ów`, `${stem}owie`] : [])];
  if (stem.endsWith('i')) return [...both, stem, `${stem}i`, `${stem}e`, `${stem}u`];
  if (/[aeou]$/.test(stem)) return [...both, `${stem}i`, `${stem}y`];
  if (isHard(stem)) return [...both, `${stem}${isVelar(stem) ? 'i' : 'y'}`, ...beforeE(stem), ...menInA(stem)];
  // "Amica" is said with a k.
  const foreign = isName && /[aeiou]c$/.test(stem) ? ending(`${stem.slice(0, -1)}k`, split('i ę ą')) : [];
  return [...both, ...foreign, `${stem}e`, `${stem}${/[lj]$/.test(stem) ? 'i' : 'y'}`, ...(stem.endsWith('j') ? [`${stem.slice(0, -1)}i`] : []), ...(stem.endsWith('c') ? [`${stem}ów`] : [])];
}

/** "Artyści", "poeci". */
const menInA = (stem: string): string[] => syllables(stem) > 1 && /([iy]s|e|k|n)t$/.test(stem) ? [...men(stem), `${stem}ów`] : [];

/** "Miasto", "okno", "Dino", "zdanie". */
function thing(stem: string): string[] {
  const bare = stem.endsWith('i') ? stem.slice(0, -1) : stem;
  return [...ending(stem, neuter), ...ways(bare, closed), `${stem}${isVelar(stem) ? 'iem' : 'em'}`, ...(isHard(stem) && !/[kgh]$/.test(stem) ? beforeE(stem) : [])];
}

/** "Zwierzę" and "zwierzęta", "imię" and "imiona". */
function young(stem: string): string[] {
  return stem.endsWith('mi') ? ending(stem, split('enia eniu eniem ona on onom onami onach')) : ending(stem, split('ęcia ęciu ęciem ęta ąt ętom ętami ętach'));
}

/** "Tychy", "Kielce", "Delikatesy". */
const many = (stem: string): string[] => [...ways(stem.replace(/i$/, ''), closed), ...ending(stem, split('ów om ami ach'))];

/** Adjectives, and names like them: "lipowy", "czerwona", "Kowalski", "tani". Nouns have none of these forms. */
function quality(stem: string, isMan: boolean): string[] {
  if (stem.endsWith('ni')) return ending(stem, softQuality);
  if (!isHard(stem) && !(isMan ? /(c|cz|sz|rz|ż|dz)$/ : /(cz|sz|ż)$/).test(stem)) return [];
  return [...(isMan ? men(stem) : []), ...ending(stem, isVelar(stem) ? velarQuality : hardQuality)];
}
