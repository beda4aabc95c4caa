import { cut, firstWords, wordsIn } from './first-words';

describe('what a customer came with', () => {
  it('leaves out greetings, and what was quoted', () => {
    expect(firstWords('Dzień dobry,\nstół przyszedł porysowany. Kto odkręca blat?\n\nPozdrawiam\nMarta')).toMatch(/^stół przyszedł porysowany\. Kto odkręca blat\?/);
    expect(firstWords('Hello, where is my parcel?')).toBe('Where is my parcel?');
    expect(firstWords('Dzień dobry, stół przyszedł porysowany. Jak go zwrócić?')).toBe('Stół przyszedł porysowany. Jak go zwrócić?');
    expect(firstWords('Dear Sir or Madam,\nthe leg broke.')).toBe('the leg broke.');
    expect(firstWords('Hejże to działa?')).toBe('Hejże to działa?');
    expect(firstWords('Hi!\n')).toBe('');
    expect(firstWords('')).toBe('');
  });

  it('ends where there is a place, however long somebody writes', () => {
    const words = firstWords(`${'Very long without an end '.repeat(200)}`);
    expect(words.length).toBeLessThanOrEqual(400);
    expect(words.endsWith('…')).toBe(true);
    expect(cut('x'.repeat(50), 20)).toHaveLength(20);
  });
});

describe('the trade word of a lesson', () => {
  it.each([
    ['Customers do not know what “RMA” means. “RMA” means “return number”.', { term: 'RMA', plain: 'return number' }],
    ['Piszemy „RMA”, a „RMA” to „numer zwrotu”.', { term: 'RMA', plain: 'numer zwrotu' }],
    ['They did not know what "front" is', { term: 'front' }],
    ['We say MDF without explaining', { term: 'MDF' }],
    ['Nothing here', {}],
  ])('%s', (text, found) => {
    expect(wordsIn(text)).toEqual(found);
  });
});
