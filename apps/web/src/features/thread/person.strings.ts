import { defineStrings } from '../../i18n';

export const personStrings = defineStrings('person', {
  en: {
    whole: 'All channels', wholeHint: 'One timeline of {{name}} over all channels', oneHint: 'Back to this conversation alone', timeline: 'Everything with {{name}}', closed: 'A conversation on a channel you can’t read', jump: 'Open conversation {{number}}', here: 'open now', goes: 'The answer goes to {{channel}}, where {{name}} wrote last', goesElsewhere: 'The answer goes to {{channel}} (conversation {{number}}), where {{name}} wrote last', olderFailed: 'Earlier messages did not come.', empty: 'Nothing was said yet.', failed: 'The timeline cannot be shown: {{reason}}', again: 'Try again', keepNote: 'Keep this note in mind about the customer', kept: 'Kept in mind about the customer', notKept: 'Not saved: {{reason}}',
  },
  pl: {
    whole: 'Wszystkie kanały', wholeHint: 'Jedna oś czasu ze wszystkich kanałów: {{name}}', oneHint: 'Wróć do samej tej rozmowy', timeline: 'Wszystko, co łączy nas z: {{name}}', closed: 'Rozmowa na kanale, którego nie możesz czytać', jump: 'Otwórz rozmowę {{number}}', here: 'teraz otwarta', goes: 'Odpowiedź pójdzie tam, skąd ostatnio pisano: {{channel}} ({{name}})', goesElsewhere: 'Odpowiedź pójdzie tam, skąd ostatnio pisano: {{channel}}, rozmowa {{number}} ({{name}})', olderFailed: 'Wcześniejsze wiadomości nie dotarły.', empty: 'Nic jeszcze nie napisano.', failed: 'Nie można pokazać osi czasu: {{reason}}', again: 'Spróbuj ponownie', keepNote: 'Zapamiętaj tę notatkę o kliencie', kept: 'Zapamiętano o kliencie', notKept: 'Nie zapisano: {{reason}}',
  },
});
