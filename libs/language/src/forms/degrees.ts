import { soften, vowelsBeforeE, ways } from './alternations';

/** What compares, how something is done, and how it is done better; what is said too often to mean the word ("dużo", "więcej") is left out. */
const irregular: ReadonlyMap<string, readonly [compared: string, ...done: string[]]> = new Map([
  ['dobry', ['lepszy', 'dobrze', 'lepiej']], ['zły', ['gorszy', 'źle', 'gorzej']], ['duży', ['większy']], ['wielki', ['większy']], ['mały', ['mniejszy']], ['wysoki', ['wyższy', 'wysoko', 'wyżej']], ['niski', ['niższy', 'nisko', 'niżej']],
  ['bliski', ['bliższy', 'blisko', 'bliżej']], ['wąski', ['węższy', 'wąsko', 'węziej']], ['śliski', ['śliższy', 'ślisko']], ['daleki', ['dalszy', 'daleko', 'dalej']], ['lekki', ['lżejszy', 'lekko', 'lżej']], ['miękki', ['miększy', 'miękko', 'miękcej']],
  ['krótki', ['krótszy', 'krótko', 'krócej']], ['gorący', ['gorętszy', 'gorąco', 'goręcej']], ['biały', ['bielszy', 'biało', 'bielej']], ['śmiały', ['śmielszy', 'śmiało', 'śmielej']], ['wesoły', ['weselszy', 'wesoło', 'weselej']], ['zielony', ['zieleńszy', 'zielono']], ['czerwony', ['czerwieńszy', 'czerwono']],
]);

const CONSONANT = '[^aeiouyąęó]';
const endsIn = (end: string): RegExp => new RegExp(`${CONSONANT}${end}$`);
/** What says of what, whose or from where something is is not compared, nor what was done to it; and what is called like the thing itself ("złoto", "prawo", "światło"). */
const notCompared = /(.{3,}ow|[sc]k|dzk|sz|cz|c|dz)[yi]$|(an|on|ęt|yt|ut)y$|^(złoty|prawy|światły|owy|inny|każdy|pierwszy|drugi|trzeci)$/;
const comparedAllTheSame = /^(zdrowy|surowy|typowy|różowy|gotowy|kolorowy|jałowy|wyjątkowy|nerwowy|zawodowy|pewny|płaski|bogaty|uczciwy|prosty|kruchy)$/;

/** Words for how something is that read like others in the plural ("buty", "narty"): these are called so, and have no other forms than theirs. */
const qualities = new Set(`
dobry zły duży mały wielki wysoki niski bliski daleki wąski szeroki głęboki lekki ciężki miękki twardy krótki długi szybki wolny drogi tani nowy stary młody biały czarny żółty złoty szary różowy prosty krzywy pusty pełny gęsty rzadki czysty brudny suchy mokry ciepły zimny
chłodny świeży zdrowy chory głodny syty silny mocny słaby gruby chudy cichy głośny jasny ciemny ostry tępy gładki słodki kwaśny gorzki słony miły wredny mądry głupi bogaty biedny ładny brzydki piękny straszny ciekawy nudny łatwy trudny pewny szczery uczciwy grzeczny
święty prawy lewy żywy martwy cały trwały stały śmiały wesoły smutny dumny wściekły zwykły nagły szczęśliwy cierpliwy życzliwy uprzejmy wspaniały doskonały
`.trim().split(/\s+/));
export const isQuality = (word: string): boolean => qualities.has(word);

/** Of a word for how something is ("szybki"): what compares it ("szybszy"), and how something is done ("szybko", "szybciej"). Of others nothing, or what is no word. */
export function degreesOf(word: string): { compared: string[]; done: string[] } {
  const known = irregular.get(word);
  if (known !== undefined) return { compared: [known[0]], done: known.slice(1) };
  if (!/.{3}[yi]$/.test(word) || (notCompared.test(word) && !comparedAllTheSame.test(word))) return { compared: [], done: [] };
  const stem = word.slice(0, -1);
  if (stem.endsWith('g')) return { compared: [`${stem.slice(0, -1)}ższy`], done: [`${stem}o`, `${stem.slice(0, -1)}żej`] };
  if (stem.endsWith('k')) return ofSmallEnd(stem);
  if (word.endsWith('ni')) return { compared: [`${stem.slice(0, -1)}ńszy`], done: [`${stem}io`, `${stem}iej`] };
  if (word.endsWith('i')) return { compared: [], done: [] };
  const soft = ways(stem, vowelsBeforeE).map(soften);
  const done = [`${stem}o`, ...(/[nrłwt]$/.test(stem) ? soft.map((end) => `${end}e`) : []), ...soft.map((end) => `${end}ej`)];
  const isLong = ['[nrłw]'].some((end) => endsIn(end).test(stem));
  return { compared: isLong ? soft.map((end) => `${end}ejszy`) : [`${stem.replace(/ł$/, 'l')}szy`], done };
}

/** "Szeroki" and "szerszy", "szybki" and "szybszy", "cienki" and "cieńszy". */
function ofSmallEnd(stem: string): { compared: string[]; done: string[] } {
  const bare = stem.replace(/[oe]?k$/, '');
  const isWide = bare.length < stem.length - 1;
  return { compared: [`${bare.replace(/n$/, 'ń')}szy`], done: [`${stem}o`, `${soften(bare)}ej`, ...(isWide ? [] : [`${bare}ciej`, `${bare}ej`])] };
}

/** The most of it: "najszybszy", "najszybciej". */
export const most = (words: readonly string[]): string[] => words.map((word) => `naj${word}`);
