import { defineStrings } from '../../i18n';

export const jargonStrings = defineStrings('jargon', {
  en: { title: 'Trade words in your answer', instead: 'Say instead:', replace: 'Replace “{{word}}” with “{{plain}}”', other: 'or', more_one: '{{count}} more below', more_other: '{{count}} more below' },
  pl: { title: 'Słowa branżowe w odpowiedzi', instead: 'Prościej:', replace: 'Zamień „{{word}}” na „{{plain}}”', other: 'lub', more_one: 'dalej jeszcze {{count}}', more_few: 'dalej jeszcze {{count}}', more_many: 'dalej jeszcze {{count}}', more_other: 'dalej jeszcze {{count}}' },
});
