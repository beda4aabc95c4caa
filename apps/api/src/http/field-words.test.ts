import { z } from 'zod';
import { inPolish } from '../../../web/src/app/words/polish';
import { speakPlainly } from './field-words';

speakPlainly();
const said = (schema: z.ZodType, value: unknown): string => schema.safeParse(value).error?.issues[0]?.message ?? '';

it.each([
  ['a field that was left out', z.object({ name: z.string() }), {}, 'Fill this in', 'Uzupełnij to pole'],
  ['an empty field', z.string().min(1), '', 'Fill this in', 'Uzupełnij to pole'],
  ['a short text', z.string().min(10), 'abc', 'At least 10 characters', 'Minimalna liczba znaków: 10'],
  ['a long text', z.string().max(2), 'abc', 'At most 2 characters', 'Maksymalna liczba znaków: 2'],
  ['a list that is empty', z.array(z.string()).min(1), [], 'Fill this in', 'Uzupełnij to pole'],
  ['a list that is long', z.array(z.string()).max(1), ['a', 'b'], 'The most is 1', 'Najwięcej może być 1'],
  ['a number that is small', z.number().min(5), 4, 'The least is 5', 'Najmniej może być 5'],
  ['a number that must be above zero', z.number().positive(), 0, 'It has to be more than 0', 'Musi być więcej niż 0'],
  ['an address that is none', z.email(), 'anna@', 'This is no email address', 'To nie jest adres e-mail'],
  ['a link that is none', z.url(), 'shop', 'This is no web address', 'To nie jest adres strony'],
  ['a beginning that is another', z.string().startsWith('xoxb-'), 'abc', 'It has to begin with xoxb-', 'Musi zaczynać się od xoxb-'],
  ['a choice that is not offered', z.enum(['a', 'b']), 'c', 'Choose one of those offered', 'Wybierz jedną z podanych możliwości'],
  ['a field that nobody knows', z.strictObject({}), { colour: 1 }, 'Not known here: colour', 'Nieznane: colour'],
  ['something else than asked', z.number(), 'abc', 'This does not look right', 'To nie wygląda dobrze'],
])('says in plain words, in both languages, what is wrong with %s', (_, schema, value, english, polish) => {
  expect(said(schema, value)).toBe(english);
  expect(inPolish(english)).toBe(polish);
});

it('leaves the words to a schema that has its own', () => {
  expect(said(z.string().regex(/^xoxb-/, 'Begins with xoxb-'), 'abc')).toBe('Begins with xoxb-');
});
