import { defineStrings } from '../../i18n';

export const leadStagesStrings = defineStrings('leadStages', {
  en: {
    lead: 'The way of a lead from the first question to a yes or a no, its number and its currency.', add: 'New stage', edit: 'Change: {{name}}', up: 'Earlier: {{name}}', down: 'Later: {{name}}', archive: 'Offer no longer: {{name}}', back: 'Offer again: {{name}}', gone: 'not offered any more',
    kind: 'What it means', open: 'The lead goes on', won: 'Won', lost: 'Lost', nameEn: 'Name in English', namePl: 'Name in Polish', missing: 'Give it a name.', save: 'Save', saved: 'Saved',
    numbers: 'Number and money', prefix: 'Before the number', prefixHelp: 'L- makes L-12. Leads that have a number keep it.', currency: 'Currency', currencyHelp: 'What a sum is in unless somebody says otherwise: PLN, EUR.', wrongCurrency: 'Three letters, such as PLN.',
  },
  pl: {
    lead: 'Droga szansy od pierwszego pytania do „tak” albo „nie”, jej numer i waluta.', add: 'Nowy etap', edit: 'Zmień: {{name}}', up: 'Wcześniej: {{name}}', down: 'Później: {{name}}', archive: 'Nie proponuj: {{name}}', back: 'Proponuj znowu: {{name}}', gone: 'już nieproponowany',
    kind: 'Co oznacza', open: 'Szansa trwa', won: 'Wygrana', lost: 'Przegrana', nameEn: 'Nazwa po angielsku', namePl: 'Nazwa po polsku', missing: 'Podaj nazwę.', save: 'Zapisz', saved: 'Zapisano',
    numbers: 'Numer i pieniądze', prefix: 'Przed numerem', prefixHelp: 'L- daje L-12. Szanse, które mają numer, zachowują go.', currency: 'Waluta', currencyHelp: 'W czym jest kwota, jeśli nikt nie powie inaczej: PLN, EUR.', wrongCurrency: 'Trzy litery, na przykład PLN.',
  },
});
