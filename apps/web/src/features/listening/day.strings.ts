import { defineStrings } from '../../i18n';

export const dayStrings = defineStrings('listening-day', {
  en: {
    views: 'Views', narrow: 'What is shown, and in which order', atLeast: '{{number}}+', count: '{{name}}: {{number}}', source: 'Source', everySource: 'Any source', language: 'Language', everyLanguage: 'Any language', mood: 'Mood', everyMood: 'Any tone', everything: 'Show everything again', nothingNarrowed: 'Nothing is left with these filters. Show everything again, or choose others.', anyTime: 'Any time again: {{time}}',
    'last-day': 'Last 24 hours', 'last-week': 'Last 7 days', 'last-month': 'Last 28 days', span: 'How far back', 'span-day': '24 hours', 'span-week': '7 days', 'span-month': '28 days', 'in-day': '{{number}} in 24 hours', 'in-week': '{{number}} in 7 days', 'in-month': '{{number}} in 28 days',
    since: 'from {{time}} on', quiet: 'Nothing was said in this time.', now: 'now', where: 'Where', ofThem: 'of them negative', opens: 'Each bar opens its mentions; arrow keys go from bar to bar, down to the negative ones.',
    chart: '{{number}} mentions, of them {{negative}} negative.', bar: '{{time}}: {{number}} mentions, of them {{negative}} negative.', onlyNegative: '{{time}}: the {{negative}} negative ones', against: 'Usual would be {{number}}, of them {{negative}} negative.', unknown: 'What is usual shows once a day of mentions is known.',
    calledNegative: '{{number}} negative in {{time}}', calledRest: '{{number}} in {{time}}', 'lasts-day_one': '{{count}} hour', 'lasts-day_other': '{{count}} hours', 'lasts-week_one': '{{count}} hour', 'lasts-week_other': '{{count}} hours', 'lasts-month_one': '{{count}} day', 'lasts-month_other': '{{count}} days',
    isPositive: 'positive', isOther: 'neutral or unsure', isNegative: 'negative', isUsual: 'usual at that time',
  },
  pl: {
    views: 'Widoki', narrow: 'Co widać i w jakiej kolejności', atLeast: '{{number}}+', count: '{{name}}: {{number}}', source: 'Źródło', everySource: 'Każde źródło', language: 'Język', everyLanguage: 'Każdy język', mood: 'Nastrój', everyMood: 'Każdy ton', everything: 'Pokaż znów wszystko', nothingNarrowed: 'Z tymi filtrami nic nie zostaje. Pokaż znów wszystko albo wybierz inne.', anyTime: 'Znów cały czas: {{time}}',
    'last-day': 'Ostatnie 24 godziny', 'last-week': 'Ostatnie 7 dni', 'last-month': 'Ostatnie 28 dni', span: 'Jak daleko wstecz', 'span-day': '24 godziny', 'span-week': '7 dni', 'span-month': '28 dni', 'in-day': '{{number}} w 24 godziny', 'in-week': '{{number}} w 7 dni', 'in-month': '{{number}} w 28 dni',
    since: 'od {{time}}', quiet: 'W tym czasie nikt nic nie powiedział.', now: 'teraz', where: 'Gdzie', ofThem: 'w tym negatywne', opens: 'Każdy słupek otwiera swoje wzmianki; strzałki prowadzą od słupka do słupka, w dół do negatywnych.',
    chart: 'Wzmianki: {{number}}, w tym negatywnych {{negative}}.', bar: '{{time}}: wzmianek {{number}}, w tym negatywnych {{negative}}.', onlyNegative: '{{time}}: tylko negatywne, {{negative}}', against: 'Zwykle byłoby {{number}}, w tym negatywnych {{negative}}.', unknown: 'Co jest zwykłe, widać, gdy znana jest doba wzmianek.',
    calledNegative: 'negatywnych {{number}} w {{time}}', calledRest: '{{number}} w {{time}}', 'lasts-day_one': '{{count}} godzinę', 'lasts-day_few': '{{count}} godziny', 'lasts-day_many': '{{count}} godzin', 'lasts-day_other': '{{count}} godziny', 'lasts-week_one': '{{count}} godzinę', 'lasts-week_few': '{{count}} godziny', 'lasts-week_many': '{{count}} godzin', 'lasts-week_other': '{{count}} godziny', 'lasts-month_one': '{{count}} dzień', 'lasts-month_few': '{{count}} dni', 'lasts-month_many': '{{count}} dni', 'lasts-month_other': '{{count}} dnia',
    isPositive: 'pozytywne', isOther: 'neutralne lub niepewne', isNegative: 'negatywne', isUsual: 'zwykle o tej porze',
  },
});
