import { readLine } from './read-line';

const context = { definitions: [], kinds: [], purposes: new Set<string>() };
const read = (mapping: Record<string, string>, ...cells: string[]) => readLine(cells, mapping, context);

describe('a line of a file of customers', () => {
  it('has a name in one column, or in two as address books write it', () => {
    const mapping = { 0: 'firstName', 1: 'lastName', 2: 'name' };
    expect([['Łucja', ' Żółć ', ''], ['Łucja', '', ''], ['', 'Żółć', ''], ['Łucja', 'Żółć', 'Pani Łucja']].map((cells) => read(mapping, ...cells).person.name)).toEqual(['Łucja Żółć', 'Łucja', 'Żółć', 'Pani Łucja']);
    expect(read(mapping, 'a'.repeat(120), 'b'.repeat(120), '').problems).toEqual([{ field: 'name', message: 'A name has at most 200 characters.' }]);
  });

  it.each([
    ['Jan@X.PL', ['jan@x.pl']], ['a@x.pl; b@x.pl', ['a@x.pl', 'b@x.pl']], ['mailto:a@x.pl', ['a@x.pl']], ['"Nowak, Jan" <jan@x.pl>', ['jan@x.pl']], ['Jan <jan@x.pl>, Ewa <ewa@x.pl>', ['jan@x.pl', 'ewa@x.pl']], ['jan@żółw.pl', ['jan@xn--w-uga1v8h.pl']],
  ])('has the addresses of %j', (cell, emails) => {
    expect(read({ 0: 'email' }, cell)).toMatchObject({ person: { emails }, problems: [] });
  });

  it.each(['jan', 'jan@', 'jan@x', '<>', 'jan@x.pl ewa'])('says that %j is no address', (cell) => {
    expect(read({ 0: 'email' }, cell).problems).toEqual([{ field: 'email', message: 'This is no email address.' }]);
  });

  it('has the addresses and numbers of all columns that hold some, each once', () => {
    expect(read({ 0: 'email', 1: 'email', 2: 'phone', 3: 'phone' }, 'a@x.pl', 'b@x.pl, A@x.pl', '600 700 800', '').person).toMatchObject({ emails: ['a@x.pl', 'b@x.pl'], phones: ['600700800'] });
  });
});
