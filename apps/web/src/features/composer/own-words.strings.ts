import { defineStrings } from '../../i18n';

export const ownWordsStrings = defineStrings('own-words', {
  en: {
    region: 'Translation of the answer', translate: 'Translate into: {{language}}', offered: '{{language}}, by the assistant ({{model}}). Your words stay until you take it.', take: 'Write this instead', away: 'Put away', stop: 'Stop', working: 'The assistant translates',
    taken: 'You wrote:', back: 'Back to my words', failed: 'Not translated: {{reason}}', changed: 'You have written on since. Translate again?',
  },
  pl: {
    region: 'Tłumaczenie odpowiedzi', translate: 'Przetłumacz na: {{language}}', offered: '{{language}}, od asystenta ({{model}}). Twoje słowa zostają, dopóki tego nie weźmiesz.', take: 'Wpisz to zamiast moich', away: 'Schowaj', stop: 'Zatrzymaj', working: 'Asystent tłumaczy',
    taken: 'Twoje słowa:', back: 'Wróć do moich słów', failed: 'Nie przetłumaczono: {{reason}}', changed: 'Od tego czasu coś się zmieniło. Przetłumaczyć jeszcze raz?',
  },
});
