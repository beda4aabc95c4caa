import { defineStrings } from '../../i18n';

/** The words of filters over customers. */
export const peopleStrings = defineStrings('people-filter', {
  en: {
    'by-kind': 'Kind of customer', 'by-company': 'Company', 'by-language': 'Language', 'by-channel': 'Channel', 'by-connector': 'Platform', 'by-months': 'Months in which they come', 'by-conversations': 'Number of conversations', 'by-everyDays': 'Days between conversations', 'by-years': 'Years in which they came',
    'by-orders': 'Number of orders', 'by-turnover': 'Turnover', 'by-orderMonths': 'Months in which they buy', 'by-lastOrder': 'Last order', 'by-lastSeen': 'Last wrote', 'by-firstSeen': 'First wrote', 'by-created': 'Known since', 'by-taxId': 'Has a tax number', 'by-email': 'Has an email address', 'by-phone': 'Has a phone number', 'by-open': 'Has an open conversation', 'by-lead': 'Has an open lead', 'by-attribute': 'Field', 'by-companyName': 'Company name contains', 'by-text': 'Name or address contains',
    says: '{{what}}: {{value}}', saysNot: 'not: {{what}}', least: 'at least {{value}}', most: 'at most {{value}}', noneOf: 'none of {{value}}', empty: 'none', filled: 'any at all', longerAgo: 'more than {{value}} ago', withinLast: 'within the last {{value}}', beforeDay: 'before {{value}}', fromDay: 'from {{value}}',
    span_minutes_one: '{{count}} minute', span_minutes_other: '{{count}} minutes', span_hours_one: '{{count}} hour', span_hours_other: '{{count}} hours', span_days_one: '{{count}} day', span_days_other: '{{count}} days', span_weeks_one: '{{count}} week', span_weeks_other: '{{count}} weeks',
    and: 'and', or: 'or', not: 'not ({{what}})', everybody: 'everybody', nobody: 'nobody', yes: 'yes', no: 'no', none: 'none', gone: 'something that is gone',
    add: 'Add a condition', remove: 'Remove: {{what}}', question: '{{what}}: how', value: '{{what}}: value', unit: 'Unit',
    'q-any': 'is any of', 'q-all': 'has all of', 'q-none': 'is none of', 'q-empty': 'is empty', 'q-filled': 'is filled in', 'q-has': 'contains', 'q-atLeast': 'at least', 'q-atMost': 'at most', 'q-longerAgo': 'longer ago than', 'q-withinLast': 'within the last', 'q-fromDay': 'from', 'q-beforeDay': 'before',
    unit_minutes: 'minutes', unit_hours: 'hours', unit_days: 'days', unit_weeks: 'weeks', conditions: 'Conditions', pick: 'Choose …',
  },
  pl: {
    'by-kind': 'Rodzaj klienta', 'by-company': 'Firma', 'by-language': 'Język', 'by-channel': 'Kanał', 'by-connector': 'Platforma', 'by-months': 'Miesiące, w których przychodzą', 'by-conversations': 'Liczba rozmów', 'by-everyDays': 'Dni między rozmowami', 'by-years': 'Lata, w których przychodzili',
    'by-orders': 'Liczba zamówień', 'by-turnover': 'Obrót', 'by-orderMonths': 'Miesiące, w których kupują', 'by-lastOrder': 'Ostatnie zamówienie', 'by-lastSeen': 'Ostatnio pisał(a)', 'by-firstSeen': 'Pierwszy raz pisał(a)', 'by-created': 'W bazie od', 'by-taxId': 'Ma NIP', 'by-email': 'Ma adres e-mail', 'by-phone': 'Ma numer telefonu', 'by-open': 'Ma otwartą rozmowę', 'by-lead': 'Ma otwartą szansę sprzedaży', 'by-attribute': 'Pole', 'by-companyName': 'Nazwa firmy zawiera', 'by-text': 'Nazwa lub adres zawiera',
    says: '{{what}}: {{value}}', saysNot: 'nie: {{what}}', least: 'co najmniej {{value}}', most: 'co najwyżej {{value}}', noneOf: 'żadne z: {{value}}', empty: 'brak', filled: 'jakiekolwiek', longerAgo: 'ponad {{value}} temu', withinLast: 'w ciągu ostatnich {{value}}', beforeDay: 'przed {{value}}', fromDay: 'od {{value}}',
    span_minutes_one: '{{count}} minuty', span_minutes_few: '{{count}} minut', span_minutes_many: '{{count}} minut', span_minutes_other: '{{count}} minuty', span_hours_one: '{{count}} godziny', span_hours_few: '{{count}} godzin', span_hours_many: '{{count}} godzin', span_hours_other: '{{count}} godziny', span_days_one: '{{count}} dnia', span_days_few: '{{count}} dni', span_days_many: '{{count}} dni', span_days_other: '{{count}} dnia', span_weeks_one: '{{count}} tygodnia', span_weeks_few: '{{count}} tygodni', span_weeks_many: '{{count}} tygodni', span_weeks_other: '{{count}} tygodnia',
    and: 'i', or: 'lub', not: 'nie ({{what}})', everybody: 'wszyscy', nobody: 'nikt', yes: 'tak', no: 'nie', none: 'brak', gone: 'coś, czego już nie ma',
    add: 'Dodaj warunek', remove: 'Usuń: {{what}}', question: '{{what}}: jak', value: '{{what}}: wartość', unit: 'Jednostka',
    'q-any': 'to jedno z', 'q-all': 'wszystkie z', 'q-none': 'to żadne z', 'q-empty': 'jest puste', 'q-filled': 'jest wypełnione', 'q-has': 'zawiera', 'q-atLeast': 'co najmniej', 'q-atMost': 'co najwyżej', 'q-longerAgo': 'dawniej niż', 'q-withinLast': 'w ciągu ostatnich', 'q-fromDay': 'od', 'q-beforeDay': 'przed',
    unit_minutes: 'minut', unit_hours: 'godzin', unit_days: 'dni', unit_weeks: 'tygodni', conditions: 'Warunki', pick: 'Wybierz …',
  },
});
