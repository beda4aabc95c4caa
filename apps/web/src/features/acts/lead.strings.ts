import { defineStrings } from '../../i18n';

export const takeLeadStrings = defineStrings('take-lead', {
  en: { title: 'Take up as a lead', nextStep: 'What you do next', nextHelp: 'A lead without a next step is shown as such.', nextAt: 'When', wants: 'What they want', wantsHelp: 'Left empty: their own words.', take: 'Take up', taken: 'Lead {{code}}', one: 'Take one conversation up at a time.', already: '{{code}} is open already.', tomorrow: 'Tomorrow', inThree: 'In 3 days', inWeek: 'In a week' },
  pl: { title: 'Podejmij szansę sprzedaży', nextStep: 'Co robisz dalej', nextHelp: 'Brak następnego kroku będzie widać na liście.', nextAt: 'Kiedy', wants: 'Czego chce klient', wantsHelp: 'Puste pole oznacza słowa klienta.', take: 'Podejmij', taken: 'Szansa sprzedaży {{code}}', one: 'Podejmuj po jednej rozmowie.', already: '{{code}} jest już w toku.', tomorrow: 'Jutro', inThree: 'Za 3 dni', inWeek: 'Za tydzień' },
});
