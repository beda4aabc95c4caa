import { defineStrings } from '../../i18n';

export const rowStrings = defineStrings('row', {
  en: {
    sharedDraft: 'Shared draft, begun by {{name}}', isPublic: 'public', isBelowAd: 'public, below an advertisement', isReview: 'public review', noWords: 'Message without text',
    you: 'You', noteBy: 'Note', failed: 'not delivered', thanks: 'closed as thanks', unread: 'new', isResolved: 'resolved', moved: 'no longer in this list',
    unnamed: 'Unnamed customer', isViewing: '{{name}} is viewing', isWriting: '{{name}} is writing', customerWrites: '{{name}} is writing to us', select: 'Select {{name}}',
  },
  pl: {
    sharedDraft: 'Wspólny szkic, rozpoczęty przez: {{name}}', isPublic: 'publicznie', isBelowAd: 'publicznie, pod reklamą', isReview: 'publiczna opinia',
    noWords: 'Wiadomość bez tekstu', you: 'Ty', noteBy: 'Notatka', failed: 'nie dostarczono', thanks: 'zakończona podziękowaniem', unread: 'nowa', isResolved: 'zakończona',
    moved: 'nie ma jej już na tej liście', unnamed: 'Klient bez nazwy', isViewing: '{{name}} ogląda', isWriting: '{{name}} pisze', customerWrites: 'pisze do nas: {{name}}',
    select: 'Zaznacz: {{name}}',
  },
});
