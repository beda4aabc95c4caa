import { isBareThanks } from './thanks';

describe('a bare thank-you', () => {
  it.each(['Thanks!', 'thank you so much', 'Dziękuję', 'dzięki :)', 'Super, dziękuję!', 'Bardzo dziękuję za szybką odpowiedź, pozdrawiam', 'OK thanks', 'Wielkie dzięki', '👍', 'Dziekuje bardzo', 'Thank you, Zofia!', 'Dziękuję Pani Zofio'])('is %p', (text) => {
    expect(isBareThanks(text)).toBe(true);
  });
  it.each(['Thanks, but it still leaks', 'Dziękuję, a kiedy przyjedzie kurier?', 'Thank you for nothing', 'ok', 'Dziękuję, ale blat jest porysowany', '', '12', 'No thanks, I want a refund', 'thanks?', 'Dziękuję. Reklamuję', 'Thanks. Wrong colour'])('is not %p', (text) => {
    expect(isBareThanks(text)).toBe(false);
  });
});
