import { defineStrings } from '../../i18n';

/** Talks by email beside a conversation: inside the house, so violet, and never the customer's to see. */
export const asideStrings = defineStrings('asides', {
  en: {
    title: 'Side conversations', open: 'Side conversation', hint: 'By email, beside the conversation. {{name}} does not see it',
    ours: 'your turn', theirs: 'waits for an answer', done: 'settled', unread: 'new', notArrived: 'not delivered',
    markDone: 'Settle', reopen: 'Take up again', you: 'You', from: 'from {{name}}',
    stranger: 'We did not write to this person: they have the mail from somebody else', doubtful: 'The sender’s own mail server says that this is not from them', machine: 'Report of a mail server', absent: 'Written by a machine: an absence notice',
    sending: 'Leaves in a moment', onWay: 'Being sent', sent: 'Sent', failed: 'Not delivered: {{reason}}', unknown: 'It is not certain that this arrived', partly: 'Not delivered to everybody: {{reason}}',
    retry: 'Send again', retryAnyway: 'Send again all the same', takeBack: 'Take back', takenBack: 'Taken back', quoted: 'Earlier messages', useText: 'Use in the answer', useFile: 'Put {{name}} into the answer', used: 'It is in the answer now',
    answer: 'Write an answer', answerLabel: 'Answer to {{names}}', send: 'Send', sentToast: 'Sent beside the conversation', notDone: 'Not done: {{reason}}', addPeople: 'Add somebody', addFiles: 'Add files', removeFile: 'Remove {{name}}', uploading: '{{name}}: {{share}} %',
    newTitle: 'New side conversation', to: 'To', toHelp: 'A colleague, a supplier, a warehouse: any email address', toPlaceholder: 'Name or address', toNeeded: 'Say whom you want to ask', toBad: '{{text}} is no email address', remove: 'Remove {{name}}',
    channel: 'Sent from', subject: 'Subject', subjectNeeded: 'Give it a subject', text: 'What do you want to know?', textNeeded: 'Write something', cancel: 'Cancel',
    quote: 'Quote from the conversation', quoteHelp: 'They see these words and the writer’s name, not the address', filesOf: 'Files of the conversation', noChannel: 'There is no mailbox that you may send this from', noWords: 'no words',
    signature: 'Signature', frame: 'Letter from {{name}}', member: 'colleague', contact: 'customer', free: 'written to before',
  },
  pl: {
    title: 'Rozmowy poboczne', open: 'Rozmowa poboczna', hint: 'E-mailem, na boku. {{name}} tego nie widzi',
    ours: 'twoja kolej', theirs: 'czeka na odpowiedź', done: 'załatwiona', unread: 'nowe', notArrived: 'nie dotarło',
    markDone: 'Załatwione', reopen: 'Podejmij ponownie', you: 'Ty', from: 'od: {{name}}',
    stranger: 'Do tej osoby nie pisaliśmy: ma ten list od kogoś innego', doubtful: 'Własny serwer nadawcy zaprzecza, że to od niego', machine: 'Raport serwera poczty', absent: 'Napisał to automat: zawiadomienie o nieobecności',
    sending: 'Zaraz wyjdzie', onWay: 'Wysyłanie', sent: 'Wysłano', failed: 'Nie dostarczono: {{reason}}', unknown: 'Nie ma pewności, że to dotarło', partly: 'Nie dotarło do wszystkich: {{reason}}',
    retry: 'Wyślij ponownie', retryAnyway: 'Wyślij mimo to', takeBack: 'Wycofaj', takenBack: 'Wycofano', quoted: 'Wcześniejsze wiadomości', useText: 'Użyj w odpowiedzi', useFile: 'Dołącz do odpowiedzi: {{name}}', used: 'Jest już w odpowiedzi',
    answer: 'Napisz odpowiedź', answerLabel: 'Odpowiedź, adresat: {{names}}', send: 'Wyślij', sentToast: 'Wysłano na boku', notDone: 'Nie udało się: {{reason}}', addPeople: 'Dodaj kogoś', addFiles: 'Dodaj pliki', removeFile: 'Usuń {{name}}', uploading: '{{name}}: {{share}} %',
    newTitle: 'Nowa rozmowa poboczna', to: 'Do', toHelp: 'Ktoś z zespołu, dostawca, magazyn: dowolny adres e-mail', toPlaceholder: 'Imię albo adres', toNeeded: 'Wskaż, kogo chcesz zapytać', toBad: '{{text}} to nie adres e-mail', remove: 'Usuń {{name}}',
    channel: 'Z kanału', subject: 'Temat', subjectNeeded: 'Podaj temat', text: 'O co chcesz zapytać?', textNeeded: 'Napisz coś', cancel: 'Anuluj',
    quote: 'Cytat z rozmowy', quoteHelp: 'Zobaczą te słowa i imię piszącego, bez adresu', filesOf: 'Pliki z rozmowy', noChannel: 'Nie ma skrzynki, z której możesz to wysłać', noWords: 'bez słów',
    signature: 'Podpis', frame: 'List: {{name}}', member: 'zespół', contact: 'klient', free: 'już pisaliśmy',
  },
});
