import { defineStrings } from '../../i18n';

export const waitingTimesStrings = defineStrings('waiting-times', {
  en: {
    title: 'Waiting times', lead: 'After how long the clock on the row says late. Where nothing is set: 30 minutes in chats and public threads, 4 hours for letters, 2 hours for calls and visits. What is set for a kind of customer goes first; of several the shortest holds.', none: 'Everywhere as usual.', change: 'Set waiting times', add: 'Add a waiting time', remove: 'Remove this waiting time', channel: 'Kind of channel', customer: 'Customers', minutes: 'Minutes', anyChannel: 'any channel', everybody: 'everybody', save: 'Save', saved: 'Saved.', says: '{{who}}, {{where}}: {{time}}',
    on_mail: 'email', on_messaging: 'chats', on_public: 'public threads', on_reviews: 'reviews', on_logged: 'calls and visits', twice: 'Each only once; and a kind of channel, of customer, or both.',
  },
  pl: {
    title: 'Czasy oczekiwania', lead: 'Po jakim czasie zegar na liście mówi, że jest późno. Gdzie nic nie ustawiono: 30 minut w czatach i wątkach publicznych, 4 godziny dla listów, 2 godziny dla telefonów i wizyt. To, co ustawiono dla rodzaju klienta, ma pierwszeństwo; z kilku obowiązuje najkrótszy.', none: 'Wszędzie jak zwykle.', change: 'Ustaw czasy oczekiwania', add: 'Dodaj czas oczekiwania', remove: 'Usuń ten czas oczekiwania', channel: 'Rodzaj kanału', customer: 'Klienci', minutes: 'Minuty', anyChannel: 'każdy kanał', everybody: 'wszyscy', save: 'Zapisz', saved: 'Zapisano.', says: '{{who}}, {{where}}: {{time}}',
    on_mail: 'e-mail', on_messaging: 'czaty', on_public: 'wątki publiczne', on_reviews: 'opinie', on_logged: 'telefony i wizyty', twice: 'Każdy tylko raz; i rodzaj kanału, rodzaj klienta albo oba.',
  },
});
