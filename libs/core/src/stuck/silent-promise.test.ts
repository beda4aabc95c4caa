import { silentPromise } from './silent-promise';

it.each([
  ['Thank you. We will call you about the delivery.', 'We will call you about the delivery.'], ["I'll check with the warehouse and get back to you", "I'll check with the warehouse and get back to you"], ['Our technician is going to contact you.', 'Our technician is going to contact you.'],
  ['Dziękuję za cierpliwość. Sprawdzę w magazynie i dam znać.', 'Sprawdzę w magazynie i dam znać.'], ['Oddzwonimy do Pani.', 'Oddzwonimy do Pani.'], ['Serwisant zadzwoni w sprawie naprawy', 'Serwisant zadzwoni w sprawie naprawy'],
])('finds what somebody waits for in “%s”', (text, sentence) => {
  expect(silentPromise(text)).toBe(sentence);
});

it.each([
  'Will we call you?', 'We will refund it once the parcel arrives.', 'We will not send it again.', 'Your parcel was sent on Monday.', 'Call us when you like.', '> We will call you.\nThank you, all settled.',
  'Zwrócimy pieniądze po otrzymaniu paczki.', 'Nie wyślemy tego ponownie.', 'Czy oddzwonimy?', 'Paczka dotarła.', '',
])('finds nothing in “%s”', (text) => {
  expect(silentPromise(text)).toBeUndefined();
});

it('says no more than a line of a long sentence', () => {
  expect(silentPromise(`We will call you about ${'x'.repeat(400)}`)).toHaveLength(160);
});
