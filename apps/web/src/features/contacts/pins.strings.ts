import { defineStrings } from '../../i18n';

export const pinStrings = defineStrings('pins', {
  en: {
    keep: 'Keep in mind', add: 'Add something to keep in mind', about: 'About what', contact: 'The customer', conversation: 'This conversation only', text: 'What to keep in mind', until: 'Keep until', untilNone: 'for good', untilDay: 'kept until {{when}}',
    save: 'Save', cancel: 'Cancel', edit: 'Change', remove: 'Take off', removed: 'Taken off: {{text}}', up: 'Move up', down: 'Move down', menu: 'What to do with: {{text}}', jump: 'To the note it comes from', here: 'only here', failed: 'Not saved: {{reason}}', somebody: 'somebody who is gone', written: '{{who}}, {{when}}', inShort: 'In mind: {{text}}', more_one: 'and {{count}} more', more_other: 'and {{count}} more',
  },
  pl: {
    keep: 'Warto pamiętać', add: 'Dodaj coś, o czym warto pamiętać', about: 'O czym to jest', contact: 'O kliencie', conversation: 'Tylko o tej rozmowie', text: 'O czym pamiętać', until: 'Do kiedy', untilNone: 'na stałe', untilDay: 'do {{when}}',
    save: 'Zapisz', cancel: 'Anuluj', edit: 'Zmień', remove: 'Zdejmij', removed: 'Zdjęto: {{text}}', up: 'Przesuń w górę', down: 'Przesuń w dół', menu: 'Co zrobić z: {{text}}', jump: 'Do notatki, z której pochodzi', here: 'tylko tutaj', failed: 'Nie zapisano: {{reason}}', somebody: 'ktoś, kogo już nie ma', written: '{{who}}, {{when}}', inShort: 'Pamiętaj: {{text}}', more_one: 'i jeszcze {{count}}', more_few: 'i jeszcze {{count}}', more_many: 'i jeszcze {{count}}', more_other: 'i jeszcze {{count}}',
  },
});
