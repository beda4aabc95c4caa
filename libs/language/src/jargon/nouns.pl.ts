import { soften } from '../forms/alternations';

/** Number and case, as "sg.gen". */
export const cases = ['nom', 'gen', 'dat', 'acc', 'inst', 'loc'] as const;
export type Slot = `${'sg' | 'pl'}.${(typeof cases)[number]}`;
export type Gender = 'm' | 'p' | 'f' | 'n';
/** The first form of a slot is the one that we write, the others are those that we also know. */
export type Paradigm = Map<Slot, string[]>;

const row = (number: 'sg' | 'pl', forms: readonly (readonly string[])[]): [Slot, string[]][] => cases.map((one, index) => [`${number}.${one}`, [...new Set(forms[index] ?? [])]]);
const table = (singular: readonly (readonly string[])[], plural: readonly (readonly string[])[]): Paradigm => new Map([...row('sg', singular), ...row('pl', plural)]);

const isVelar = (stem: string) => /(k|g)$/.test(stem);
/** Soft, or hard today and once soft: they take -e and -u where others take -y and -e. */
const isSoft = (stem: string) => /(cz|sz|rz|dz|dż|ż|c|l|j|i|ś|ć|ź|ń)$/.test(stem);
const y = (stem: string) => (isVelar(stem) ? `${stem}i` : `${stem}y`);

/** The stem without an ending, with the vowels that then appear: wkładk → wkładek, umow → umów. */
function bare(stem: string): string[] {
  const cluster = /([bcćdfghjklłmnńprsśtwzźż])([kgcnwłr])$/.exec(stem);
  const forms = [stem];
  if (cluster !== null && /[k]$/.test(stem)) forms.unshift(stem.replace(/(ń|n)?k$/, (end) => (end.startsWith('ń') ? 'niek' : `${end.slice(0, -1)}ek`)));
  else if (cluster !== null && /(kn|gn|dn|tł|dł|sn|st?w|łn|pn)$/.test(stem)) forms.unshift(stem.replace(/(k|g)?(.)$/, (_, velar: string | undefined, last: string) => (velar === undefined ? `e${last}` : `${velar}ie${last}`)));
  if (/o(w|d|b|z|g|j|l|r|ł)$/.test(stem)) forms[/(mow|szkod|łow|sob|drog|nog|wod|trwog)$/.test(stem) ? 'unshift' : 'push'](stem.replace(/o(.)$/, 'ó$1'));
  if (/(ę)(.)$/.test(stem) || /ięg$/.test(stem)) forms.unshift(stem.replace(/ię(.)$/, 'ią$1').replace(/ę(.)$/, 'ą$1'));
  return forms;
}

function feminine(word: string): Paradigm {
  const stem = word.slice(0, -1);
  const rest = (soft: string) => [[`${soft}om`], [], [`${soft}ami`], [`${soft}ach`]];
  if (stem.endsWith('i') || /(cj|sj|zj|ej|yj|aj|oj|uj)$/.test(stem) || stem.endsWith('l') || /(c|cz|sz|rz|ż|dz)$/.test(stem)) {
    const hard = /(c|cz|sz|rz|ż|dz)$/.test(stem) && !stem.endsWith('i');
    const genitive = stem.endsWith('i') ? stem : hard ? `${stem}y` : /[^cszr]j$/.test(stem) ? stem.replace(/j$/, 'i') : `${stem}i`;
    const many = stem.endsWith('i') ? [stem, ...(stem.endsWith('ni') ? [stem.replace(/ni$/, 'ń')] : [])] : stem.endsWith('j') ? [genitive] : stem.endsWith('l') ? [stem, `${stem}i`] : [stem, `${stem}y`];
    const [dative, , instrumental, locative] = rest(stem);
    return table([[word], [genitive], [genitive], [`${stem}ę`], [`${stem}ą`], [genitive]], [[`${stem}e`], many, dative ?? [], [`${stem}e`], instrumental ?? [], locative ?? []]);
  }
  const locative = `${soften(stem)}e`;
  return table([[word], [y(stem)], [locative], [`${stem}ę`], [`${stem}ą`], [locative]], [[y(stem)], bare(stem), [`${stem}om`], [y(stem)], [`${stem}ami`], [`${stem}ach`]]);
}

