import { foldText } from '../../ui/fold-text';

/**
 * Times as people say them in Polish: "jutro 9", "za 2 godziny", "w poniedziałek po południu", "5 grudnia o 15".
 * Missing diacritics are forgiven. Null when a word was not understood: better to say so than to snooze to a wrong day.
 */
export function polishWhen(text: string, now: Date): Date | null {
  const words = foldText(text).replace(/[,]/g, ' ').replace(/(\d)\s*(?:-ta|-tej|-ej|ta|tej)\b/g, '$1').split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return null;
  const found: Found = { day: null, days: 0, time: null, part: null, exact: null };
  let at = 0;
  while (at < words.length) {
    let taken = 0;
    for (const read of readers) if (taken === 0) taken = read(words, at, now, found);
    if (taken === 0) return null;
    at += taken;
  }
  return settle(found, now);
}

interface Found {
  day: Date | null;
  /** To be added to the day: "za tydzień w piątek". */
  days: number;
  time: { hour: number; minute: number } | null;
  part: Part | null;
  /** "za 2 godziny": a moment, not a day. */
  exact: Date | null;
}
type Part = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night';
/** Answers how many words it took; 0: not mine. */
type Reader = (words: readonly string[], at: number, now: Date, found: Found) => number;

const partHour: Record<Part, number> = { morning: 9, noon: 12, afternoon: 14, evening: 18, night: 22 };
const minuteMs = 60_000;

const numbers: Record<string, number> = {
  jeden: 1, jedna: 1, dwa: 2, dwie: 2, trzy: 3, cztery: 4, piec: 5, szesc: 6, siedem: 7, osiem: 8, dziewiec: 9, dziesiec: 10, pietnascie: 15, dwadziescia: 20, trzydziesci: 30, pol: 0.5, poltorej: 1.5, poltora: 1.5,
};
const hoursSpoken = ['', 'pierwszej', 'drugiej', 'trzeciej', 'czwartej', 'piatej', 'szostej', 'siodmej', 'osmej', 'dziewiatej', 'dziesiatej', 'jedenastej', 'dwunastej', 'trzynastej', 'czternastej', 'pietnastej', 'szesnastej', 'siedemnastej', 'osiemnastej', 'dziewietnastej', 'dwudziestej'];
const weekdays: readonly RegExp[] = [/^(niedziel[eai]|niedz|nd|ndz)$/, /^(poniedzialek|poniedzialku|pon|pn)$/, /^(wtorek|wtorku|wt)$/, /^(srod[eay]|sr)$/, /^(czwartek|czwartku|czw)$/, /^(piatek|piatku|pt|pia)$/, /^(sobot[eay]|sob)$/];
const months: readonly RegExp[] = [/^sty/, /^lut/, /^mar/, /^kwi/, /^maj/, /^cze/, /^lip/, /^sie/, /^wrz/, /^paz/, /^lis/, /^gru/];
const fillers = /^(o|w|we|na|do|dnia|godz|godzinie|i|od|okolo|ok)\.?$/;

const span: Reader = (words, at, now, found) => {
  if (words[at] !== 'za') return 0;
  const next = words[at + 1] ?? '';
  const glued = /^(\d+)(\p{L}+)$/u.exec(next);
  const named = glued ? Number(glued[1]) : /^\d+$/.test(next) ? Number(next) : numbers[next];
  const amount = named ?? 1;
  const unit = (glued ? glued[2] : words[at + (named === undefined ? 1 : 2)]) ?? '';
  const taken = named === undefined || glued ? 2 : 3;
  const add = (ms: number) => { found.exact = new Date(now.getTime() + ms); return taken; };
  if (/^(min|minut[eay]?)\.?$/.test(unit)) return add(amount * minuteMs);
  if (/^kwadrans/.test(unit)) return add(amount * 15 * minuteMs);
  if (/^(h|g|godz|godzin[eay]?)\.?$/.test(unit)) return add(amount * 60 * minuteMs);
  if (/^(dni|dzien|d)$/.test(unit)) return addDays(found, amount, taken);
  if (/^(tydzien|tygodni[ea]?|tyg)\.?$/.test(unit)) return addDays(found, amount * 7, taken);
  if (/^(miesiac|miesiac[ea]|miesiecy|mies)\.?$/.test(unit)) {
    // The 31st of January in a month is the last of February, not the 3rd of March.
    const last = new Date(now.getFullYear(), now.getMonth() + amount + 1, 0).getDate();
    found.day = new Date(now.getFullYear(), now.getMonth() + amount, Math.min(now.getDate(), last));
    return taken;
  }
  return 0;
};

function addDays(found: Found, days: number, taken: number): number {
  found.days += days;
  return taken;
}

const namedDay: Reader = (words, at, now, found) => {
  const offset = ({ dzis: 0, dzisiaj: 0, jutro: 1, jutra: 1, pojutrze: 2, pojutrza: 2 } as Record<string, number>)[words[at] ?? ''];
  if (offset === undefined) return 0;
  found.day = dayFrom(now, offset);
  return 1;
};

