import { jsonRows } from './rows';

it('leaves out what is null of a row, and keeps what is null within a value', () => {
  const rows = [{ id: 1, html: null, mood: { label: 'neutral', correctedBy: null }, reactions: [null], text: '' }, { id: 2, html: 'x', mood: null, reactions: [], text: 'a\n"b"' }];
  expect(JSON.parse(jsonRows(rows))).toEqual([
    { id: 1, mood: { label: 'neutral', correctedBy: null }, reactions: [null], text: '' },
    { id: 2, html: 'x', reactions: [], text: 'a\n"b"' },
  ]);
});
