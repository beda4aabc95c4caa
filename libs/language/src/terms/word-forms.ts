import { formsOf } from '../jargon/inflect';
import { fold } from '../text/fold';

const split = (endings: string): string[] => endings.split(' ');
const adjective = split('y i a e ego iego ej iej emu iemu ym im ych ich ymi imi ie o');
const past = split('l la lo li ly lem lam les las lismy lysmy liscie lyscie');
const passive = split('ny na ne ni nego nej nemu nych nymi nie nia no');
const present: Readonly<Record<string, readonly string[]>> = {
  ac: split('am asz a amy acie aja aj ajcie'), owac: split('uje ujesz ujemy ujecie uja uj ujcie ujac'), ic: split('e isz i imy icie a ie ia cie my'), yc: split('e ysz y ymy ycie a cie'), ec: split('e isz i imy icie a eje ejesz eja'),
};

/** Forms of a Polish verb as it is named, of those that change by their endings alone. */
function verb(word: string): string[] {
  const [, root, ending] = /^(.{2,}?)(owac|ac|ic|yc|ec)$/.exec(word) ?? [];
  if (root === undefined || ending === undefined) return [];
  const theme = ending.slice(0, -1);
  return [...past.map((each) => root + theme + each), ...(present[ending] ?? []).map((each) => root + each), ...passive.map((each) => root + (theme.endsWith('a') ? theme : 'o') + each), `${root}${theme}c`];
}

/** Forms in which a word of either language may stand, folded: as a noun, as an adjective, as a verb. More than there are; what is no word is in no text. */
export function wordForms(word: string): Set<string> {
  const folded = fold(word);
  const nouns = (['pl', 'en'] as const).flatMap((language) => [...formsOf(word, language).values()].flat());
  const [, stem] = /^(.{3,}?)i?[yiae]$/.exec(folded) ?? [];
  const english = folded.length < 4 ? [] : [`${folded}ed`, `${folded}ing`, `${folded.replace(/e$/, '')}ing`, `${folded.replace(/e$/, '')}ed`, `${folded.replace(/e$/, '')}er`, `${folded.replace(/e$/, '')}ers`];
  return new Set([folded, ...nouns.map(fold), ...(stem === undefined ? [] : adjective.map((ending) => stem + ending)), ...(/[cć]$/.test(word) ? verb(folded) : []), ...english]);
}
