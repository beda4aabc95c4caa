import { fold } from '../text/fold';
import { ways, type Change } from './alternations';
import { irregularBases, irregularForms } from './irregular';
import { polishForms } from './polish-forms';

/** The other way round: what a softened end of a stem was before -e ("Żabce", "nodze", "kurierze"). All that fit. */
const harder: readonly Change[] = [
  [/[śs]ci$/, 'st'], [/[źz]dzi$/, 'zd'], [/[śs]ni$/, 'sn'], [/[źz]ni$/, 'zn'], [/[śs]l$/, 'sł'], [/[źz]l$/, 'zł'], [/sz$/, 'ch'], [/c$/, 'k'], [/dz$/, 'g'], [/ci$/, 't'], [/dzi$/, 'd'], [/rz$/, 'r'], [/l$/, 'ł'], [/si$/, 's'], [/zi$/, 'z'], [/ni$/, 'n'], [/([pbwfmv])i$/, '$1'],
];
/** And where men are named: "klienci", "Polacy", "lekarze", "koledzy", "czerwoni". */
const fromMen: readonly Change[] = [
  [/([aeiouyąęó].*[yi])[śs]ci$/, '$1st'], [/[śs]li$/, 'sł'], [/si$/, 'ch'], [/([cd]z|rz)y$/, '$1'], [/rzy$/, 'r'], [/ci$/, 't'], [/dzi$/, 'd'], [/cy$/, 'k'], [/dzy$/, 'g'], [/li$/, 'ł'], [/zi$/, 'ż'], [/([nwspbmz])i$/, '$1'],
];
const vowelsBack: readonly Change[] = [[/([ij])e(st|zd|t|tr|tł|d|r)$/, '$1a$2'], [/ieł$/, 'ioł'], [/(cz|s)eł$/, '$1oł']];
/** The vowel that stands in the word as it is called: "Dudka" and "Dudek", "kwietnia" and "kwiecień". All that fit. */
const recalled: readonly Change[] = [
  [/([^aeiouyąęó])k$/, '$1ek'], [/([^aeiouyąęó])k$/, '$1iek'], [/([^aeiouyąęó])c$/, '$1ec'], [/([^aeiouyąęó])c$/, '$1iec'], [/rc$/, 'rzec'], [/rł$/, 'rzeł'], [/([^aeiouyąęó])ł$/, '$1eł'], [/([kg])l$/, '$1iel'], [/([bp]|^we?d)l$/, '$1el'],
  [/tni?$/, 'cień'], [/dni?$/, 'dzień'], [/([pswgk])ni?$/, '$1ień'], [/([kg])r$/, '$1ier'], [/([^aeiouyąęó])r$/, '$1er'], [/([aeiouy]n)$/, '$1in'], [/ks$/, 'x'],
  [/ęb(i?)$/, 'ąb'], [/ęd$/, 'ąd'], [/ęż$/, 'ąż'], [/kręg$/, 'krąg'], [/niędz$/, 'niądz'], [/sięc$/, 'siąc'],
];
/** The soft end of a word before an ending with i: "Poznania", "gościem", "łodzią". */
const softEnd: readonly Change[] = [[/ni$/, 'ń'], [/dzi$/, 'dź'], [/ci$/, 'ć'], [/si$/, 'ś'], [/zi$/, 'ź'], [/([pbwfmkgl])i$/, '$1']];

/** Which words may have an ending: men and things that end with a consonant, women in -a, things in -o and -e, young ones in -ę, qualities, what is done. */
type Kind = 'man' | 'woman' | 'thing' | 'young' | 'quality' | 'verb';
/** "Mężowie"; of names "Krakowie" is far more often what "Kraków" is called. */
const menTogether = /owie$/;
const endings: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/owi$/, ['man']], [menTogether, ['man']], [/i?em$/, ['man', 'thing']], [/em$/, ['man', 'thing']], [/u$/, ['man', 'thing']], [/ów$/, ['man', 'thing']], [/om$/, ['man', 'woman', 'thing']], [/ami$/, ['man', 'woman', 'thing']], [/ach$/, ['man', 'woman', 'thing']], [/mi$/, ['man']],
  [/ą$/, ['woman', 'man', 'quality']], [/ę$/, ['woman']], [/e$/, ['woman', 'man', 'thing', 'quality']], [/[yi]$/, ['woman', 'man', 'quality']], [/(i?ego|i?emu|i?ej|[yi]m|[yi]ch|[yi]mi)$/, ['quality']],
  [/(ęcia|ęciu|ęciem|ęta|ąt|ętom|ętami|ętach|enia|eniu|eniem|ona|on|onom|onami|onach)$/, ['young']], [/(am|asz|amy|acie|ają|a[łl](a|o|y|em|am)?|ali)$/, ['verb']], [/(uj(ę|esz|e|emy|ecie|ą|ąc)|owa[łl](a|o|y|em|am)?|owali)$/, ['verb']],
];

/** Things in -e: nothing was softened there. */
const thingsInE = /([ae]nie|[ęyuią]cie|[śs]cie|isko|ze?cze|rstwo)$|^(morze|pole|serce|s[łl]o[ńn]ce|miejsce|zbo[żz]e|[łl]o[żz]e|powietrze|wn[ęe]trze|zaplecze|zdrowie|pierze|lice|oblicze|wesele|ziele|przys[łl]owie|zacisze|podw[óo]rze|le[żz]e|narz[ęe]dzie|krocze|dorzecze)$/;
/** Who does something, and months: what is called so in -a is hardly ever a word of its own. */
const whoDoes = /([^aeiouy]ier|[td]or|arz|ent|ant|(w|el|d|ż|cz|yn|śl)nik|czyk|owiec|iciel|awiec|acz|ian)a$|^(marca|czerwca|lipca|kwietnia|września|sierpnia|grudnia|stycznia|października)$/;

