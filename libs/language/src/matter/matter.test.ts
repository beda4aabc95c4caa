import { guessMatter, matterOf, readMatter, type MatterRead } from './matter';

const ofThread = (...texts: string[]) => guessMatter(texts.reduce<MatterRead | null>((read, text) => readMatter(read, text), null));

describe('what a message is about', () => {
  it.each([
    ['Nie chcę reklamować, tylko zapytać o skład', 'question'], ['I do not want to claim anything, I only have a question: what is it made of?', 'question'],
    ['Nie składam reklamacji, tylko zgłaszam usterkę z gwarancji: pralka cieknie', 'warranty'],
    ['rekalmacja, buty sie rozkleily, oddajcie pieniadze', 'claim'], ['na gwarnacji pralka nie wiruje', 'warranty'], ['I want to make a compalint about your driver', 'complaint'],
    ['Wasza reklama w telewizji jest super, gratuluję!', 'praise'],
    ['Your courier claims he delivered but there is no parcel', 'report'],
    ['Great, thanks for ruining my weekend', 'complaint'],
  ])('%s: %s', (text, matter) => expect(matterOf(text).matter).toBe(matter));

  it('is not read from quotes, and not from the rank below a name', () => {
    expect(matterOf('Kiedy otwieracie?\n\n> Składam reklamację, żądam zwrotu pieniędzy').matter).toBe('question');
    expect(matterOf('Kiedy otwieracie?\nPozdrawiam\nJan Nowak\nKierownik działu reklamacji i gwarancji').matter).toBe('question');
    expect(matterOf('Kiedy otwieracie?\nPozdrawiam\nJan Nowak\nPS. Składam reklamację, żądam zwrotu pieniędzy za buty').matter).toBe('claim');
  });

  it('is nothing where nobody could tell', () => {
    for (const text of ['', '   ', '48213', '👍', 'ok', 'Dzień dobry', 'https://example.com/a?b=c', 'Guten Tag, ich komme morgen mit dem Zug', '???!!!']) expect({ text, matter: matterOf(text).matter }).toEqual({ text, matter: null });
  });

  it('has odds that are chances, the likeliest first, of what is offered alone', () => {
    const { odds, confidence, matter } = matterOf('Składam reklamację, żądam zwrotu pieniędzy');
    expect(odds[0]).toEqual({ matter, probability: confidence });
    expect(odds.map(({ probability }) => probability)).toEqual([...odds].map(({ probability }) => probability).sort((a, b) => b - a));
    expect(odds.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1.03);
    const read = readMatter(null, 'Składam reklamację, żądam zwrotu pieniędzy');
    expect(guessMatter(read, ['question', 'praise']).odds.map((one) => one.matter).sort()).toEqual(['praise', 'question']);
    expect(guessMatter(read, ['question', 'praise']).matter).toBeNull();
  });

  it('takes no longer for a text without end', () => {
    const startedAt = performance.now();
    matterOf('nie reklamacja '.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});

describe('what a conversation is about', () => {
  it('begins with the first message that says anything', () => {
    expect(ofThread('Dzień dobry', 'Jest tam ktoś', 'Kiedy otwieracie?').matter).toBe('question');
  });

  it('becomes a claim where one is made, whatever came before', () => {
    expect(ofThread('Kiedy otwieracie?', 'ok', 'W takim razie składam reklamację na buty i żądam zwrotu pieniędzy').matter).toBe('claim');
    expect(ofThread('Is the shop open today?', 'My washing machine is still under warranty and it leaks, please send an engineer').matter).toBe('warranty');
  });

  it('stays one through thanks and questions on the way', () => {
    expect(ofThread('Składam reklamację na buty, żądam zwrotu pieniędzy', 'Kiedy dostanę odpowiedź?', 'A czy mam odesłać karton?', 'Dziękuję, jesteście wspaniali').matter).toBe('claim');
  });

  it('is no surer for the same said many times', () => {
    const once = ofThread('Kiedy otwieracie?', 'Czy macie parking?');
    const often = ofThread('Kiedy otwieracie?', ...Array.from({ length: 50 }, () => 'Czy macie parking?'));
    expect(often.confidence).toBe(once.confidence);
  });
});
