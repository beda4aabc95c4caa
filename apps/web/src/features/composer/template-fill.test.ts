import type { TemplateView } from '@kontuar/contract';
import { filledText, missing, pieces, searchTemplates } from './template-fill';

const template = (changes: Partial<TemplateView> = {}): TemplateView => ({
  id: '1', name: 'parcel_sent', language: 'en', category: 'UTILITY', state: 'approved', header: null, body: 'Hello {{1}}, your parcel {{2}} has left.', footer: null, buttons: [],
  variables: [{ key: '1', where: 'body', example: 'Anna' }, { key: '2', where: 'body' }], ...changes,
});

it('shows what is typed, and the example where nothing is typed yet', () => {
  expect(pieces(template().body, template(), { 1: 'Ewa' })).toEqual([
    { text: 'Hello ', key: null, filled: true }, { text: 'Ewa', key: '1', filled: true }, { text: ', your parcel ', key: null, filled: true }, { text: '2', key: '2', filled: false }, { text: ' has left.', key: null, filled: true },
  ]);
});

it('leaves braces alone that are no variable', () => {
  expect(filledText(template({ body: 'Use {{code}} and {1}' }), {})).toBe('Use {{code}} and {1}');
});

it('writes head, text and foot as the customer reads them', () => {
  const whole = template({ header: { kind: 'text', text: 'Order {{2}}' }, footer: 'Dom Lipowy' });
  expect(filledText(whole, { 1: 'Ewa', 2: '4711' })).toBe('Order 4711\n\nHello Ewa, your parcel 4711 has left.\n\nDom Lipowy');
});

it('does not fill a value into a value', () => {
  expect(filledText(template({ body: '{{1}}' }), { 1: '{{2}}', 2: 'no' })).toBe('{{2}}');
});

it('names the variables that are still empty', () => {
  expect(missing(template(), { 1: ' ' })).toEqual(['1', '2']);
  expect(missing(template(), { 1: 'a', 2: 'b' })).toEqual([]);
});

it('finds by words, without diacritics, the sendable ones in the customer’s language first', () => {
  const list = [template({ id: 'a', state: 'rejected' }), template({ id: 'b', language: 'pl', body: 'Paczka wyszła dziś' }), template({ id: 'c' }), template({ id: 'd', language: 'pl_PL', state: 'pending', body: 'Paczka' })];
  expect(searchTemplates(list, '', null, 'pl').map(({ id }) => id)).toEqual(['b', 'c', 'd', 'a']);
  expect(searchTemplates(list, 'wyszla', null, null).map(({ id }) => id)).toEqual(['b']);
  expect(searchTemplates(list, 'parcel sent', 'en', null).map(({ id }) => id)).toEqual(['c', 'a']);
});
