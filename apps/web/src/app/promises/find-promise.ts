
export interface FoundPromise { /** The sentence, shortened. */ text: string; dueAt: Date }
export interface EnglishTime { index: number; text: string; start: { date(): Date; isCertain(part: 'hour' | 'minute'): boolean } }
/** `casual.parse` of chrono-node/en. */
export type EnglishReader = (text: string, now: Date, options: { forwardDate: boolean }) => EnglishTime[];

/** Until then somebody who was told a day goes on hoping. */
const END_OF_DAY = 17;
const AHEAD_MAX_MS = 120 * 86_400_000;

const english = {
  /** We, and what we are going to do. */
  says: /\b(?:I|we|I['’]ll|we['’]ll|our (?:team|courier|technician|colleague)s?|(?:a|my|the|our) (?:colleague|courier|technician|specialist|driver))\b(?: will| shall|['’]ll| am going to| are going to| is going to)?\s*(?:also |then |personally |definitely |certainly |gladly )*(?:be (?:calling|sending|back|in touch|with you|there)|call|ring|phone|send|ship|get back|come back|reply|respond|answer|let you know|write|email|e-mail|check|confirm|deliver|refund|return|prepare|update|contact|reach out|pick (?:it|them)? ?up|collect|replace|repair|post|dispatch|transfer|pay|make|bring|visit|have (?:it|them|this|your|an|the)|give you|provide|follow up)\b/i,
  gets: /\byou(?: will|['’]ll) (?:receive|get|have|hear|find)\b|\b(?:will|['’]ll) (?:arrive|be (?:ready|sent|shipped|delivered|refunded|repaired|replaced|with you|back|dispatched|transferred|collected|done|fixed))\b/i,
  future: /\b(?:will|shall|['’]ll|going to)\b/i,
  not: /\b(?:won['’]t|will not|cannot|can['’]t|shall not|not be able|unable|unfortunately not|would|could|might|may|usually|normally|typically|hope to|try to|wanted to)\b/i,
  unless: /\b(?:if|unless|once|when|whenever|as soon as|after you|should you|in case|provided|until)\b/i,
};
const polish = {
  says: /(?<!\p{L})(?:(?:za|od|prze|wy|po|do|na|z|s|u)?(?:dzwonimy|dzwonię|ślemy|ślę|syłamy|piszemy|piszę|wiemy|wiem|słonimy)|oddzwoni(?:my|ę)|zadzwoni(?:my|ę)?|wyślemy|wyślę|prześlemy|prześlę|przesyłamy jutro|odpiszemy|odpiszę|odpowiemy|odpowiem|odezw(?:iemy|ę) się|damy (?:\p{L}+ )?znać|dam (?:\p{L}+ )?znać|wrócimy|wrócę|sprawdzimy|sprawdzę|zwrócimy|zwrócę|oddamy|dostarczymy|dostarczę|skontaktuj(?:emy|ę) się|poinformuj(?:emy|ę)|potwierdzimy|potwierdzę|przygotuj(?:emy|ę)|nadamy|nadam|przekaż(?:emy|ę)|wymienimy|wymienię|naprawimy|naprawię|przelejemy|odbierzemy|odbiorę|przywieziemy|przyjedziemy|przyjadę|załatwimy|załatwię|wystawimy|wystawię|uzupełnimy|podeślemy|podeślę|napiszemy|napiszę|zrobimy|zrobię|będziemy(?= u| dzwonić| z powrotem)|kurier (?:przyjedzie|odbierze|będzie|dostarczy)|(?:kolega|koleżanka|technik|serwisant|specjalista|zespół) (?:zadzwoni|oddzwoni|przyjedzie|odpisze|napisze|odezwie się))(?!\p{L})/iu,
  gets: /(?<!\p{L})(?:otrzyma(?:ją)? (?:pan|pani|państwo)|(?:pan|pani) (?:otrzyma|dostanie)|państwo (?:otrzymają|dostaną)|dostanie (?:pan|pani)|dostaniesz|otrzymasz|(?:paczka|przesyłka|zamówienie|zwrot|faktura|odpowiedź|przelew|towar|stół|lampa|krzesło|nowy egzemplarz) (?:dotrze|będzie|zostanie|wyjdzie|dojdzie|wyruszy)|(?:będzie|będą) (?:gotow[aeyi]|u (?:pana|pani|państwa|ciebie)|wysłan[aeyi]|do odbioru)|zostanie (?:wysłan[aey]|dostarczon[aey]|naprawion[aey]|zwrócon[aey]|nadan[aey]|wymienion[aey]|przelan[aey])|(?:pieniądze|środki) (?:wrócą|będą))(?!\p{L})/iu,
  not: /(?<!\p{L})nie (?:za|od|wy|prze|po|do|na|s|z)?(?:dzwoni|śl|pisz|odpisz|odezw|da|wró|zwró|będ|zostan|zdąż|mog|potwier|spraw|otrzyma|dostan|naprawi|wymieni|przyj)|(?<!\p{L})(?:zazwyczaj|zwykle|niestety nie|postaram|spróbuj|chciał|mogłab?y|możliwe, że|być może)/iu,
  unless: /(?<!\p{L})(?:jeśli|jeżeli|gdy|gdyby|kiedy|jak tylko|o ile|po otrzymaniu|po zaksięgowaniu|w razie|dopiero)(?!\p{L})/iu,
};

/**
 * What a sentence of an answer promises, and by when: only where we say what we (or the goods) will do and name a time. Nothing is promised on a condition, by a
 * question, in a quote or in general. Undefined: nothing to suggest.
 */
export function findPromise(text: string, now: Date, read: EnglishReader): FoundPromise | undefined {
  const own = text.split('\n').filter((line) => !/^\s*>/.test(line)).join('\n');
  for (const sentence of own.split(/(?<=[.!?…])\s+(?=[\p{Lu}\d])|\n+/u)) {
    const said = sentence.trim();
    if (said === '' || said.endsWith('?') || said.length > 400) continue;
    const dueAt = inPolish(said, now) ?? inEnglish(said, now, read);
    if (dueAt !== undefined && dueAt > now && dueAt.getTime() - now.getTime() < AHEAD_MAX_MS) return { text: short(said), dueAt };
  }
  return undefined;
}

const short = (sentence: string): string => (sentence.length <= 160 ? sentence : `${sentence.slice(0, 157).replace(/\s+\S*$/, '')}…`).replace(/[.!]+$/, '');

function inEnglish(sentence: string, now: Date, read: EnglishReader): Date | undefined {
  const says = english.says.test(sentence) && english.future.test(sentence);
  if ((!says && !english.gets.test(sentence)) || english.not.test(sentence) || english.unless.test(sentence)) return undefined;
  const end = /\b(?:by|before|at) the end of (?:the |this )?(day|week|today)\b|\bby (close of business|COB|EOD|EOW)\b|\b(later) today\b|\b(?:in|within) (?:the next )?(an hour|the hour)\b/i.exec(sentence);
  if (end !== null) return /week|EOW/i.test(end[0]) ? dayAt(now, (5 - now.getDay() + 7) % 7, END_OF_DAY) : /hour/i.test(end[0]) ? new Date(now.getTime() + 3_600_000) : today(now);
  const working = /\b(?:in|within)(?: the next)? (\d{1,2}|one|two|three|four|five|seven|ten) (?:working|business) days?\b/i.exec(sentence);
  if (working?.[1] !== undefined) return dayAt(now, workingDays(now, count(working[1])), END_OF_DAY);
  // "From Monday to Friday we answer" is no promise, and neither is what was.
  const found = read(sentence, now, { forwardDate: true }).find((each) => !/^(?:now|right now|just now|at the moment|this (?:week|month|year)|last .*|yesterday|.* ago)$/i.test(each.text));
  if (found === undefined) return undefined;
  const at = found.start.date();
  if (!found.start.isCertain('hour')) {
    if (/\b(?:tonight|evening)\b/i.test(found.text)) at.setHours(21, 0, 0, 0);
    else if (/\bmorning\b/i.test(found.text)) at.setHours(12, 0, 0, 0);
    else if (/\btoday\b/i.test(found.text)) return today(now);
    else at.setHours(END_OF_DAY, 0, 0, 0);
  }
  return at;
}

const days: readonly (readonly [RegExp, number])[] = [
  [/niedziel[eęaąi]/, 0], [/poniedział(?:ek|ku)/, 1], [/wtor(?:ek|ku)/, 2], [/środ[ęyae]/, 3], [/czwart(?:ek|ku)/, 4], [/piąt(?:ek|ku)/, 5], [/sobot[ęyae]/, 6],
];
const months = ['sty', 'lut', 'mar', 'kwi', 'maj', 'cze', 'lip', 'sie', 'wrz', 'paź', 'lis', 'gru'];

function inPolish(sentence: string, now: Date): Date | undefined {
  if ((!polish.says.test(sentence) && !polish.gets.test(sentence)) || polish.not.test(sentence) || polish.unless.test(sentence)) return undefined;
  const low = sentence.toLowerCase();
  const clock = /(?<![\p{L}\d])(?:o|do|przed|około|ok\.?)\s+(?:godz(?:\.|iny|inie)?\s*)?(\d{1,2})(?:[:.](\d{2}))?(?![\d:]|\.\d|\s*(?:dni|zł|szt|min|stycz|lut|mar|kwie|maj|czerw|lip|sierp|wrze|paźdz|listop|grud))/u.exec(low);
  const hour = clock?.[1] !== undefined && Number(clock[1]) < 24 ? { hour: Number(clock[1]), minute: Number(clock[2] ?? 0) } : undefined;
  const at = (ahead: number): Date => dayAt(now, ahead, hour?.hour ?? (/(?<!\p{L})rano|do południa/u.test(low) ? 12 : /wieczor/.test(low) ? 21 : END_OF_DAY), hour?.minute ?? 0);
  const span = /(?<!\p{L})(?:w ciągu|za|w przeciągu|do|maksymalnie w ciągu)\s+(?:najbliższ\p{L}+\s+)?(\d{1,3}|jedn\p{L}+|dw[aóoi]\p{L}*|trzech|trzy|czterech|cztery|pięciu|pięć|siedmiu|siedem|dziesięciu|dziesięć|czternastu|kilku|pół)?\s*(minut\p{L}*|godzin\p{L}*|h|dni|dnia|dzień|tydzień|tygodni\p{L}*)\s*(robocz\p{L}+)?/u.exec(low);
  if (span?.[2] !== undefined && !/^do\s+(?:dni|dnia|tygodni|godzin)/.test(span[0])) {
    const n = span[1] === undefined ? 1 : count(span[1]);
    if (/^min/.test(span[2])) return new Date(now.getTime() + n * 60_000);
    if (/^(?:godz|h$)/.test(span[2])) return new Date(now.getTime() + n * 3_600_000);
    const whole = n * (/^ty/.test(span[2]) ? 7 : 1);
    return span[3] === undefined ? at(whole) : dayAt(now, workingDays(now, whole), END_OF_DAY);
  }
  if (/(?<!\p{L})(?:do|pod|przed) ko(?:ńca|niec|ńcem) (?:tego |bieżącego )?tygodnia/u.test(low)) return dayAt(now, (5 - now.getDay() + 7) % 7, END_OF_DAY);
  if (/(?<!\p{L})pojutrz[ea](?!\p{L})/u.test(low)) return at(2);
  if (/(?<!\p{L})jutr(?:o|a|zejsz\p{L}+)(?!\p{L})/u.test(low)) return at(1);
  if (/(?<!\p{L})(?:dziś|dzisiaj|do końca dnia|jeszcze dzisiejszego)(?!\p{L})/u.test(low)) return hour === undefined ? today(now) : at(0);
  if (/(?<!\p{L})w (?:przyszłym|następnym|kolejnym) tygodniu/u.test(low)) return dayAt(now, ((5 - now.getDay() + 7) % 7) + (now.getDay() === 0 || now.getDay() === 6 ? 0 : 7), END_OF_DAY);
  const date = /(?<!\d)(\d{1,2})\.?\s*(sty\p{L}*|lut\p{L}*|mar\p{L}*|kwi\p{L}*|maj\p{L}*|cze\p{L}*|lip\p{L}*|sie\p{L}*|wrz\p{L}*|paź\p{L}*|lis\p{L}*|gru\p{L}*)|(?<![\d.])(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?(?![\d.]\d)/u.exec(low);
  if (date !== null) {
    const month = date[2] === undefined ? Number(date[4]) - 1 : months.indexOf(date[2].slice(0, 3));
    const day = Number(date[1] ?? date[3]);
    if (month >= 0 && month < 12 && day >= 1 && day <= 31) {
      const made = new Date(Number(date[5] ?? now.getFullYear()), month, day, hour?.hour ?? END_OF_DAY, hour?.minute ?? 0);
      if (made < now && date[5] === undefined) made.setFullYear(made.getFullYear() + 1);
      return made;
    }
  }
  const weekday = days.find(([name]) => new RegExp(`(?<!\\p{L})(?:we?|do|najpóźniej we?|na|przed)\\s+(?:najbliższ\\p{L}+\\s+|przyszł\\p{L}+\\s+)?${name.source}`, 'u').test(low));
  if (weekday !== undefined) return at(((weekday[1] - now.getDay() + 7) % 7) || 7);
  return hour === undefined || !/(?<!\p{L})(?:do|o|przed)\s+(?:godz|\d)/u.test(low) ? undefined : later(at(0), now);
}

const numbers: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4, five: 5, seven: 7, ten: 10, trzech: 3, trzy: 3, czterech: 4, cztery: 4, pięciu: 5, pięć: 5, siedmiu: 7, siedem: 7, dziesięciu: 10, dziesięć: 10, czternastu: 14, kilku: 3, pół: 0.5 };
const count = (word: string): number => (/^\d+$/.test(word) ? Number(word) : (numbers[word.toLowerCase()] ?? (/^dw/.test(word) ? 2 : 1)));

function workingDays(from: Date, wanted: number): number {
  let ahead = 0;
  for (let left = wanted; left > 0;) {
    ahead += 1;
    const day = dayAt(from, ahead, 12).getDay();
    if (day !== 0 && day !== 6) left -= 1;
  }
  return ahead;
}

const dayAt = (base: Date, ahead: number, hour: number, minute = 0): Date => new Date(base.getFullYear(), base.getMonth(), base.getDate() + ahead, hour, minute);
const later = (at: Date, now: Date): Date => (at > now ? at : dayAt(at, 1, at.getHours(), at.getMinutes()));
/** Whoever says "today" in the evening means this evening. */
const today = (now: Date): Date => (now.getHours() < END_OF_DAY - 1 ? dayAt(now, 0, END_OF_DAY) : dayAt(now, 0, 23, 59));

/** The reader of English times is large and comes when there is something to read. */
export async function loadPromiseFinder(): Promise<(text: string, now: Date) => FoundPromise | undefined> {
  const { casual } = await import('chrono-node/en');
  return (text, now) => findPromise(text, now, (sentence, from, options) => casual.parse(sentence, from, options));
}

/** Whether it is worth loading anything for it: some word of the two languages that says what will be. */
export const mayPromise = (text: string): boolean => /\b(?:will|['’]ll|going to)\b/i.test(text) || /(?:my|ę|iemy|emy|imy|otrzyma|dostan|dotrze|będzie|zostanie|zadzwoni|wróc)/iu.test(text);
