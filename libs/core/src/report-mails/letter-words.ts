/** What a mail with a report says, in the language of whoever gets it. */
export const words = {
  en: { days: '{{from}} to {{to}}', lead: 'The report is attached. In short:', screen: 'Open the reports', why: 'You get this because somebody who manages reports put you on its list.', settings: 'Leave the list, or change it', noReply: 'Replies to this mail are not read.' },
  pl: { days: 'od {{from}} do {{to}}', lead: 'Raport jest w załączniku. W skrócie:', screen: 'Otwórz raporty', why: 'Dostajesz ten list, bo osoba zarządzająca raportami dodała cię do odbiorców.', settings: 'Wypisz się albo zmień listę', noReply: 'Odpowiedzi na ten list nikt nie czyta.' },
} as const;
