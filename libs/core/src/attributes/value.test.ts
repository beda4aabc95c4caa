import type { AttributeDefinition, AttributeValue } from '@kontuar/contract';
import { readValue } from './value';

const options = [{ value: 'small', archived: false }, { value: 'large', archived: false }, { value: 'giant', archived: true }].map((option) => ({ ...option, name: { en: option.value, pl: option.value } }));
const read = (kind: AttributeDefinition['kind'], value: AttributeValue | null, before?: unknown) => {
  const answer = readValue({ kind, options: kind === 'one' || kind === 'many' ? options : [] }, value, before);
  return answer.ok ? answer.value : 'refused';
};

describe('a value of a field', () => {
  it.each([
    ['text', '  Two\n lines\u0000 ', 'Two lines'], ['text', ' ', null], ['text', 'x'.repeat(501), 'refused'], ['text', 5, 'refused'], ['text', '<img src=x>', '<img src=x>'],
    ['number', 0, 0], ['number', -3.25, -3.25], ['number', '3', 'refused'], ['number', 1e300, 'refused'], ['number', NaN, 'refused'],
    ['date', '2026-02-28', '2026-02-28'], ['date', '2026-02-29', 'refused'], ['date', '2026-2-3', 'refused'], ['date', '0001-01-01', 'refused'], ['date', 'tomorrow', 'refused'],
    ['yesno', false, false], ['yesno', 'true', 'refused'],
    ['one', 'small', 'small'], ['one', 'tiny', 'refused'], ['one', 'giant', 'refused'], ['one', ['small'], 'refused'],
    ['many', ['large', 'small', 'large'], ['small', 'large']], ['many', [], null], ['many', ['small', 'tiny'], 'refused'], ['many', 'small', 'refused'],
    ['link', 'https://example.com/a b', 'https://example.com/a%20b'], ['link', 'javascript:alert(1)', 'refused'], ['link', 'https://me:secret@example.com', 'refused'], ['link', 'example.com', 'refused'], ['link', 'data:text/html,x', 'refused'], ['link', `https://example.com/${'x'.repeat(2000)}`, 'refused'],
  ] as const)('of the kind %s: %j becomes %j', (kind, value, expected) => {
    expect(read(kind, value as AttributeValue)).toEqual(expected);
  });

  it('keeps an option that was put aside where it stood already', () => {
    expect(read('one', 'giant', 'giant')).toBe('giant');
    expect(read('many', ['giant', 'small'], ['giant'])).toEqual(['small', 'giant']);
    expect(read('many', ['giant'], ['small'])).toBe('refused');
  });

  it.each(['text', 'number', 'date', 'yesno', 'one', 'many', 'link'] as const)('of the kind %s can be emptied', (kind) => {
    expect([read(kind, null), read(kind, '')]).toEqual([null, null]);
  });
});
