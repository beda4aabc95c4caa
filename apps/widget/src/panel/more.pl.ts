import type { MoreWords } from './more.en';
import { within } from './words.pl';

export const more: MoreWords = {
  opensNew: 'otwiera się w\u00a0nowej karcie', help: 'Pomoc', searchHelp: 'Szukaj w pomocy', helpFound: (n: number) => `Znalezione strony: ${n}`, helpNone: 'Nic nie pasuje do tych słów. Napisz do nas.', helpFailed: 'Nie udało się wczytać strony.', mayHelp: 'Być może odpowiedź już jest', useful: 'Czy to pomogło?', usefulThanks: 'Dziękujemy.', others: 'Inaczej', personUsual: (time) => `Odpisze człowiek, zwykle w\u00a0${within(time)}`, newTitle: 'Nowa rozmowa', about: 'O\u00a0co chodzi?', name: 'Imię', email: 'E-mail',
  optional: 'niekonieczny', emailHelp: 'Adres potrzebny tylko, gdy zamkniesz stronę przed odpowiedzią.', emailExample: 'ty@poczta.pl', privacyBefore: 'Wysyłając, akceptujesz ',
  privacyLink: 'zasady prywatności', needText: 'Napisz wiadomość', needName: 'Podaj imię', needEmail: 'To nie wygląda na adres e-mail',
  matters: { question: 'Pytanie', order: 'Zamówienie', report: 'Coś nie działa', claim: 'Reklamacja', complaint: 'Skarga', warranty: 'Gwarancja', praise: 'Pochwała' },
  place: (n) => `${['', 'Pierwsze', 'Drugie', 'Trzecie', 'Czwarte', 'Piąte'][n] ?? `${n}.`} miejsce w\u00a0kolejce`, about_: (time) => `ok. ${time}`, waiting: 'Odpisze tu człowiek',
  slow: (usual) => `Dziś trwa to dłużej niż zwykle (${usual}). Nie musisz czekać przy ekranie.`, normal: 'Nie musisz czekać przy ekranie: odpowiedź zostanie w\u00a0tym oknie.',
  answerBy: 'Wyślijcie odpowiedź przez', byEmail: 'e-mail', yourEmail: 'Twój adres e-mail', consent: 'Tak, wyślijcie odpowiedź na ten adres', save: 'Zapisz', cancel: 'Anuluj',
  tooLarge: (max) => `za duży, najwyżej ${max}`, fileRefused: 'takich plików nie przyjmujemy', uploadFailed: 'nie przesłano', uploading: 'Przesyłanie',
  solved: 'Czy sprawa jest załatwiona?', yes: 'Tak', partly: 'Częściowo', no: 'Nie', how: 'Jak oceniasz tę rozmowę?', poor: 'słabo', great: 'świetnie',
  better: 'Co mogło być lepsze?', sendRating: 'Wyślij ocenę', changeRating: 'Zmień ocenę', backToChat: 'Wróć do rozmowy',
  keyRows: [['Otwórz, zamknij', 'Alt K'], ['Zamknij', 'Esc'], ['Dalej, wstecz', 'Tab'], ['Wyślij', 'Enter'], ['Nowy wiersz', 'Shift Enter'], ['Załącz', 'Ctrl U'], ['Ocena', '1–5']],
};
