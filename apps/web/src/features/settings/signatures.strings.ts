import { defineStrings } from '../../i18n';

export const signaturesStrings = defineStrings('signatures', {
  en: {
    lead: 'Stands below every letter that a person writes, in the language of the customer. A channel may have its own.',
    whose: 'Signature of', workspace: 'All letters', en: 'In English', pl: 'In Polish', placeholder: 'Kind regards, …',
    variables: 'Put in', agentName: 'Full name', agentFirstName: 'First name', workspaceName: 'Name of the workspace', channelName: 'Name of the channel',
    none: 'This channel has no signature of its own: that of all letters counts.', own: 'Give it its own', drop: 'Use that of all letters', save: 'Save', saved: 'Signature saved', dropped: 'The signature of all letters counts here again',
    emptyMeans: 'Left empty in both languages, letters carry no signature. Left empty in one, the other is used.', looksLike: 'Looks like this', tooLarge: '{{name}} is larger than a picture of a signature may be ({{max}} kB)', picturesMean: 'Pictures go along with every letter: {{max}} kB each at most. Who reads plain text sees the words alone.',
    cannot: 'You may read the signatures; supervisors and administrators change them.',
  },
  pl: {
    lead: 'Stoi pod każdym listem, który pisze człowiek, w języku klienta. Kanał może mieć własny.',
    whose: 'Podpis dla', workspace: 'Wszystkie listy', en: 'Po angielsku', pl: 'Po polsku', placeholder: 'Z poważaniem, …',
    variables: 'Wstaw', agentName: 'Imię i nazwisko', agentFirstName: 'Imię', workspaceName: 'Nazwa przestrzeni', channelName: 'Nazwa kanału',
    none: 'Ten kanał nie ma własnego podpisu: obowiązuje podpis wszystkich listów.', own: 'Nadaj własny', drop: 'Użyj podpisu wszystkich listów', save: 'Zapisz', saved: 'Podpis zapisany', dropped: 'Znów obowiązuje tu podpis wszystkich listów',
    emptyMeans: 'Gdy oba języki są puste, listy nie mają podpisu. Gdy pusty jest jeden, używany jest drugi.', looksLike: 'Wygląda tak', tooLarge: '{{name}}: obraz w podpisie może mieć najwyżej {{max}} kB', picturesMean: 'Obrazy idą z każdym listem: każdy najwyżej {{max}} kB. Kto czyta zwykły tekst, widzi same słowa.',
    cannot: 'Podpisy możesz czytać; zmieniają je kierownicy i administratorzy.',
  },
});
