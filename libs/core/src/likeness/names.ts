import { fold } from '@kontuar/language';

const titles = new Set(['mgr', 'inz', 'dr', 'prof', 'hab', 'lek', 'mec', 'adw', 'pan', 'pani', 'mr', 'mrs', 'ms', 'sir', 'phd', 'jr', 'sr']);
const desks = new Set('biuro sklep dzial zespol obsluga klienta sekretariat recepcja ksiegowosc team office support sales shop store info kontakt contact service customer firma company hurtownia fundacja ltd gmbh sp zoo spzoo sa llc inc'.split(' '));

/** What people call one another, and the name that stands in their papers. */
const short: Readonly<Record<string, string>> = Object.fromEntries(
  `katarzyna:kasia,kaska|malgorzata:gosia,malgosia|aleksandra:ola|alexandra:ola|anna:ania,anka|maria:marysia,majka|joanna:asia,joasia|agnieszka:aga|barbara:basia|ewa:ewka|magdalena:magda|monika:monia|zofia:zosia|natalia:natka|karolina:karola|krystyna:krysia|elzbieta:ela|teresa:renia|irena:irka|dorota:dorotka|beata:beatka|grazyna:grazka
  |tomasz:tomek|piotr:piotrek|krzysztof:krzysiek,krzys|andrzej:jedrek|pawel:pawelek|jan:janek,jasiek|stanislaw:staszek,stas|marcin:marcinek|michal:michalek|jakub:kuba|grzegorz:grzesiek,grzes|lukasz:lukaszek|wojciech:wojtek|jaroslaw:jarek|slawomir:slawek|miroslaw:mirek|zbigniew:zbyszek|mateusz:mati|bartosz:bartek|bartlomiej:bartek|kazimierz:kazik|jerzy:jurek|tadeusz:tadek|ryszard:rysiek|dariusz:darek|mariusz:mario|przemyslaw:przemek|adrian:adek|sebastian:seba|maciej:maciek
  |robert:rob,bob,bobby|william:will,bill,billy|james:jim,jimmy,jamie|john:johnny,jack|michael:mike|richard:rick,dick|thomas:tom,tommy|elizabeth:liz,beth,lizzie|katherine:kate,katie,kathy|catherine:kate,katie,cathy|margaret:maggie,peggy|jennifer:jen,jenny|andrew:andy|anthony:tony|christopher:chris|daniel:dan,danny|david:dave|edward:ed,ted,eddie|joseph:joe|matthew:matt|nicholas:nick|patricia:pat,trish|samuel:sam|samantha:sam|stephen:steve|steven:steve|susan:sue|victoria:vicky|benjamin:ben|rebecca:becky|deborah:debbie`
    .split('|').flatMap((line) => {
      const [full = '', forms = ''] = line.trim().split(':');
      return [...forms.split(',').map((form) => [form, full] as const)];
    }),
);
const given = new Set(Object.values(short));
const full = (word: string): string => short[word] ?? word;

/** The words of a person's name, folded; none where it is no name of a person in full (an address, a nick name, a desk, a first name alone). */
export function nameWords(name: string): string[] {
  if (/[@\d_/]/.test(name)) return [];
  const words = fold(name).replace(/[.,()"'„”]/g, ' ').split(/[\s-]+/).filter((word) => word !== '' && !titles.has(word));
  if (words.length > 4 || words.some((word) => desks.has(word) || !/^\p{L}+$/u.test(word))) return [];
  // "J. Kowalski" may be anybody's.
  return words.filter((word) => word.length > 1).length < 2 ? [] : words;
}

/** The same for every order and familiar form of the same name. */
export const nameKey = (name: string): string | undefined => {
  const words = nameWords(name).filter((word) => word.length > 1).map(full);
  return words.length < 2 ? undefined : words.sort().join(' ');
};

/** 'akin': nothing speaks against one person. 'differ': both are names in full, of two people; also of two people of one family. */
export function compareNames(a: string, b: string): 'same' | 'akin' | 'differ' | 'unknown' {
  const [one, other] = [nameWords(a).map(full), nameWords(b).map(full)];
  if (one.length === 0 || other.length === 0) return 'unknown';
  if (nameKey(a) === nameKey(b)) return 'same';
  const shared = one.filter((word) => word.length > 1 && other.includes(word));
  if (shared.length >= 2) return 'akin';
  // A surname changes, a first name does not; "J. Nowak" and "Jan Nowak" may be one.
  if (shared.some((word) => word === one[0] && word === other[0] || given.has(word))) return 'akin';
  return shared.length === 1 && initials(one, other) ? 'akin' : 'differ';
}

const initials = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((word) => word.length === 1 && other.some((each) => each.startsWith(word))) || other.some((word) => word.length === 1 && one.some((each) => each.startsWith(word)));