/** "Nadawca", "dentysta": a man's word in a woman's dress, but in the plural. */
function masculineInA(word: string): Paradigm {
  const stem = word.slice(0, -1);
  const hard = /ca$/.test(word);
  const dative = hard ? `${stem}y` : `${soften(stem)}e`;
  const people = hard ? `${stem}y` : `${soften(stem).replace(/i$/, '')}i`;
  return table([[word], [`${stem}y`], [dative], [`${stem}ę`], [`${stem}ą`], [dative]], [[people], [`${stem}ów`], [`${stem}om`], [`${stem}ów`], [`${stem}ami`], [`${stem}ach`]]);
}

function neuter(word: string): Paradigm {
  if (word.endsWith('um')) {
    const stem = word.slice(0, -2);
    return table(cases.map(() => [word]), [[`${stem}a`], [`${stem}ów`], [`${stem}om`], [`${stem}a`], [`${stem}ami`], [`${stem}ach`]]);
  }
  const stem = word.slice(0, -1);
  const soft = word.endsWith('e') || word.endsWith('ę');
  const locative = soft || /(k|g|ch)$/.test(stem) ? `${stem}u` : `${soften(stem)}e`;
  const many = /[ae]ni$/.test(stem) ? [stem.replace(/ni$/, 'ń')] : /ci$/.test(stem) ? [stem.replace(/ci$/, 'ć')] : soft && /(cz|sz|rz|ż|dz|l)$/.test(stem) ? [`${stem}y`, stem, stem.replace(/o(.)$/, 'ó$1')] : bare(stem);
  const instrumental = isVelar(stem) ? `${stem}iem` : `${stem}em`;
  return table([[word], [`${stem}a`], [`${stem}u`], [word], [instrumental], [locative]], [[`${stem}a`], many, [`${stem}om`], [`${stem}a`], [`${stem}ami`], [`${stem}ach`]]);
}

/** Stems before an ending: the fleeting e goes, ó and ą of the last syllable open. */
function opened(word: string): string[] {
  if (/niek$/.test(word)) return [word.replace(/niek$/, 'ńk')];
  if (/[^aeiouyąęó]ek$/.test(word)) return [word.replace(/ek$/, 'k')];
  if (/iec$/.test(word)) return [word.replace(/niec$/, 'ńc').replace(/ciec$/, 'ćc').replace(/iec$/, 'c')];
  if (/[^aeiouyąęóichsrl]ec$/.test(word)) return [word.replace(/ec$/, 'c')];
  if (/zeł$/.test(word)) return [word.replace(/zeł$/, 'zł')];
  if (/[^i]eł$/.test(word)) return [word.replace(/eł$/, 'ł'), word];
  if (/ó[^aeiouyąęó]{1,2}$/.test(word) && !/(skrót|szczegół|król|ogół|wrót|podróż)$/.test(word)) return [word.replace(/ó([^aeiouyąęó]{1,2})$/, 'o$1')];
  if (/ów$/.test(word)) return [word.replace(/ów$/, 'ow')];
  return [word];
}

const softEnds: readonly (readonly [RegExp, string])[] = [[/ść$/, 'ści'], [/źdź$/, 'ździ'], [/ć$/, 'ci'], [/dź$/, 'dzi'], [/ś$/, 'si'], [/ź$/, 'zi'], [/ń$/, 'ni']];
const softened = (word: string) => {
  const found = softEnds.find(([pattern]) => pattern.test(word));
  return found === undefined ? word : word.replace(found[0], found[1]);
};

function masculine(word: string, person: boolean): Paradigm {
  const [main = word, ...others] = opened(word).map(softened);
  const all = [main, ...others];
  const soft = isSoft(main);
  // "-u" for things, "-a" for tools, people and coins: we know both.
  const inA = person || /(acz|arz|erz|ik|yk|ak|tor|er|or|ent|ant|ec|ek)$/.test(word) && !/(unek|ątek|adek|atek|edek|odek|ydek|yk|ik)$/.test(word) || /(nik|mik|czyk|cik|zyk)$/.test(word);
  const genitive = inA ? [`${main}a`, `${main}u`] : [`${main}u`, `${main}a`];
  const locative = soft || /(k|g|ch)$/.test(main) ? all.map((stem) => `${stem}u`) : all.map((stem) => (/zł$/.test(stem) ? stem.replace(/zł$/, 'źl') : soften(stem)) + 'e');
  const instrumental = all.map((stem) => (isVelar(stem) ? `${stem}iem` : `${stem}em`));
  const things = soft ? `${main}e` : y(main);
  const people = /k$/.test(main) ? main.replace(/k$/, 'cy') : /g$/.test(main) ? main.replace(/g$/, 'dzy') : /r$/.test(main) ? `${main.slice(0, -1)}rzy` : soft ? `${main}e` : soften(main).replace(/i$/, '') + 'i';
  const many = /(cz|sz|rz|ż|l|ni|ci|si|zi)$/.test(main) ? [/(ni|ci|si|zi)$/.test(main) ? main : /l$/.test(main) ? `${main}i` : `${main}y`, `${main}ów`] : [`${main}ów`];
  return table(
    [[word], genitive, all.map((stem) => `${stem}owi`), person ? genitive : [word, ...genitive], instrumental, locative],
    [person ? [people, things, `${main}owie`] : [things, people], many, [`${main}om`], person ? many : [things, ...many], [`${main}ami`], [`${main}ach`]],
  );
}

