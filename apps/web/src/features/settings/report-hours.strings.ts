import { defineStrings } from '../../i18n';

export const reportHoursStrings = defineStrings('report-hours', {
  en: {
    'title': 'Opening hours of reports', 'lead': 'Waits, replies and resolutions can be counted in these hours instead of calendar time. Other hours count the past anew.', 'house': 'The house', 'none': 'none: calendar time', 'asHouse': 'as the house',
  },
  pl: {
    'title': 'Godziny pracy w raportach', 'lead': 'Czekanie, odpowiedzi i zakończenia można liczyć w tych godzinach zamiast w czasie kalendarzowym. Po zmianie godzin przeszłość zostanie policzona od nowa.', 'house': 'Cała firma', 'none': 'brak: czas kalendarzowy', 'asHouse': 'jak cała firma',
  },
});
