import { defineStrings } from '../../i18n';

export const fieldStrings = defineStrings('fields', {
  en: { yes: 'Yes', no: 'No', rising: '{{name}}, rising', falling: '{{name}}, falling', goneField: 'a field that is gone', ofContact: '{{name}} (customer)', fillFirst: 'Fill in first: {{names}}', fill: 'Fill in', reallyEmpty: 'Empty it' },
  pl: { yes: 'Tak', no: 'Nie', rising: '{{name}}, rosnąco', falling: '{{name}}, malejąco', goneField: 'pole, którego już nie ma', ofContact: '{{name}} (klient)', fillFirst: 'Najpierw uzupełnij: {{names}}', fill: 'Uzupełnij', reallyEmpty: 'Wyczyść' },
});