const weekday: Reader = (words, at, now, found) => {
  const later = /^(przyszl|nastepn|kolejn)/.test(words[at] ?? '');
  const word = words[at + (later ? 1 : 0)] ?? '';
  if (later && /^(tydzien|tygodniu|tygodnia)$/.test(word)) {
    found.day = dayFrom(now, ((8 - now.getDay()) % 7) || 7);
    return 2;
  }
  if (word === 'weekend' || word === 'weekendu') {
    found.day = dayFrom(now, ((6 - now.getDay() + 7) % 7) || 7);
    return later ? 2 : 1;
  }
  const index = weekdays.findIndex((pattern) => pattern.test(word.replace(/\.$/, '')));
  if (index < 0) return 0;
  const ahead = ((index - now.getDay() + 7) % 7) || 7;
  // "W przyszły piątek" means the one of next week, also on a Monday.
  const thisWeek = later && (index === 0 ? 7 : index) > (now.getDay() === 0 ? 7 : now.getDay());
  found.day = dayFrom(now, thisWeek ? ahead + 7 : ahead);
  return later ? 2 : 1;
};

const date: Reader = (words, at, now, found) => {
  const numeric = /^(\d{1,2})[.\-/](\d{1,2})(?:[.\-/](\d{2,4}))?\.?$/.exec(words[at] ?? '');
  if (numeric && Number(numeric[2]) <= 12 && Number(numeric[2]) >= 1 && (words[at - 1] !== 'o')) {
    const year = numeric[3] === undefined ? undefined : Number(numeric[3]) + (numeric[3].length === 2 ? 2000 : 0);
    return setDate(found, now, Number(numeric[1]), Number(numeric[2]) - 1, year) ? 1 : 0;
  }
  const day = /^\d{1,2}\.?$/.test(words[at] ?? '') ? Number.parseInt(words[at] ?? '', 10) : Number.NaN;
  const month = months.findIndex((pattern) => pattern.test(words[at + 1] ?? ''));
  if (Number.isNaN(day) || month < 0) return 0;
  const year = /^20\d\d$/.test(words[at + 2] ?? '') ? Number(words[at + 2]) : undefined;
  return setDate(found, now, day, month, year) ? (year === undefined ? 2 : 3) : 0;
};

function setDate(found: Found, now: Date, day: number, month: number, year: number | undefined): boolean {
  const made = new Date(year ?? now.getFullYear(), month, day);
  if (made.getMonth() !== month || made.getDate() !== day) return false;
  if (year === undefined && made < dayFrom(now, 0)) made.setFullYear(made.getFullYear() + 1);
  found.day = made;
  return true;
}

const clock: Reader = (words, at, _now, found) => {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?(?:h|\.)?$/.exec(words[at] ?? '');
  const spoken = hoursSpoken.indexOf(words[at] ?? '-');
  if (!match && spoken < 1) return 0;
  const hour = match ? Number(match[1]) : spoken;
  const minute = match?.[2] === undefined ? 0 : Number(match[2]);
  if (hour > 23 || minute > 59 || found.time !== null) return 0;
  found.time = { hour, minute };
  return 1;
};

const partOfDay: Reader = (words, at, _now, found) => {
  const set = (part: Part, taken: number) => { found.part = part; return taken; };
  const pair = `${words[at]} ${words[at + 1] ?? ''}`;
  if (pair === 'po poludniu') return set('afternoon', 2);
  if (pair === 'w poludnie') return set('noon', 2);
  if (pair === 'w nocy') return set('night', 2);
  if (/^(rano|rana|ranem|przedpoludniem)$/.test(words[at] ?? '')) return set('morning', 1);
  if (/^poludni[ea]$/.test(words[at] ?? '')) return set('noon', 1);
  if (/^(wieczor|wieczora|wieczorem)$/.test(words[at] ?? '')) return set('evening', 1);
  return 0;
};

const filler: Reader = (words, at) => (fillers.test(words[at] ?? '') && words[at + 1] !== undefined ? 1 : 0);

const readers: readonly Reader[] = [span, namedDay, partOfDay, weekday, date, clock, filler];

function settle(found: Found, now: Date): Date | null {
  if (found.exact !== null) return found.day === null && found.time === null && found.part === null ? found.exact : null;
  if (found.day === null && found.days === 0 && found.time === null && found.part === null) return null;
  const time = timeOf(found);
  const start = found.day ?? now;
  // "Za tydzień w piątek" is the Friday of the next week, whichever day it is today.
  const moved = found.day !== null && found.days >= 7 && found.days % 7 === 0 ? sameWeekday(found.day, found.days, now) : dayFrom(start, found.days);
  moved.setHours(time.hour, time.minute, 0, 0);
  if (found.day === null && found.days === 0 && moved <= now) moved.setDate(moved.getDate() + 1);
  return moved;
}

function sameWeekday(day: Date, days: number, now: Date): Date {
  const target = dayFrom(now, days);
  const monday = dayFrom(target, -((target.getDay() + 6) % 7));
  return dayFrom(monday, (day.getDay() + 6) % 7);
}

function timeOf(found: Found): { hour: number; minute: number } {
  if (found.time === null) return { hour: partHour[found.part ?? 'morning'], minute: 0 };
  const late = found.part === 'afternoon' || found.part === 'evening' || (found.part === 'night' && found.time.hour > 5);
  return { hour: late && found.time.hour < 12 ? found.time.hour + 12 : found.time.hour, minute: found.time.minute };
}

function dayFrom(base: Date, days: number): Date {
  return new Date(base.getFullYear(), base.getMonth(), base.getDate() + days);
}
