import { readAnswer } from './read-answer';

const rated = (text: string) => readAnswer(text, { kind: 'rating', scale: 'faces' });
const said = (text: string, kind: 'rating' | 'fine' = 'fine') => readAnswer(text, { kind, scale: 'yes-no' });

describe('an answer to "how did we do", read from a message', () => {
  it.each([
    ['5', 5, ''], [' 4 ', 4, ''], ['3.', 3, ''], ['5!', 5, ''], ['5/5', 5, ''], ['4 / 5', 4, ''], ['5 na 5', 5, ''], ['4 out of 5', 4, ''], ['4 gwiazdki', 4, ''], ['5 stars', 5, ''], ['5️⃣', 5, ''], ['⭐⭐⭐⭐', 4, ''],
    ['Ocena: 4', 4, ''], ['Daję 5', 5, ''], ['pięć', 5, ''], ['five!', 5, ''], ['😍', 5, ''], ['😡😡😡', 1, ''], ['😐', 3, ''], ['👍🏻', 5, ''], ['👎', 1, ''], ['5 dziękuję', 5, ''], ['5, thanks!', 5, ''], ['5 🙂', 5, ''],
    ['2, bo kurier się spóźnił', 2, 'bo kurier się spóźnił'], ['4 - szybko, ale zimno', 4, 'szybko, ale zimno'], ['5\nSuper obsługa!', 5, 'Super obsługa!'], ['3. Could be faster', 3, 'Could be faster'],
    ['5\n\nPozdrawiam\nJan Kowalski\ntel. 600 700 800', 5, ''], ['1\nNikt nie oddzwonił\n--\nJan', 1, 'Nikt nie oddzwonił'], ['5/5 – wszystko super', 5, 'wszystko super'],
  ])('takes %j for %i', (text, score, words) => {
    expect(rated(text)).toEqual({ kind: 'answer', score, text: words });
  });

  it.each([
    '5 zł?', '5 zł', '3 szt.', '2 sztuki poproszę', '5 PLN', '4x', '15', '5,5', '5.30', '5-6 dni', '5:30', '1. Proszę o fakturę\n2. Kiedy wysyłka', '1) faktura', '0', '6', '10/10', '5, a kiedy będzie paczka?', '4 czerwca', '5 minut temu dzwoniłem',
    '5, zamówienie 44112 nie doszło', 'Dzień dobry', 'Paczka nie doszła', 'pięć dni czekam', '5-tka', '', '?', 'Mieszkam pod 5', '😡 5 dni bez odpowiedzi', '3, 4 i 5 piętro', '5%', '5kg',
  ])('leaves %j to be read by somebody', (text) => {
    expect(rated(text)).toBeUndefined();
  });

  it('knows when somebody does not want to be asked any more', () => {
    for (const text of ['STOP', 'stop.', 'Proszę nie pytać', 'Proszę mnie więcej nie pytać', 'Nie pytajcie więcej', 'No more questions']) expect([text, rated(text)]).toEqual([text, { kind: 'stop' }]);
    expect(rated('Proszę nie pytać sąsiada o paczkę')).toBeUndefined();
    expect(rated('Stop, this is broken')).toBeUndefined();
  });
});

describe('an answer to a question with yes and no', () => {
  it.each([['Tak', 5, ''], ['tak, dziękuję', 5, ''], ['Yes!', 5, ''], ['👍', 5, ''], ['Nie', 1, ''], ['nie, nadal cieknie', 1, 'nadal cieknie'], ['No. It drips again', 1, 'It drips again'], ['wszystko ok', 5, ''], ['All good!', 5, ''], ['no :(', 1, '']])('takes %j', (text, score, words) => {
    expect(said(text)).toMatchObject({ kind: 'answer', score, text: words === '' ? expect.any(String) : words });
  });
  it.each(['nie działa', 'nie wiem', 'no problem at all with it but the lamp', 'Taki sam problem', 'Nikt', 'tak jak pisałem, cieknie', 'Notes are missing'])('leaves %j to be read', (text) => {
    expect(said(text)).toBeUndefined();
  });
});
