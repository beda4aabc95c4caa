/** What a mail with a report says, in the language of whoever gets it. */
export const words = {
  en: { days: '{{from}} to {{to}}', lead: 'The report is attached. In short:', screen: 'Open the reports', why: 'You get this because somebody who manages reports put you on its list.', leave: 'No more of these for me', settings: 'Change what comes and when', noReply: 'Replies to this mail are not read.' },
  pl: { days: 'od {{from}} do {{to}}', lead: 'Raport jest w załączniku. W skrócie:', screen: 'Otwórz raporty', why: 'Dostajesz ten list, bo osoba zarządzająca raportami dodała cię do odbiorców.', leave: 'Nie wysyłajcie mi ich więcej', settings: 'Zmień, co i kiedy przychodzi', noReply: 'Odpowiedzi na ten list nikt nie czyta.' },
} as const;
