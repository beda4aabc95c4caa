import { defineSplitStrings, defineStrings, loadPolish, switchLocale, translate, withTexts } from './strings';

const strings = defineStrings('test', {
  en: { hello: 'Hello {{name}}', left_one: '{{count}} is left', left_other: '{{count}} are left' },
  pl: { hello: 'Cześć {{name}}', left_one: 'została {{count}}', left_few: 'zostały {{count}}', left_many: 'zostało {{count}}', left_other: 'zostało {{count}}' },
});

afterEach(() => switchLocale('en'));

it('fills gaps, and looks for none in what it fills in', () => {
  expect(translate(strings, 'hello', { name: '{{name}} $& Ola' })).toBe('Hello {{name}} $& Ola');
  expect(translate(strings, 'hello', {})).toBe('Hello ');
});

it('keeps the direction of a sentence around a name that is written from the right', () => {
  expect(translate(strings, 'hello', { name: 'שרה לוי' })).toBe('Hello \u2068שרה לוי\u2069');
  expect(translate(strings, 'hello', { name: 'Zażółć' })).toBe('Hello Zażółć');
});

it('bends words by their number, by the rules of each language', async () => {
  expect([0, 1, 2, 5].map((count) => translate(strings, 'left', { count }))).toEqual(['0 are left', '1 is left', '2 are left', '5 are left']);
  await switchLocale('pl');
  expect([1, 2, 5, 12, 22, 1.5].map((count) => translate(strings, 'left', { count }))).toEqual(['została 1', 'zostały 2', 'zostało 5', 'zostało 12', 'zostały 22', 'zostało 1.5']);
});

describe('texts whose Polish comes later', () => {
  it('speak Polish once the language is chosen, and did not ask for it before', async () => {
    const polish = jest.fn(() => Promise.resolve({ default: { hello: 'Cześć {{name}}' } }));
    const split = defineSplitStrings('later', { en: { hello: 'Hello {{name}}' } }, polish);
    expect(translate(split, 'hello', { name: 'Ola' })).toBe('Hello Ola');
    expect(polish).not.toHaveBeenCalled();
    await switchLocale('pl');
    expect(translate(split, 'hello', { name: 'Ola' })).toBe('Cześć Ola');
    await loadPolish();
    expect(polish).toHaveBeenCalledTimes(1);
  });

  it('are waited for by the part of the app that needs them', async () => {
    await switchLocale('pl');
    let arrive = (_: { default: Record<string, string> }): void => undefined;
    const split = defineSplitStrings('part', { en: { hello: 'Hello' } }, () => new Promise((done) => { arrive = done; }));
    let shown = false;
    const part = withTexts(Promise.resolve('part')).then(() => { shown = true; });
    await new Promise((tick) => setImmediate(tick));
    expect(shown).toBe(false);
    arrive({ default: { hello: 'Cześć' } });
    await part;
    expect(translate(split, 'hello')).toBe('Cześć');
  });

  it('stay English without a line, and are asked for again', async () => {
    const polish = jest.fn(() => Promise.reject<{ default: Record<string, string> }>(new Error('no line')));
    const split = defineSplitStrings('lost', { en: { hello: 'Hello' } }, polish);
    await switchLocale('pl');
    expect(translate(split, 'hello')).toBe('Hello');
    polish.mockResolvedValueOnce({ default: { hello: 'Cześć' } } as never);
    await loadPolish();
    expect(translate(split, 'hello')).toBe('Cześć');
  });
});