/** Men, animals and things of men's gender whose second case reads like what women's words are called ("kota" like "kawa"): common enough that both are meant. */
const commonMen = new Set(`
kot pies syn wnuk sąsiad chłop pan ptak wilk lis królik zając koń słoń baran kogut motyl komar chleb ser nos ząb brzuch palec mąż nóż widelec talerz młotek stolik koszyk kubek garnek but krawat szalik kapelusz płaszcz guzik telewizor komputer laptop smartfon tablet router serwer skuter
materac grzejnik parasol banan ananas ogórek pomidor ziemniak burak arbuz cukierek pączek prezes wójt świat kościół wieczór robot pilot adapter głośnik czajnik śmietnik chodnik koc piec wieszak hak lek zwierzak dzieciak chłopak
`.trim().split(/\s+/));

/**
 * How a word is called that is given in another form ("kuriera", "Krakowie", "klientom"): words whose forms it is among. Empty where it is called so itself, or may be ("marka", "książek"). Some are no words; their forms are in no text.
 */
export function baseForms(written: string): string[] {
  const word = written.toLowerCase().normalize('NFC');
  const isName = /^\p{Lu}\p{Ll}/u.test(written);
  if (!/^\p{L}+$/u.test(word) || irregularForms(word) !== undefined) return [];
  const folded = fold(word);
  const known = irregularBases(word);
  if (known.length > 0) return [...known];
  if (word.length < 4) return [];
  const found = new Set<string>();
  for (const candidate of candidatesOf(word, isName)) {
    if (candidate === word || fold(candidate).length < 3) continue;
    const asWritten = isName ? `${candidate.charAt(0).toUpperCase()}${candidate.slice(1)}` : candidate;
    if (polishForms(asWritten).forms.has(folded)) found.add(asWritten);
  }
  return [...found];
}

function candidatesOf(word: string, isName: boolean): string[] {
  const stem = word.slice(0, -1);
  const done = /^(.{3,})owa[łl](a|o|y|em|am|)$/.exec(word)?.[1];
  if (done !== undefined) return [`${done}ować`];
  // "Kuriera", "Nowaka", "Poznania"; and "Biedronka" is called so, "kamera" too.
  // "Książek", "łóżek", "krzeseł": of many, where "zegarek" and "węzeł" are called so. What that makes of these is no word.
  if (!isName && /[^aeiouyąęó]i?e[kł]$/.test(word) && word.length > 4) return ['a', 'o'].map((end) => `${word.replace(/i?e([kł])$/, '$1')}${end}`);
  const ofMan = [stem, stem.replace(/o(?=[^aeiouyąęó]+$)/, 'ó'), ...ways(stem, recalled), ...ways(stem, softEnd)].filter((one) => commonMen.has(one));
  if (word.endsWith('a') && !isName && ofMan.length > 0) return ofMan;
  if (word.endsWith('a') && !/([ęt]cia|[ęo][tn]a|[ęe]nia)$/.test(word)) return whoDoes.test(word) || isName ? [stem, ...ways(stem, recalled), ...ways(stem, softEnd)].filter((one) => !one.endsWith('i')) : [];
  // "Telefony" reads like "czerwony", "Częstochowy" like "lipowy".
  const isCalledSo = polishForms(isName ? `${word.charAt(0).toUpperCase()}${word.slice(1)}` : word).isCalledSo && !/[aeioy]ny$/.test(word) && !(isName && word.endsWith('y')) && !/(ęta|ąt|ęcia|iona|ienia)$/.test(word);
  if (isCalledSo || (!isName && thingsInE.test(word))) return [];
  return endings.flatMap(([ending, kinds]) => ending.test(word) && !(isName && ending === menTogether) ? kinds.flatMap((kind) => called(word.replace(ending, ''), kind, word)) : []);
}

function called(base: string, kind: Kind, word: string): string[] {
  const men = /[yi]$/.test(word) ? ways(word, fromMen).slice(1).flatMap((stem) => ways(stem, vowelsBack)) : [];
  const stems = [base, ...(word.endsWith('e') ? ways(base, harder).flatMap((stem) => ways(stem, vowelsBack)) : [])];
  switch (kind) {
    case 'quality': return [base.replace(/i$/, ''), ...men].flatMap((stem) => [`${stem}y`, `${stem}i`]);
    case 'woman': return [...stems, ...men].map((stem) => `${stem}a`);
    case 'thing': return stems.flatMap((stem) => [`${stem}o`, `${stem}um`, ...(/[iljzc]$/.test(stem) ? [`${stem}e`] : [])]);
    case 'man': return [...stems, ...men].flatMap((stem) => [...ways(stem, recalled), ...ways(stem, softEnd).slice(1), ...ways(stem.replace(/i$/, ''), recalled)]).concat(word.endsWith('i') ? ways(word, softEnd).slice(1) : []).filter((stem) => !stem.endsWith('i'));
    case 'young': return [`${base}ę`];
    case 'verb': return [`${base}ać`, `${base}ować`];
  }
}
