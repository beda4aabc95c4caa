import { defineStrings } from '../../i18n';

export const answerStrings = defineStrings('case-answer', {
  en: {
    title: 'This answer is the decision on {{code}}', decision: 'Decision', accepted: 'Claim accepted', partly: 'Accepted in part', refused: 'Claim refused', reason: 'Reasons', mark: 'Mark as the decision', cancel: 'Cancel',
    stops: 'It arrived by email: the clock stops.', later: 'It goes by email: the clock stops when it is delivered.', failed: 'It was not delivered: the clock runs on.', chat: 'It went by a channel that is no durable medium: the clock runs on until the decision is delivered by email or letter.',
    marked: '{{code}}: kept as the decision; the clock runs', markedStopped: '{{code}}: kept as the decision; the clock is stopped', notDone: 'Not marked: {{reason}}',
  },
  pl: {
    title: 'Ta odpowiedź to decyzja w sprawie {{code}}', decision: 'Decyzja', accepted: 'Uznana', partly: 'Uznana w części', refused: 'Nieuznana', reason: 'Uzasadnienie', mark: 'Oznacz jako decyzję', cancel: 'Anuluj',
    stops: 'Dotarła e-mailem: termin się zatrzyma.', later: 'Idzie e-mailem: termin zatrzyma się po doręczeniu.', failed: 'Nie dotarła: termin biegnie dalej.', chat: 'Poszła kanałem, który nie jest trwałym nośnikiem: termin biegnie, dopóki decyzja nie dotrze e-mailem albo listem.',
    marked: '{{code}}: zapisano jako decyzję; termin biegnie', markedStopped: '{{code}}: zapisano jako decyzję; termin zatrzymany', notDone: 'Nie oznaczono: {{reason}}',
  },
});
