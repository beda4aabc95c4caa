import { defineStrings } from '../../i18n';

export const tailStrings = defineStrings('moderation-tail', {
  en: {
    suggestions: 'What rules suggest', suggests: '{{rule}} suggests', hide: 'Hide the comment', delete: 'Delete the comment', like: 'Like the comment', label: 'Put a label on it', assign: 'Hand it over', answer: 'Answer in private', doIt: 'Do it', leave: 'Leave it', because: 'because of', acted: '{{rule}} hid a comment here', restore: 'Show it again', failed: 'Not done: {{reason}}.',
    done: 'Done.', undone: 'Taken back.', left: 'Left as it was.', restored: 'It will be shown again.', late: 'Somebody had decided already, or it cannot be done there.',
  },
  pl: {
    suggestions: 'Co podpowiadają reguły', suggests: 'Reguła {{rule}} podpowiada', hide: 'Ukryj komentarz', delete: 'Usuń komentarz', like: 'Polub komentarz', label: 'Oznacz etykietą', assign: 'Przydziel', answer: 'Odpowiedz prywatnie', doIt: 'Wykonaj', leave: 'Zostaw', because: 'przez', acted: 'Reguła {{rule}} ukryła tu komentarz', restore: 'Pokaż go znowu', failed: 'Nie wykonano: {{reason}}.',
    done: 'Zrobione.', undone: 'Cofnięto.', left: 'Zostawione.', restored: 'Będzie znowu widoczny.', late: 'Ktoś już to rozstrzygnął albo nie da się tego tam zrobić.',
  },
});
