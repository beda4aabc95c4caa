import { defineStrings } from '../../i18n';

export const questionStrings = defineStrings('questions', {
  en: {
    asked: 'What the customer asks', open: 'not answered yet', answered: 'answered by your draft', byHand: 'marked as answered by you',
    mark: 'Mark as answered', unmark: 'Mark as open', more_one: 'and {{count}} more', more_other: 'and {{count}} more', fewer: 'Show fewer',
  },
  pl: {
    asked: 'O co pyta klient', open: 'jeszcze bez odpowiedzi', answered: 'szkic na to odpowiada', byHand: 'oznaczone przez Ciebie',
    mark: 'Oznacz jako wyjaśnione', unmark: 'Oznacz jako otwarte', more_one: 'i jeszcze {{count}}', more_few: 'i jeszcze {{count}}', more_many: 'i jeszcze {{count}}', more_other: 'i jeszcze {{count}}', fewer: 'Pokaż mniej',
  },
});
