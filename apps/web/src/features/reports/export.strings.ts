import { defineStrings } from '../../i18n';

export const exportStrings = defineStrings('report-export', {
  en: {
    'export': 'Export', 'file': 'kontuar-report', 'failed': 'The file could not be made: {{reason}}',
    'byMail': 'Send regularly by email …', 'pdf': 'All figures on paper (PDF)', 'csv': 'All figures for spreadsheets (CSV)', 'pdfOf': '“{{name}}” on paper (PDF)', 'csvOf': '“{{name}}” for spreadsheets (CSV)',
  },
  pl: {
    'export': 'Eksport', 'file': 'kontuar-raport', 'failed': 'Nie udało się przygotować pliku: {{reason}}',
    'byMail': 'Wysyłaj regularnie e-mailem …', 'pdf': 'Wszystkie wartości na papier (PDF)', 'csv': 'Wszystkie wartości do arkusza (CSV)', 'pdfOf': '„{{name}}” na papier (PDF)', 'csvOf': '„{{name}}” do arkusza (CSV)',
  },
});
