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

  it('says when somebody agreed on the clock of the house, also today, and never tomorrow', () => {
    const agreed = (when: string, timeZone = 'Europe/Warsaw') => {
      const { person, problems } = readLine(['tak', when, 'Chcę', 'Ewa'], { 0: 'consent:news', 1: 'consentAt', 2: 'consentText', 3: 'name' }, { ...context, purposes: new Set(['news']), timeZone });
      return problems[0]?.message ?? person.consents[0]?.at?.toISOString();
    };
    expect(['2026-01-31', '31.01.2026', '2026-01-31 9:05', '2026-07-31T17:30:10', '31.07.2026 17:30', '2026-01-31T10:00:00+03:00', '2026-01-31T10:00:00Z'].map((when) => agreed(when))).toEqual([
      '2026-01-31T00:00:00.000Z', '2026-01-31T00:00:00.000Z', '2026-01-31T08:05:00.000Z', '2026-07-31T15:30:00.000Z', '2026-07-31T15:30:00.000Z', '2026-01-31T07:00:00.000Z', '2026-01-31T10:00:00.000Z',
    ]);
    expect(['2026-02-31', '2026-01-31 25:00', 'soon', '1700000000'].map((when) => agreed(when))).toEqual(Array(4).fill('Write a day, such as 2026-01-31.'));
    for (const zone of ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago']) {
      const day = (ahead: number) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now() + ahead * 86_400_000);
      expect([agreed(day(0), zone), agreed(day(2), zone)]).toEqual([expect.stringMatching(/^\d{4}-/), 'This day is still to come.']);
    }
  });
});
