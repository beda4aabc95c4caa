import { everyGroup, howMany, type Measure } from '../measure';

export const conversations: Measure = {
  key: 'conversations', unit: 'count', better: null,
  name: { en: 'Conversations begun', pl: 'Rozpoczęte rozmowy' },
  counted: {
    en: 'Each conversation counts once, on the day of its first message, whoever wrote it. What machines say begins none. Conversations that are merged later stay counted as they came.',
    pl: 'Każda rozmowa liczy się raz, w dniu pierwszej wiadomości, ktokolwiek ją napisał. Wiadomości automatów nie rozpoczynają rozmowy. Rozmowy scalone później pozostają policzone tak, jak przyszły.',
  },
  groups: everyGroup, from: 'report_facts', where: `f.kind = 'started'`, figure: howMany,
};

export const received: Measure = {
  key: 'received', unit: 'count', better: null,
  name: { en: 'Messages received', pl: 'Otrzymane wiadomości' },
  counted: {
    en: 'What customers wrote, at the time at which they wrote it. Automatic replies, bounces and deleted messages are left out.',
    pl: 'To, co napisali klienci, w chwili, w której to napisali. Bez automatycznych odpowiedzi, zwrotów i wiadomości usuniętych.',
  },
  groups: everyGroup, from: 'report_facts', where: `f.kind = 'in'`, figure: howMany,
};

export const sent: Measure = {
  key: 'sent', unit: 'count', better: null,
  name: { en: 'Messages sent', pl: 'Wysłane wiadomości' },
  counted: {
    en: 'What people of ours wrote and the platform took, credited to whoever wrote it. Automatic messages, surveys, campaigns, failed and deleted messages are left out.',
    pl: 'To, co napisali nasi ludzie i co przyjęła platforma, zapisane na konto autora. Bez wiadomości automatycznych, ankiet, kampanii, nieudanych i usuniętych.',
  },
  groups: everyGroup, from: 'report_facts', where: `f.kind = 'out'`, figure: howMany,
};
