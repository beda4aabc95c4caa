import { defineStrings } from '../../i18n';

export const panelFieldStrings = defineStrings('panel-fields', {
  en: {
    conversation: 'About this conversation', contact: 'About the customer', add: 'Add', required: 'needed to resolve', clear: 'Empty it', wrong: 'Not saved: {{reason}}', open: 'Open {{address}}', change: 'Change {{name}}', more_one: '{{count}} more field', more_other: '{{count}} more fields', fewer: 'Fewer fields', notNumber: 'Write a number, such as 12.5',
  },
  pl: {
    conversation: 'O tej rozmowie', contact: 'O kliencie', add: 'Dodaj', required: 'potrzebne, by zakończyć', clear: 'Wyczyść', wrong: 'Nie zapisano: {{reason}}', open: 'Otwórz {{address}}', change: 'Zmień: {{name}}', more_one: 'Jeszcze {{count}} pole', more_few: 'Jeszcze {{count}} pola', more_many: 'Jeszcze {{count}} pól', more_other: 'Jeszcze {{count}} pola', fewer: 'Mniej pól', notNumber: 'Wpisz liczbę, na przykład 12,5',
  },
});
