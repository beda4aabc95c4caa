/** What is found at the end of a stem, and what stands there instead. */
export type Change = readonly [RegExp, string];

/** What the end of a stem turns into before -e: "Rossmannie", "Żabce", "nodze". The first that fits. */
const softer: readonly Change[] = [
  [/st$/, 'ści'], [/zd$/, 'ździ'], [/sn$/, 'śni'], [/zn$/, 'źni'], [/sł$/, 'śl'], [/zł$/, 'źl'], [/ch$/, 'sz'], [/k$/, 'c'], [/g$/, 'dz'], [/t$/, 'ci'], [/d$/, 'dzi'], [/r$/, 'rz'], [/ł$/, 'l'], [/s$/, 'si'], [/z$/, 'zi'], [/n$/, 'ni'], [/([pbwfmvx])$/, '$1i'],
];
export const soften = (stem: string): string => first(softer, stem) ?? stem;

/** Vowels that change with it: "miasto" and "mieście", "zjazd" and "zjeździe", "kościół" and "kościele", "wesoły" and "weseli". */
export const vowelsBeforeE: readonly Change[] = [[/([ij])a(st|zd|t|tr|tł|d|r)$/, '$1e$2'], [/i[oó]ł$/, 'ieł'], [/(cz|s)oł$/, '$1eł']];

/** The end of a stem where men are named: "Polacy", "studenci", "czerwoni". The first that fits. */
const ofMen: readonly Change[] = [
  [/st$/, 'ści'], [/sł$/, 'śli'], [/ch$/, 'si'], [/sz$/, 'si'], [/[cd]z$/, '$&y'], [/rz$/, 'rzy'], [/t$/, 'ci'], [/d$/, 'dzi'], [/r$/, 'rzy'], [/k$/, 'cy'], [/g$/, 'dzy'], [/ł$/, 'li'], [/ż$/, 'zi'], [/c$/, 'cy'], [/[nwspbmz]$/, '$&i'],
];
export const menOf = (stem: string): string | undefined => first(ofMen, stem);

/** A word that ends with a consonant, before an ending: the e that goes, the ą that becomes ę, and a letter that comes back with it ("Kwiecień" and "kwietnia"). All that fit. */
export const opened: readonly Change[] = [
  [/([^aeiouyąęó])i?ek$/, '$1k'], [/([^aeiouyąęó])i?ec$/, '$1c'], [/rzec$/, 'rc'], [/rze[łl]$/, 'rł'], [/([^aeiouyąęó])i?eł$/, '$1ł'], [/([kg])iel$/, '$1l'], [/([bp]|^we?d)el$/, '$1l'],
  [/czeń$/, 'czń'], [/cień$/, 'tń'], [/dzień$/, 'dń'], [/zień$/, 'źń'], [/([pswgk])ień$/, '$1ń'], [/([kg])ier$/, '$1r'], [/([^aeiouyąęói])er$/, '$1r'], [/([^aeiouyąęó])i?ew$/, '$1w'], [/([aeiouy]n)in$/, '$1'], [/x$/, 'ks'],
  [/(z|d|goł|jastrz)ąb$/, '$1ęb'], [/(rz|bł)ąd$/, '$1ęd'], [/([mw])ąż$/, '$1ęż'], [/krąg$/, 'kręg'], [/niądz$/, 'niędz'], [/siąc$/, 'sięc'], [/zając$/, 'zajęc'], [/gałąź$/, 'gałęź'],
];

/** Where the ą always becomes ę: "zęba" is never "ząba", which without marks would be a frog. */
export const alwaysOpened = /(z|d|goł|jastrz)ąb$|błąd$|urząd$|[mw]ąż$|krąg$/;

/** A word without its -a, -o or -e, where nothing follows: the e that comes, the ę that becomes ą. All that fit. */
export const closed: readonly Change[] = [
  [/([^aeiouyąęó])([kłlnwr])$/, '$1e$2'], [/([^aeiouyąęó])([kłlnwrc])$/, '$1ie$2'], [/rb$/, 'reb'], [/(świ|zwierz|ksi|wst)ę([tg])$/, '$1ą$2'],
];

/** Names whose last lip sound is soft: "Wrocławia", "gołębia". */
export const softLips = /(wrocław|inowrocław|gołęb|karp|paw|żuraw|jastrzęb|modrzew|ołów|radom)$/;

function first(changes: readonly Change[], stem: string): string | undefined {
  const found = changes.find(([pattern]) => pattern.test(stem));
  return found === undefined ? undefined : stem.replace(found[0], found[1]);
}

/** The stem as it is, and as each of the changes that fit makes it. */
export function ways(stem: string, changes: readonly Change[]): string[] {
  return [stem, ...changes.flatMap(([pattern, instead]) => pattern.test(stem) ? [stem.replace(pattern, instead)] : [])];
}
