/** What reports refuse, in Polish. Keys as in `all.pl.ts`. */
export const reports: Readonly<Record<string, string>> = {
  '“{}” can not be put together by {}.': '„{}” nie da się podzielić według {}.',
  'The report has no such row.': 'Raport nie ma takiego wiersza.', 'The reports have no such figure.': 'Raporty nie mają takiej wartości.',
  'There is no time zone “{}”.': 'Nie ma strefy czasowej „{}”.',
  'Name one as in “Europe/Warsaw”.': 'Podaj ją tak jak „Europe/Warsaw”.',
  'The last day is before the first.': 'Ostatni dzień jest przed pierwszym.',
  'Name days of this century.': 'Podaj dni z tego stulecia.',
  'That is longer than {} days.': 'To więcej dni niż {}.',
  'The member may not read reports any more.': 'Ta osoba nie może już czytać raportów.',
  'A workspace sends at most {} reports by mail.': 'Przestrzeń wysyła najwyżej tyle raportów e-mailem: {}.',
  'Choose in the settings of the workspace from which mailbox such mails leave.': 'Wybierz w ustawieniach przestrzeni skrzynkę, z której wychodzą takie listy.',
  'There is a report by mail with this name already.': 'Jest już raport e-mailem o tej nazwie.',
  'One of those who are to get it may not read reports.': 'Jedna z osób, które mają go dostać, nie może czytać raportów.',
  'Each team once.': 'Każdy zespół tylko raz.',
  'There is no such report.': 'Nie ma takiego raportu.',
};
