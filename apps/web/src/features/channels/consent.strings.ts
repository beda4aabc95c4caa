import { defineStrings } from '../../i18n';

export const consentStrings = defineStrings('consent', {
  en: {
    connectWith: 'Connect with {{name}}', how: 'A window of {{name}} opens, where you allow the access. Nothing has to be copied.',
    waiting: 'Allow the access in the window of {{name}}', waitingHelp: 'It closes by itself; this page then goes on.', openAgain: 'Open the window again', blocked: 'Your browser did not open the window.', openHere: 'Open that window', stop: 'Stop waiting',
    choose: 'Which account shall this channel use?', ready: '{{name}} allowed the access', failed: 'The access was not granted: {{reason}}', expired: 'It took longer than ten minutes. Begin once more.', closed: 'The window was closed before the access was allowed.',
    byHand: 'Enter the access by hand', byConsent: 'Connect with {{name}} instead',
    renew: 'Renew access', renewed: '{{name}}: the access is renewed', notRenewed: 'The access was not renewed: {{reason}}',
  },
  pl: {
    connectWith: 'Połącz z: {{name}}', how: 'Otworzy się okno: {{name}}. Tam zgadzasz się na dostęp, niczego nie trzeba kopiować.',
    waiting: 'Potwierdź dostęp w oknie: {{name}}', waitingHelp: 'Okno zamknie się samo, a ta strona ruszy dalej.', openAgain: 'Otwórz okno ponownie', blocked: 'Przeglądarka nie otworzyła okna.', openHere: 'Otwórz to okno', stop: 'Nie czekaj',
    choose: 'Którego konta ma używać ten kanał?', ready: 'Jest zgoda na dostęp: {{name}}', failed: 'Nie ma zgody na dostęp: {{reason}}', expired: 'Minęło ponad dziesięć minut. Zacznij jeszcze raz.', closed: 'Okno zamknięto przed udzieleniem zgody.',
    byHand: 'Wpisz dostęp ręcznie', byConsent: 'Zamiast tego połącz z: {{name}}',
    renew: 'Odnów dostęp', renewed: '{{name}}: dostęp odnowiony', notRenewed: 'Nie odnowiono dostępu: {{reason}}',
  },
});
