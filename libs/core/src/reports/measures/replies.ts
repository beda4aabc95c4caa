import { everyGroup, howLong, spanOf, type Measure } from '../measure';

const waits = { unit: 'duration', better: 'less', groups: [...everyGroup, 'spread'], hasClock: true, from: 'report_facts', figure: howLong, spread: spanOf, worst: (ms: string) => ms } as const;

export const firstReply: Measure = {
  ...waits, key: 'first-reply', where: `f.kind = 'first'`,
  name: { en: 'First reply', pl: 'Pierwsza odpowiedź' },
  counted: {
    en: 'From the first message of a customer that nobody had answered to the first answer of a person, in each conversation once; counted on the day of the answer, for whoever gave it. Automatic answers and thank-yous count for nothing.',
    pl: 'Od pierwszej wiadomości klienta bez odpowiedzi do pierwszej odpowiedzi człowieka, raz w każdej rozmowie; liczone w dniu odpowiedzi i na konto tego, kto odpowiedział. Automatyczne odpowiedzi i podziękowania się nie liczą.',
  },
};

export const nextReply: Measure = {
  ...waits, key: 'next-reply', where: `f.kind = 'next'`,
  name: { en: 'Later replies', pl: 'Kolejne odpowiedzi' },
  counted: {
    en: 'The same for every later time somebody wrote and was answered. Several messages in a row are one wait, from the first of them. What was resolved without an answer is no wait.',
    pl: 'To samo dla każdego kolejnego razu, gdy ktoś napisał i dostał odpowiedź. Kilka wiadomości z rzędu to jedno czekanie, od pierwszej z nich. To, co zamknięto bez odpowiedzi, nie jest czekaniem.',
  },
};
