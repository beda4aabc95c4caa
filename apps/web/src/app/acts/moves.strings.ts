import { defineStrings } from '../../i18n';

export const movesStrings = defineStrings('moves', {
  en: {
    mergedToast_one: 'Merged into #{{number}}', mergedToast_other: '{{count}} conversations merged into #{{number}}',
    splitToast: 'Split: it goes on in #{{number}}',
    movedToast_one: 'Message moved to #{{number}}', movedToast_other: '{{count}} messages moved to #{{number}}',
    linkedToast: 'Linked with #{{number}}', unlinkedToast: 'No longer linked with #{{number}}',
    wentOn: 'This conversation was merged. You are in #{{number}} now',
  },
  pl: {
    mergedToast_one: 'Połączono z nr {{number}}', mergedToast_few: 'Połączono {{count}} rozmowy z nr {{number}}', mergedToast_many: 'Połączono {{count}} rozmów z nr {{number}}', mergedToast_other: 'Połączono {{count}} rozmowy z nr {{number}}',
    splitToast: 'Rozdzielono: dalej w rozmowie nr {{number}}',
    movedToast_one: 'Przeniesiono wiadomość do nr {{number}}', movedToast_few: 'Przeniesiono {{count}} wiadomości do nr {{number}}', movedToast_many: 'Przeniesiono {{count}} wiadomości do nr {{number}}', movedToast_other: 'Przeniesiono {{count}} wiadomości do nr {{number}}',
    linkedToast: 'Powiązano z nr {{number}}', unlinkedToast: 'Nie powiązano już z nr {{number}}',
    wentOn: 'Tę rozmowę połączono. Jesteś teraz w rozmowie nr {{number}}',
  },
});