/** "Należność", "krawędź". */
function feminineInConsonant(word: string): Paradigm {
  const stem = softened(word);
  const plural = /ości$/.test(stem) ? stem : `${stem}e`;
  return table([[word], [stem], [stem], [word], [`${stem}ą`], [stem]], [[plural, stem], [stem], [`${stem}om`], [plural, stem], [`${stem}ami`], [`${stem}ach`]]);
}

export function genderOf(word: string): Gender {
  if (/(dawca|biorca|[^o]wca|jca|ńca|ista|ysta|[^aeiou]eta|kierowca|sprzedawca)$/.test(word)) return 'p';
  if (word.endsWith('a')) return 'f';
  if (/(o|e|ę|um)$/.test(word)) return 'n';
  if (/(ość|dź|[^ś]ć|kiew|rchew|krew|ść)$/.test(word)) return 'f';
  return /(ent|ant|arz|yk|owiec)$/.test(word) && !/(dokument|element|moment|segment|procent|patent|abonament|asortyment|instrument|fundament|wariant|gwarant|formularz|kalendarz|inwentarz|cmentarz)$/.test(word) ? 'p' : 'm';
}

export function declineNoun(word: string, gender = genderOf(word)): Paradigm {
  switch (gender) {
    case 'f': return word.endsWith('a') ? feminine(word) : feminineInConsonant(word);
    case 'n': return neuter(word);
    case 'p': return word.endsWith('a') ? masculineInA(word) : masculine(word, true);
    case 'm': return masculine(word, false);
    default: return gender satisfies never;
  }
}

/** An adjective in the forms of the noun that it stands with; undefined for what is none. */
export function declineAdjective(word: string, gender: Gender): Paradigm | undefined {
  const found = /^(.*?(?:ow|n|sk|ck|zk|ł|t|[^aeiou]r|cz|ż))(y|i|a|e|ie)$/.exec(word);
  if (found === null) return undefined;
  const stem = (found[1] ?? '').replace(/(k|g)i$/, '$1');
  const i = isVelar(stem) ? 'i' : 'y';
  const je = isVelar(stem) ? 'ie' : 'e';
  const people = /k$/.test(stem) ? stem.replace(/k$/, 'cy') : /(ow|n)$/.test(stem) ? `${stem}i` : /t$/.test(stem) ? stem.replace(/t$/, 'ci') : /ł$/.test(stem) ? stem.replace(/ł$/, 'li') : /r$/.test(stem) ? stem.replace(/r$/, 'rzy') : `${stem}${i}`;
  const plural: string[][] = gender === 'p' ? [[people], [`${stem}${i}ch`], [`${stem}${i}m`], [`${stem}${i}ch`], [`${stem}${i}mi`], [`${stem}${i}ch`]] : [[`${stem}${je}`], [`${stem}${i}ch`], [`${stem}${i}m`], [`${stem}${je}`], [`${stem}${i}mi`], [`${stem}${i}ch`]];
  if (gender === 'f') return table([[`${stem}a`], [`${stem}${je}j`], [`${stem}${je}j`], [`${stem}ą`], [`${stem}ą`], [`${stem}${je}j`]], plural);
  const nominative = gender === 'n' ? `${stem}${je}` : `${stem}${i}`;
  const accusative = gender === 'p' ? `${stem}${je}go` : nominative;
  return table([[nominative], [`${stem}${je}go`], [`${stem}${je}mu`], [accusative], [`${stem}${i}m`], [`${stem}${i}m`]], plural);
}
