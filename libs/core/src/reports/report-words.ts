import type { Locale, ReportFigure, ReportGroup, ReportUnit } from '@kontuar/contract';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const language = (locale: Locale): string => (locale === 'pl' ? 'pl-PL' : 'en-GB');

/** What stands on paper and above columns. */
export const sheetWords = {
  en: {
    title: 'Report', days: 'Days of {{zone}}', calendar: 'Waits in calendar time', open: 'Waits in opening hours, where some are set', compared: 'Compared with {{from}} to {{to}}', made: 'As of {{at}}, for {{by}}', everything: 'All teams, channels and customers', allHeard: 'All monitors', narrowed: 'Only: {{filter}}',
    figures: 'All figures', figure: 'Figure', value: 'Value', median: 'median', nineInTen: '9 in 10', cases: 'Cases', whole: 'Of', before: 'Before', change: 'Change', total: 'all', nothing: 'Nothing happened in this time.', more: 'and {{count}} more: the file for spreadsheets holds them all',
    apart: 'Put apart by', key: 'Key', row: 'Row', unit: 'Unit', casesBefore: 'Cases before', from: 'From', to: 'To', zone: 'Time zone', clock: 'Clock', filter: 'Only', counted: 'How counted', comparedFrom: 'Compared from', comparedTo: 'Compared to', chart: '{{name}}: {{spans}} spans, the least {{least}}, the most {{most}}, the last {{last}}',
    without: 'none', outside: 'outside Kontuar', gone: 'removed since', upTo: 'up to {{time}}', longer: 'longer', dayOfClaim: 'day {{day}}', catchingUp: 'The past was still being counted when this was made: figures of earlier days may grow.',
  },
  pl: {
    title: 'Raport', days: 'Dni według strefy {{zone}}', calendar: 'Czekanie w czasie kalendarzowym', open: 'Czekanie w godzinach pracy, jeśli je ustawiono', compared: 'Porównanie z okresem od {{from}} do {{to}}', made: 'Stan na {{at}}, dla: {{by}}', everything: 'Wszystkie zespoły, kanały i klienci', allHeard: 'Wszystkie monitory', narrowed: 'Tylko: {{filter}}',
    figures: 'Wszystkie wartości', figure: 'Miara', value: 'Wartość', median: 'mediana', nineInTen: '9 na 10', cases: 'Przypadki', whole: 'Z ilu', before: 'Wcześniej', change: 'Zmiana', total: 'wszystko', nothing: 'W tym czasie nic się nie wydarzyło.', more: 'i jeszcze {{count}}: wszystkie są w pliku dla arkuszy',
    apart: 'Według', key: 'Klucz', row: 'Wiersz', unit: 'Jednostka', casesBefore: 'Przypadki wcześniej', from: 'Od', to: 'Do', zone: 'Strefa czasowa', clock: 'Zegar', filter: 'Tylko', counted: 'Jak liczone', comparedFrom: 'Porównanie od', comparedTo: 'Porównanie do', chart: '{{name}}: odcinków {{spans}}, najmniej {{least}}, najwięcej {{most}}, ostatnio {{last}}',
    without: 'brak', outside: 'poza Kontuarem', gone: 'już nie istnieje', upTo: 'do {{time}}', longer: 'dłużej', dayOfClaim: 'dzień {{day}}', catchingUp: 'Podczas przygotowania raportu przeszłość była jeszcze liczona: wartości wcześniejszych dni mogą wzrosnąć.',
  },
} as const;

export const groupWords: Record<Locale, Record<ReportGroup, string>> = {
  en: { none: '', hour: 'hour', day: 'day', week: 'week', month: 'month', 'hour-of-day': 'hour of the day', weekday: 'weekday', channel: 'channel', team: 'team', member: 'member', matter: 'matter', label: 'label', kind: 'customer kind', spread: 'how long it took', monitor: 'monitor', platform: 'source', author: 'author', mood: 'mood', language: 'language', topic: 'topic', named: 'who and what is named' },
  pl: { none: '', hour: 'godzina', day: 'dzień', week: 'tydzień', month: 'miesiąc', 'hour-of-day': 'godzina dnia', weekday: 'dzień tygodnia', channel: 'kanał', team: 'zespół', member: 'osoba', matter: 'sprawa', label: 'etykieta', kind: 'rodzaj klienta', spread: 'czas trwania', monitor: 'monitor', platform: 'źródło', author: 'autor', mood: 'nastrój', language: 'język', topic: 'temat', named: 'kto i co jest wymieniane' },
};

