import { moodOf } from './mood';

const label = (text: string) => moodOf(text).label;

describe('tells displeasure', () => {
  it.each([
    'Fatalna obsługa, nie polecam', 'fatalna obsluga nie polecam', 'Jestem bardzo rozczarowana', 'Terrible service', 'I am very disappointed',
    'Nie jestem zadowolony', 'not happy with this', 'Miło było, ale teraz to katastrofa', 'It was nice at first but now it is a nightmare',
    'Brawo, znowu zepsute 👏', 'Great, broken again', 'GDZIE SĄ MOJE PIENIĄDZE???', '😡',
  ])('in "%s"', (text) => expect(label(text)).toBe('negative'));
});

describe('tells pleasure', () => {
  it.each(['Dziękuję bardzo!', 'super, polecam', 'Thank you so much!', 'Bez zarzutu', 'No complaints at all', 'Nie zawiodłem się', '❤️', 'Długo szło, ale warto było', ':)))'])('in "%s"', (text) => expect(label(text)).toBe('positive'));
});

describe('finds neither', () => {
  it.each(['Kiedy będzie kurier?', 'Proszę o szybką odpowiedź', 'Please reply quickly, thanks in advance', 'Numer zamówienia 123', 'W umowie jest zły numer', 'Is it good for children?', 'ok'])('in "%s"', (text) => expect(label(text)).toBe('neutral'));
});

it('is unsure of what it cannot read', () => {
  expect(moodOf('Ich bin sehr enttäuscht von diesem Paket')).toMatchObject({ label: 'unsure', confidence: 0, language: 'de' });
  expect(label('')).toBe('unsure');
  expect(label('123 456')).toBe('unsure');
});

it('shows the words that it judged by, as they were written', () => {
  expect(moodOf('Jestem BARDZO rozczarowana, to żenada!').words).toEqual(['rozczarowana', 'żenada']);
});

it('judges what the customer says now, not what he quotes', () => {
  expect(label('Dziękuję, wszystko działa!\n\n> Jestem wściekły, to skandal')).toBe('positive');
  expect(label('Kiedy odbiór?\n-- \nJan\nNajlepsze okna, polecamy!')).toBe('neutral');
});

it('believes the stars of a review more than its words', () => {
  expect(moodOf('Kurier był.', { stars: { stars: 1, of: 5 } }).label).toBe('negative');
  expect(moodOf('', { stars: { stars: 5, of: 5 } }).label).toBe('positive');
  expect(moodOf('Kurier był.', { stars: { stars: 3, of: 5 } }).label).toBe('neutral');
});

it('keeps score and confidence within bounds, whatever comes in', () => {
  const hostile = ['skandal '.repeat(50_000), 'nie '.repeat(50_000), '!'.repeat(50_000), ':)'.repeat(50_000), 'a'.repeat(50_000), '\u0000\ud800 nie', 'a@'.repeat(30_000), 'x_'.repeat(30_000), '>'.repeat(9_000), 'on ' + 'x'.repeat(50_000)];
  for (const text of hostile) {
    const mood = moodOf(text);
    expect(Math.abs(mood.score)).toBeLessThanOrEqual(1);
    expect(mood.confidence).toBeGreaterThanOrEqual(0);
    expect(mood.confidence).toBeLessThanOrEqual(1);
    expect(mood.words.length).toBeLessThanOrEqual(5);
  }
});
