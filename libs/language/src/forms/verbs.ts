const split = (endings: string): readonly string[] => endings.split(' ');
const past = split('l la lo li ly lem lam les las lismy lysmy liscie lyscie');
const passive = split('ny na ne ni nego nej nemu nych nymi nie nia no');
const present: Readonly<Record<string, readonly string[]>> = {
  ac: split('am asz a amy acie aja aj ajcie'), owac: split('uje ujesz ujemy ujecie uja uj ujcie ujac'), ic: split('e isz i imy icie a ie ia cie my'), yc: split('e ysz y ymy ycie a cie'), ec: split('e isz i imy icie a eje ejesz eja'),
};

/** Forms of a Polish verb as it is named, of those that change by their endings alone; folded, as the word is. */
export function verbForms(word: string): string[] {
  const [, root, ending] = /^(.{2,}?)(owac|ac|ic|yc|ec)$/.exec(word) ?? [];
  if (root === undefined || ending === undefined) return [];
  const theme = ending.slice(0, -1);
  return [...past.map((each) => root + theme + each), ...(present[ending] ?? []).map((each) => root + each), ...passive.map((each) => root + (theme.endsWith('a') ? theme : 'o') + each), `${root}${theme}c`];
}