/** What the bare number in a spreadsheet is. */
export const unitWords: Record<Locale, Record<ReportUnit, string>> = {
  en: { count: 'number', duration: 'seconds', sum: 'seconds', share: 'share of 1', score: 'points of 5', index: 'points of 100' },
  pl: { count: 'liczba', duration: 'sekundy', sum: 'sekundy', share: 'część z 1', score: 'punkty z 5', index: 'punkty ze 100' },
};

export const filled = (text: string, values: Readonly<Record<string, string | number>>): string => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));

/** The two largest parts, as on the screen: '40 s', '4 m 10 s', '6 h 12 m', '3 d 4 h'. */
export function durationWords(ms: number): string {
  const whole = Math.round(ms / SECOND) * SECOND;
  for (const [size, name, small, smallName] of [[DAY, 'd', HOUR, 'h'], [HOUR, 'h', MINUTE, 'm'], [MINUTE, 'm', SECOND, 's']] as const) {
    if (whole < size) continue;
    const rest = Math.floor((whole % size) / small);
    return rest === 0 ? `${Math.floor(whole / size)} ${name}` : `${Math.floor(whole / size)} ${name} ${rest} ${smallName}`;
  }
  return `${whole / SECOND} s`;
}

export const numberWords = (locale: Locale, value: number, options: Intl.NumberFormatOptions = {}): string => new Intl.NumberFormat(language(locale), options).format(value);

export function valueWords(locale: Locale, unit: ReportUnit, value: number | null): string {
  if (value === null) return '–';
  switch (unit) {
    case 'count': return numberWords(locale, value);
    case 'duration': case 'sum': return durationWords(value);
    case 'share': return numberWords(locale, value, { style: 'percent', maximumFractionDigits: 1 });
    case 'score': return numberWords(locale, value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    case 'index': return numberWords(locale, value, { maximumFractionDigits: 0 });
    default: throw new Error(`no words for ${JSON.stringify(unit satisfies never)}`);
  }
}

/** How it moved, with its sign, in its own terms: time, points of a percent, points, percent. */
export function changeWords(locale: Locale, unit: ReportUnit, now: ReportFigure, before: ReportFigure | null): string {
  if (before?.value == null || now.value === null) return '';
  const moved = now.value - before.value;
  if (moved === 0) return '=';
  const sign = moved > 0 ? '+' : '−';
  const size = Math.abs(moved);
  if (unit === 'duration') return `${sign}${durationWords(size)}`;
  if (unit === 'share') return `${sign}${numberWords(locale, size * 100, { maximumFractionDigits: 1 })} pp`;
  if (unit === 'score' || unit === 'index') return `${sign}${numberWords(locale, size, { maximumFractionDigits: unit === 'index' ? 1 : 2 })}`;
  return before.value === 0 ? '' : `${sign}${numberWords(locale, size / before.value, { style: 'percent', maximumFractionDigits: 0 })}`;
}

/** A bare number as spreadsheets of that language read it; durations in seconds. */
export function bareNumber(locale: Locale, unit: ReportUnit, value: number | null): string {
  if (value === null) return '';
  const bare = String(unit === 'duration' || unit === 'sum' ? Math.round(value) / SECOND : value);
  return locale === 'pl' ? bare.replace('.', ',') : bare;
}

export const dayWords = (locale: Locale, day: string): string => new Intl.DateTimeFormat(language(locale), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
export const shortDay = (locale: Locale, day: string): string => new Intl.DateTimeFormat(language(locale), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
export const momentWords = (locale: Locale, at: Date, timeZone: string): string => new Intl.DateTimeFormat(language(locale), { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
export const hourWords = (locale: Locale, at: Date, timeZone: string): string => new Intl.DateTimeFormat(language(locale), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone }).format(at);
export const weekdayWords = (locale: Locale, isoDay: number): string => new Intl.DateTimeFormat(language(locale), { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, isoDay)));

