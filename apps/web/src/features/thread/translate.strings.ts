import { defineStrings } from '../../i18n';

export const translateStrings = defineStrings('translate', {
  en: { translate: 'Translate', by: 'Translated by the assistant ({{model}}); the original stands above' },
  pl: { translate: 'Przetłumacz', by: 'Tłumaczenie asystenta ({{model}}); oryginał jest wyżej' },
});
