import { defineStrings } from '../../i18n';

export const dayStrings = defineStrings('listening-day', {
  en: {
    views: 'Views', atLeast: '{{number}}+', count: '{{name}}: {{number}}', source: 'Source', everySource: 'All sources', language: 'Language', everyLanguage: 'All languages', mood: 'Mood', everyMood: 'Any tone', everything: 'Show everything again', nothingNarrowed: 'Nothing is left with these filters. Show everything again, or choose others.',
    day: 'Last 24 hours', since: 'from {{time}} on', quiet: 'Nothing was said in this time.', now: 'now', where: 'Where', ofThem: 'of them negative',
    chart: 'Mentions by the hour from {{time}} on: {{number}}, of them {{negative}} negative.', against: 'Usual would be {{number}}, of them {{negative}} negative.', unknown: 'What is usual shows once a day of mentions is known.',
    isPositive: 'positive', isOther: 'neutral or unsure', isNegative: 'negative', isUsual: 'usual at that hour',
  },
  pl: {
    views: 'Widoki', atLeast: '{{number}}+', count: '{{name}}: {{number}}', source: 'Źródło', everySource: 'Wszystkie źródła', language: 'Język', everyLanguage: 'Wszystkie języki', mood: 'Nastrój', everyMood: 'Każdy ton', everything: 'Pokaż znów wszystko', nothingNarrowed: 'Z tymi filtrami nic nie zostaje. Pokaż znów wszystko albo wybierz inne.',
    day: 'Ostatnie 24 godziny', since: 'od {{time}}', quiet: 'W tym czasie nikt nic nie powiedział.', now: 'teraz', where: 'Gdzie', ofThem: 'w tym negatywne',
    chart: 'Wzmianki godzina po godzinie od {{time}}: {{number}}, w tym negatywnych {{negative}}.', against: 'Zwykle byłoby {{number}}, w tym negatywnych {{negative}}.', unknown: 'Co jest zwykłe, widać, gdy znana jest doba wzmianek.',
    isPositive: 'pozytywne', isOther: 'neutralne lub niepewne', isNegative: 'negatywne', isUsual: 'zwykle o tej porze',
  },
});
