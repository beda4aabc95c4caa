import { defineStrings } from '../../i18n';

export const keyboardStrings = defineStrings('keyboard', {
  en: {
    title: 'Keyboard', lead: 'Every key, for you and on every machine. A key here is yours to change or to switch off.', move: 'Move', answer: 'Answer', decide: 'Decide', then: 'then',
    single: 'Single keys', singleHelp: 'Off: only keys with Ctrl, Enter, Esc, Home and F keys work. For dictation and screen readers.',
    change: 'Change', switchOff: 'Switch off', usual: 'Back to the usual', allUsual: 'All back to the usual', off: 'off', cancel: 'Cancel',
    press: 'Press the new key. Esc leaves it as it is.', pressFor: 'New key for: {{name}}', claimed: 'already means: {{name}}', take: 'Take it all the same', takenFrom: 'Switched off: {{name}}',
    refusedBrowser: 'belongs to the browser or to the page', refusedTyping: 'needs Ctrl: it also works while you write',
  },
  pl: {
    title: 'Klawiatura', lead: 'Wszystkie skróty, dla ciebie i na każdym komputerze. Każdy można zmienić albo wyłączyć.', move: 'Poruszanie się', answer: 'Odpowiadanie', decide: 'Decyzje', then: 'potem',
    single: 'Pojedyncze klawisze', singleHelp: 'Wyłączone: działają tylko skróty z Ctrl, Enter, Esc, Home i klawisze F. Dla dyktowania i czytników ekranu.',
    change: 'Zmień', switchOff: 'Wyłącz', usual: 'Przywróć', allUsual: 'Przywróć wszystkie', off: 'wyłączony', cancel: 'Anuluj',
    press: 'Naciśnij nowy klawisz. Esc zostawia bez zmian.', pressFor: 'Nowy klawisz: {{name}}', claimed: 'już oznacza: {{name}}', take: 'Mimo to użyj', takenFrom: 'Wyłączono: {{name}}',
    refusedBrowser: 'należy do przeglądarki albo strony', refusedTyping: 'potrzebuje Ctrl, bo działa też podczas pisania',
  },
});
