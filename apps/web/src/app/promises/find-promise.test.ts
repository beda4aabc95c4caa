import { casual } from 'chrono-node/en';
import { findPromise } from './find-promise';

/** A Thursday, ten in the morning. */
const now = new Date(2026, 10, 19, 10, 0);
const found = (text: string) => findPromise(text, now, (sentence, from, options) => casual.parse(sentence, from, options));
const on = (day: number, hour = 17, minute = 0, month = 10) => new Date(2026, month, day, hour, minute).getTime();

/** What agents write, with the moment at which the customer would be disappointed. */
const promises: readonly (readonly [string, number])[] = [
  ['We will call you on Monday.', on(23)], ['I will call you tomorrow at 3pm.', on(20, 15)], ["We'll send you the invoice today.", on(19)], ["I'll get back to you by Friday.", on(20)], ['We will reply within two days.', on(21)],
  ['You will receive the refund within 5 working days.', on(26)], ['I will check with the warehouse and let you know tomorrow.', on(20)], ['Our technician will visit you on Wednesday at 9:30.', on(25, 9, 30)], ['Your table will be ready on 27 November.', on(27)],
  ["We'll ship the replacement by the end of the week.", on(20)], ["I'll call you back in an hour.", on(19, 11)], ['Thank you for waiting. We will send the part tomorrow morning.', on(20, 12)], ['The parcel will arrive on Tuesday.', on(24)], ['We are going to replace the door next Friday.', on(27)],
  ['We will confirm the date by December 3.', on(3, 17, 0, 11)], ["You'll hear from us by tomorrow noon.", on(20, 12)], ['A colleague will contact you on Monday at 10 am.', on(23, 10)], ["I'll write to you later today.", on(19)], ['Our courier will collect it on Tuesday.', on(24)], ['The lamp will be shipped tomorrow.', on(20)],
  ['Zadzwonimy w poniedziałek.', on(23)], ['Oddzwonię jutro o 15:00.', on(20, 15)], ['Wyślemy fakturę jeszcze dzisiaj.', on(19)], ['Odezwę się do piątku.', on(20)], ['Odpiszemy w ciągu dwóch dni.', on(21)], ['Zwrócimy pieniądze w ciągu 5 dni roboczych.', on(26)],
  ['Sprawdzę w magazynie i dam znać jutro.', on(20)], ['Serwisant przyjedzie w środę o 9:30.', on(25, 9, 30)], ['Stół będzie gotowy 27 listopada.', on(27)], ['Wymienimy drzwi do końca tygodnia.', on(20)], ['Oddzwonimy za godzinę.', on(19, 11)], ['Dziękuję za cierpliwość. Część wyślemy jutro rano.', on(20, 12)],
  ['Paczka dotrze we wtorek.', on(24)], ['Potwierdzimy termin do 3 grudnia.', on(3, 17, 0, 11)], ['Damy Pani znać najpóźniej w poniedziałek.', on(23)], ['Kurier odbierze paczkę we wtorek.', on(24)], ['Zamówienie zostanie wysłane jutro.', on(20)], ['Otrzyma Pan zwrot w ciągu 14 dni.', on(3, 17, 0, 11)],
  ['Skontaktujemy się z Państwem pojutrze.', on(21)], ['Odpowiem do godziny 16.', on(19, 16)], ['Wrócę z informacją w poniedziałek przed 12.', on(23, 12)], ['Koleżanka zadzwoni jutro.', on(20)], ['Wystawimy korektę do 25.11.', on(25)], ['Przygotujemy wycenę na jutro.', on(20)], ['Odezwiemy się w przyszłym tygodniu.', on(27)], ['Podeślę zdjęcia dzisiaj do 14.', on(19, 14)],
];
/** What agents write as often, and what promises nothing. */
const others: readonly string[] = [
  'We called you on Monday.', 'If you send the photos, we will reply by Friday.', 'Shall we call you tomorrow?', 'We are open from Monday to Friday.', 'You can return it within 14 days.', 'Please call us tomorrow.', 'We will not be able to send it tomorrow.', 'Thank you for your message of 12 November.', 'We usually reply within a day.', 'The table was sent yesterday.',
  'As soon as you pay, we will ship it on Monday.', 'We will gladly help you.', 'I will look into it.', 'Could you send it by Friday?', 'We would send it on Monday.', 'Once it arrives on Tuesday, let us know.', 'Your order of Monday is on its way.', 'The offer is valid until Friday.', 'We might call you tomorrow.', 'The shop is closed tomorrow.', 'You will find the instructions attached.', 'The warranty will end in two years.', '> We will call you on Monday.', 'I have sent it today.',
  'Dzwoniliśmy w poniedziałek.', 'Jeśli prześle Pani zdjęcia, odpiszemy do piątku.', 'Czy zadzwonić jutro?', 'Pracujemy od poniedziałku do piątku.', 'Można zwrócić towar w ciągu 14 dni.', 'Proszę zadzwonić jutro.', 'Nie wyślemy tego jutro.', 'Dziękujemy za wiadomość z 12 listopada.', 'Zwykle odpisujemy w ciągu jednego dnia.', 'Stół wysłano wczoraj.',
  'Jak tylko dotrze płatność, wyślemy w poniedziałek.', 'Chętnie pomożemy.', 'Sprawdzę to.', 'Po otrzymaniu zwrotu oddamy pieniądze w ciągu 14 dni.', 'Promocja trwa do piątku.', 'Jutro sklep jest zamknięty.', 'Czy w piątek ktoś będzie w domu?', 'Zamówienie z poniedziałku jest w drodze.', 'Nie oddzwonimy dzisiaj.', 'Instrukcja jest w załączniku.', 'Postaram się zadzwonić jutro.', 'Niestety nie zdążymy do piątku.', 'Dzień dobry, dziękujemy za kontakt.', 'Kiedy przyjdzie faktura, wyślemy ją w piątek.', 'Gwarancja trwa dwa lata.', 'Prosimy o odpowiedź do jutra.',
];

describe('what our own answer promises', () => {
  it.each(promises)('finds in %j by when it is owed', (text, at) => {
    expect(found(text)?.dueAt.getTime()).toBe(at);
  });

  it.each(others)('finds nothing in %j', (text) => {
    expect(found(text)).toBeUndefined();
  });

  it('quotes the sentence alone, and the first one', () => {
    expect(found('Dzień dobry! Wyślemy nową lampę jutro. Odezwiemy się w piątek. Pozdrawiam')?.text).toBe('Wyślemy nową lampę jutro');
  });
});
