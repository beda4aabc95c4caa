import { defineStrings } from '../../i18n';

/** Who will read the answer, and whether the platform takes it. */
export const sideStrings = defineStrings('side', {
  en: {
    who: 'Who can read the answer', public: 'Public', private: 'Private',
    publicPost: 'Everyone can read this, below the post', publicReview: 'Everyone can read this, below the review', publicPlain: 'Everyone can read this', privateOnly: 'Only {{name}} reads this',
    privateReply: 'Only {{name}} reads this: a private reply to the public message', privateReplyUntil: 'Only {{name}} reads this: a private reply to the public message, possible until {{time}}', once: 'The platform takes one; the next can follow once the customer has answered it.',
    late: 'The usual time is over. A person may still answer until {{time}}; nothing automatic is sent.',
    replaces: 'A review has one answer: this replaces the one of {{time}}.', oneReply: 'A review has one answer; a later one replaces it.',
    publish: 'Publish', publishResolve: 'Publish & resolve', publishedTo: 'Published for {{name}}', sendPrivately: 'Send in private',
    placeholderPublic: 'Answer {{name}} in public. / for canned answers', placeholderShut: 'What is written here cannot be sent now', placeholderPrivate: 'Write to {{name}} in private. / for canned answers',
    closedTitle: 'The time to answer here ended {{time}}', closedNever: '{{name}} has not written here in private yet', closedBody: 'The platform takes nothing more until the customer writes again.', closedTemplates: 'Only an approved template gets through until the customer writes again.',
    replyUsedTitle: 'The one private reply was given', replyUsedBody: 'Write again in private once the customer has answered it. In public you can answer at any time.', replyLateTitle: 'The time for a private reply ended {{time}}', replyLateBody: 'In public you can still answer.',
    template: 'Choose a template', another: 'Answer elsewhere', viaConversation: '{{channel}}: conversation {{number}}', viaStart: 'Write by {{channel}} to {{address}}', publicInstead: 'Answer in public', noWay: 'No other channel of this customer is open.',
    blocked: 'Nothing can be sent here now: {{why}}', switchedPublic: 'Now public: everyone can read it', switchedPrivate: 'Now private',
  },
  pl: {
    who: 'Kto może przeczytać odpowiedź', public: 'Publicznie', private: 'Prywatnie',
    publicPost: 'Widzą to wszyscy, pod wpisem', publicReview: 'Widzą to wszyscy, pod opinią', publicPlain: 'Widzą to wszyscy', privateOnly: 'Przeczyta to tylko: {{name}}',
    privateReply: 'Przeczyta to tylko: {{name}}. To prywatna odpowiedź na publiczną wiadomość', privateReplyUntil: 'Przeczyta to tylko: {{name}}. To prywatna odpowiedź na publiczną wiadomość, możliwa do {{time}}', once: 'Platforma przyjmuje jedną; następna może pójść, gdy klient na nią odpowie.',
    late: 'Zwykły czas minął. Do {{time}} może jeszcze odpowiedzieć człowiek; nic nie wyjdzie automatycznie.',
    replaces: 'Opinia ma jedną odpowiedź: ta zastąpi odpowiedź z {{time}}.', oneReply: 'Opinia ma jedną odpowiedź; następna ją zastępuje.',
    publish: 'Opublikuj', publishResolve: 'Opublikuj i zakończ', publishedTo: 'Opublikowano dla: {{name}}', sendPrivately: 'Wyślij prywatnie',
    placeholderPublic: 'Odpowiedz publicznie: {{name}}. Klawisz / wstawia gotową odpowiedź', placeholderShut: 'To, co tu napiszesz, teraz nie wyjdzie', placeholderPrivate: 'Napisz prywatnie do: {{name}}. Klawisz / wstawia gotową odpowiedź',
    closedTitle: 'Czas na odpowiedź minął {{time}}', closedNever: 'Prywatnej wiadomości od tej osoby ({{name}}) jeszcze tu nie było', closedBody: 'Platforma nic nie przyjmie do następnej wiadomości klienta.', closedTemplates: 'Do następnej wiadomości klienta przejdzie tylko zatwierdzony szablon.',
    replyUsedTitle: 'Jedyna prywatna odpowiedź już poszła', replyUsedBody: 'Prywatnie można pisać znowu, gdy klient na nią odpowie. Publicznie można odpowiadać zawsze.', replyLateTitle: 'Czas na prywatną odpowiedź minął {{time}}', replyLateBody: 'Publicznie nadal można odpowiedzieć.',
    template: 'Wybierz szablon', another: 'Odpowiedz gdzie indziej', viaConversation: '{{channel}}: rozmowa {{number}}', viaStart: '{{channel}}, na adres {{address}}', publicInstead: 'Odpowiedz publicznie', noWay: 'Ten klient nie ma innego otwartego kanału.',
    blocked: 'Teraz nic stąd nie wyjdzie: {{why}}', switchedPublic: 'Teraz publicznie: widzą to wszyscy', switchedPrivate: 'Teraz prywatnie',
  },
});
