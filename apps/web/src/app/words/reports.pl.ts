/** What reports refuse, in Polish. Keys as in `all.pl.ts`. */
export const reports: Readonly<Record<string, string>> = {
  '“{}” can not be put together by {}.': '„{}” nie da się podzielić według {}.',
  'The report has no such row.': 'Raport nie ma takiego wiersza.',
  'There is no time zone “{}”.': 'Nie ma strefy czasowej „{}”.',
  'Name one as in “Europe/Warsaw”.': 'Podaj ją tak jak „Europe/Warsaw”.',
  'The last day is before the first.': 'Ostatni dzień jest przed pierwszym.',
  'Name days of this century.': 'Podaj dni z tego stulecia.',
  'That is longer than {} days.': 'To więcej dni niż {}.',
  'There is no such report.': 'Nie ma takiego raportu.',
};
