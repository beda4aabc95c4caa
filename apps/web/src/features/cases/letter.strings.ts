import { defineStrings } from '../../i18n';

export const letterStrings = defineStrings('case-letter', {
  en: {
    title: 'Decision letter', decision: 'Decision', accepted: 'Claim accepted', partly: 'Accepted in part', refused: 'Claim refused', language: 'Language', english: 'English', polish: 'Polish', reason: 'Reasons', reasonHelp: 'They stand in the letter. Change the decision or the reasons, and take the words anew.',
    anew: 'Take the words anew', heading: 'Heading', text: 'Letter', gap: 'Fill the gaps in [brackets] first.', preview: 'Preview the PDF', way: 'How it is sent', byConversation: 'In {{where}}', byEmail: 'By a first email over {{channel}}', byPost: 'By post, already posted', to: 'To', address: 'Address', cover: 'Message that goes with it',
    postedOn: 'Posted on', consignment: 'Number of the consignment', notDurable: 'This channel is no durable medium: the letter arrives, the clock runs on.', send: 'Send', keep: 'Keep as posted', cancel: 'Cancel', failed: 'Not sent: {{reason}}', sent: 'The letter leaves', kept: 'Kept: the clock is stopped', previewFailed: 'The preview could not be made: {{reason}}',
  },
  pl: {
    title: 'Pismo z decyzją', decision: 'Decyzja', accepted: 'Uznana', partly: 'Uznana w części', refused: 'Nieuznana', language: 'Język', english: 'angielski', polish: 'polski', reason: 'Uzasadnienie', reasonHelp: 'Trafia do pisma. Po zmianie decyzji lub uzasadnienia ułóż treść na nowo.',
    anew: 'Ułóż treść na nowo', heading: 'Nagłówek', text: 'Treść', gap: 'Najpierw uzupełnij miejsca w [nawiasach].', preview: 'Podgląd PDF', way: 'Jak wysłać', byConversation: 'W rozmowie: {{where}}', byEmail: 'Nowym e-mailem z kanału {{channel}}', byPost: 'Pocztą, już nadane', to: 'Do', address: 'Adres', cover: 'Wiadomość towarzysząca',
    postedOn: 'Data nadania', consignment: 'Numer nadania', notDurable: 'Ten kanał nie jest trwałym nośnikiem: pismo dojdzie, ale termin biegnie dalej.', send: 'Wyślij', keep: 'Zapisz jako nadane', cancel: 'Anuluj', failed: 'Nie wysłano: {{reason}}', sent: 'Pismo wychodzi', kept: 'Zapisano: termin zatrzymany', previewFailed: 'Nie udało się przygotować podglądu: {{reason}}',
  },
});
