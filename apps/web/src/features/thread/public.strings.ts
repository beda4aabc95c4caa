import { defineStrings } from '../../i18n';

/** What everybody can read: the post above it, how a message stands on the platform, and what is done to it there. */
export const publicStrings = defineStrings('public', {
  en: {
    post: 'Public post', ad: 'Advertisement', story: 'Story', video: 'Video', listing: 'Listing', app: 'App', above: 'What this conversation is about', byAuthor: 'by {{name}}', open: 'Open on {{network}}', openShort: 'Open', postMore: 'Show all of it', postLess: 'Show less', noText: 'What the post says is not known here', picture: 'Picture {{index}} of the post',
    public: 'Public', private: 'Private', publicWhy: 'Everyone can read this', privateWhy: 'Only the customer reads this', channelPublic: '{{channel}}, public', review: 'Review', wasStars: 'before:', template: 'Template {{name}}',
    like: 'Like', unlike: 'Take the like back', liked: 'Liked by us', hide: 'Hide', unhide: 'Show to everyone again', delete: 'Delete for everyone', edit: 'Edit', replyPrivately: 'Reply in private', replyPublicly: 'Reply in public',
    pendingLike: 'being liked', pendingUnlike: 'taking the like back', pendingHide: 'being hidden', pendingUnhide: 'being shown again', pendingDelete: 'being deleted', pendingEdit: 'being changed',
    failedLike: 'Not liked: {{reason}}', failedUnlike: 'Still liked: {{reason}}', failedHide: 'Not hidden: {{reason}}', failedUnhide: 'Still hidden: {{reason}}', failedDelete: 'Not deleted: {{reason}}', failedEdit: 'Not changed: {{reason}}', again: 'Try again',
    hiddenOn: 'Hidden on {{network}}', hiddenWhy: 'Its author and their friends may still see it.', showHidden: 'Show the text', foldHidden: 'Fold',
    deleteTitle: 'Delete this for everyone?', deleteTheirs: 'It disappears from {{network}} for everybody and cannot be brought back. A copy stays in the audit. Hiding it can be undone.', deleteOurs: 'Your message disappears from {{network}} for everybody and cannot be brought back. A copy stays in the audit.', deleteConfirm: 'Delete', cancel: 'Cancel',
    editLabel: 'New text of your message', save: 'Save', editHint: 'It changes on {{network}} too', rawDelivery: 'See what {{network}} sent',
  },
  pl: {
    post: 'Publiczny wpis', ad: 'Reklama', story: 'Relacja', video: 'Film', listing: 'Wizytówka', app: 'Aplikacja', above: 'Czego dotyczy ta rozmowa', byAuthor: 'autor: {{name}}', open: 'Otwórz na: {{network}}', openShort: 'Otwórz', postMore: 'Pokaż całość', postLess: 'Pokaż mniej', noText: 'Treści wpisu tu nie znamy', picture: 'Obraz {{index}} z wpisu',
    public: 'Publicznie', private: 'Prywatnie', publicWhy: 'Widzą to wszyscy', privateWhy: 'Widzi to tylko klient', channelPublic: '{{channel}}, publicznie', review: 'Opinia', wasStars: 'wcześniej:', template: 'Szablon {{name}}',
    like: 'Polub', unlike: 'Cofnij polubienie', liked: 'Polubione przez nas', hide: 'Ukryj', unhide: 'Pokaż znowu wszystkim', delete: 'Usuń dla wszystkich', edit: 'Zmień', replyPrivately: 'Odpowiedz prywatnie', replyPublicly: 'Odpowiedz publicznie',
    pendingLike: 'trwa polubienie', pendingUnlike: 'trwa cofanie polubienia', pendingHide: 'trwa ukrywanie', pendingUnhide: 'trwa przywracanie', pendingDelete: 'trwa usuwanie', pendingEdit: 'trwa zmiana',
    failedLike: 'Nie polubiono: {{reason}}', failedUnlike: 'Polubienie zostało: {{reason}}', failedHide: 'Nie ukryto: {{reason}}', failedUnhide: 'Nadal ukryte: {{reason}}', failedDelete: 'Nie usunięto: {{reason}}', failedEdit: 'Nie zmieniono: {{reason}}', again: 'Spróbuj ponownie',
    hiddenOn: 'Ukryte na: {{network}}', hiddenWhy: 'Osoba, która to napisała, i jej znajomi mogą to nadal widzieć.', showHidden: 'Pokaż tekst', foldHidden: 'Zwiń',
    deleteTitle: 'Usunąć to dla wszystkich?', deleteTheirs: 'Zniknie z: {{network}}, u wszystkich, i nie da się tego przywrócić. Kopia zostaje w dzienniku. Ukrycie można cofnąć.', deleteOurs: 'Twoja wiadomość zniknie z: {{network}}, u wszystkich, i nie da się jej przywrócić. Kopia zostaje w dzienniku.', deleteConfirm: 'Usuń', cancel: 'Anuluj',
    editLabel: 'Nowy tekst twojej wiadomości', save: 'Zapisz', editHint: 'Zmieni się także na: {{network}}', rawDelivery: 'Zobacz, co przysłano: {{network}}',
  },
});
