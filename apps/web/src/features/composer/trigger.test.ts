import { replaceRange, triggerAt } from './trigger';

describe('what is typed at the caret', () => {
  const at = (text: string, mentions = true) => triggerAt(text, text.length, { mentions });

  it('opens canned answers after a slash that starts a word', () => {
    expect(at('/')).toEqual({ kind: 'canned', query: '', start: 0, end: 1 });
    expect(at('Dzień dobry\n/kur')).toEqual({ kind: 'canned', query: 'kur', start: 12, end: 16 });
    expect(at('1/2')).toBeNull();
    expect(at('https://a')).toBeNull();
    expect(at('/kurier termin')).toMatchObject({ query: 'kurier termin', start: 0 });
    expect(at('/kurier nie ma i nie będzie')).toBeNull();
  });

  it('opens members after an at sign in notes only', () => {
    expect(at('@To')).toEqual({ kind: 'mention', query: 'To', start: 0, end: 3 });
    expect(at('dla @Tomasz Wr')).toMatchObject({ query: 'Tomasz Wr', start: 4 });
    expect(at('a@b')).toBeNull();
    expect(at('@To', false)).toBeNull();
    expect(at('@Tomasz Wrona dzięki')).toBeNull();
  });

  it('replaces only what was typed', () => {
    expect(replaceRange('Hej /ku i już', { start: 4, end: 7 }, 'kurier')).toEqual({ text: 'Hej kurier i już', caret: 10 });
  });
});
