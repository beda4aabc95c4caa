import type { AttributeOption } from '@kontuar/contract';

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[łŁ]/g, 'l').toLowerCase();

/** A key from a name: "Numer zamówienia" is numer_zamowienia. */
export function keyOf(name: string): string {
  return plain(name).replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+/, '').replace(/_+$/, '').slice(0, 40);
}

export const isKey = (key: string): boolean => /^[a-z][a-z0-9_]{0,39}$/.test(key);

/** Options as lines: "Gold | Złoty". */
export const optionLines = (options: readonly AttributeOption[]): string => options.filter(({ archived }) => !archived).map(({ name }) => (name.en === name.pl ? name.en : `${name.en} | ${name.pl}`)).join('\n');

/** From lines to options. A line that says what an option said keeps its value, so that what was filled in stays; a name that changed in its place is the same option renamed. */
export function optionsOf(lines: string, before: readonly AttributeOption[]): AttributeOption[] {
  const names = lines.split('\n').map((line) => line.split('|').map((part) => part.trim())).filter(([en]) => en !== undefined && en !== '').map(([en = '', pl = '']) => ({ en: en.slice(0, 80), pl: (pl === '' ? en : pl).slice(0, 80) }));
  const offered = before.filter(({ archived }) => !archived);
  const same = (option: AttributeOption, name: { en: string; pl: string }) => option.name.en === name.en || option.name.pl === name.pl;
  const taken = new Set<string>();
  const made = names.map((name) => {
    const known = before.find((option) => !taken.has(option.value) && same(option, name));
    if (known !== undefined) taken.add(known.value);
    return { name, value: known?.value };
  });
  return made.map(({ name, value }, at) => {
    if (value !== undefined) return { value, name, archived: false };
    // As many lines as before: the one in this place has another name now.
    const here = names.length === offered.length ? offered[at] : undefined;
    const own = here !== undefined && !taken.has(here.value) ? here.value : free(keyOf(name.en) || `option_${at + 1}`, new Set([...before.map((option) => option.value), ...taken]));
    taken.add(own);
    return { value: own, name, archived: false };
  });
}

function free(value: string, taken: ReadonlySet<string>): string {
  if (!taken.has(value)) return value;
  for (let n = 2; ; n += 1) if (!taken.has(`${value.slice(0, 36)}_${n}`)) return `${value.slice(0, 36)}_${n}`;
}
