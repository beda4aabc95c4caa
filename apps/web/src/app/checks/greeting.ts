import { nameGroups } from './name-groups';
import { ownWords } from './own-words';

const plain = (word: string): string => word.toLowerCase().replace(/ł/g, 'l').normalize('NFD').replace(/\p{M}/gu, '');

/** How a Polish name may read when one speaks to its bearer; the name itself is right as well. */
export function addressForms(name: string): string[] {
  const end = (pattern: RegExp, ...instead: string[]) => (pattern.test(name) ? instead.map((ending) => name.replace(pattern, ending)) : []);
  return [
    name,
    // Women, and men like Kuba.
    ...end(/a$/, 'o', 'u'), ...end(/ia$/, 'io', 'iu'),
    // Men: Marek → Marku, Paweł → Pawle, Piotr → Piotrze …
    ...end(/ek$/, 'ku'), ...end(/(k|g|ch|j|l|sz|rz|cz|ż|c|dz|si)$/, '$1u'), ...end(/ś$/, 'siu'), ...end(/ń$/, 'niu'), ...end(/eł$/, 'le'), ...end(/ł$/, 'le'), ...end(/er$/, 'rze', 'erze'), ...end(/r$/, 'rze'),
    ...end(/t$/, 'cie'), ...end(/d$/, 'dzie'), ...end(/([nmwbpfsz])$/, '$1ie'), ...end(/ek$/, 'ku'), ...end(/o$/, 'u'), ...end(/el$/, 'lu', 'elu'),
  ];
}

/** Form → the groups in which somebody is spoken to like that. */
const groupsOf = new Map<string, Set<number>>();
nameGroups.forEach((group, index) => {
  for (const name of group) {
    for (const form of addressForms(name)) {
      const known = groupsOf.get(plain(form)) ?? new Set();
      groupsOf.set(plain(form), known.add(index));
    }
  }
});

const polite = '(?:dzień dobry|dobry wieczór|dobry|witam|witaj|cześć|hej|hejka|siema|szanown[aey]|drog[aie]|uprzejmie|serdecznie)';
const greetings: readonly RegExp[] = [
  new RegExp(`^(?:${polite}[\\s,!.]*)*(?:pani|panie)\\s+(?<name>\\p{Lu}\\p{L}+)`, 'iu'),
  new RegExp(`^(?:${polite}[\\s,!.]+)+(?<name>\\p{Lu}\\p{L}+)(?:\\s+\\p{Lu}\\p{L}+)?\\s*[,!.–-]`, 'iu'),
  /^(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day))[\s,!]+(?:mr|mrs|ms|miss|dr)?\.?\s*(?<name>\p{Lu}\p{L}+)/iu,
];

/** The name at the top of a reply, as it is written; null when it greets nobody by name. */
export function greetedName(text: string): string | null {
  const first = ownWords(text).split('\n').map((line) => line.trim()).find((line) => line !== '') ?? '';
  for (const pattern of greetings) {
    const name = pattern.exec(first.slice(0, 160))?.groups?.['name'];
    // The pattern ignores case for the words before it, so the large letter is looked at here.
    if (name !== undefined && /^\p{Lu}/u.test(name) && !/^(pani|panie|pan|państwo|hi|hello|dzień|mr|mrs|ms)$/iu.test(name)) return name;
  }
  return null;
}

/**
 * The name in the greeting when it surely is somebody else's: both it and the customer's are first names that we know, and nobody is called both. What the
 * customer's own messages are signed with counts as theirs: a family shares a mailbox.
 */
export function wrongName(text: string, customer: string, theirWords: readonly string[] = []): string | null {
  const greeted = greetedName(text);
  if (greeted === null) return null;
  const groups = groupsOf.get(plain(greeted));
  if (groups === undefined) return null;
  const parts = customer.split(/[\s,]+/).filter((part) => /^\p{Lu}[\p{Ll}'’-]+$/u.test(part));
  const known = parts.map((part) => groupsOf.get(plain(part)) ?? null);
  // A company, a handle, or a name that we don't know: perhaps right, and nothing is said.
  if (parts.length === 0 || known.every((of) => of === null)) return null;
  if (parts.some((part) => addressForms(part).some((form) => plain(form) === plain(greeted)))) return null;
  if (known.some((of) => of !== null && [...of].some((group) => groups.has(group)))) return null;
  const said = new Set(theirWords.flatMap((words) => words.slice(-400).split(/[^\p{L}]+/u)).map(plain));
  const alike = [...groups].flatMap((group) => nameGroups[group] ?? []);
  if (alike.some((name) => said.has(plain(name))) || said.has(plain(greeted))) return null;
  return greeted;
}
