import { leaveCaret, takeCaret } from './carried-caret';

const caret = { start: 2, end: 4, next: null, text: 'words' };

it('goes along to the field that takes the place of the one left, once', () => {
  const place = {};
  leaveCaret(place, caret);
  expect(takeCaret(place)).toBe(caret);
  expect(takeCaret(place)).toBeNull();
});

it('goes to no field of another place, and waits for no later turn', async () => {
  const place = {};
  leaveCaret(place, caret);
  expect(takeCaret({})).toBeNull();
  leaveCaret(place, caret);
  await Promise.resolve();
  expect(takeCaret(place)).toBeNull();
});

it('stays away where nobody was writing', () => {
  const place = {};
  leaveCaret(place, caret);
  leaveCaret(place, null);
  expect(takeCaret(place)).toBeNull();
});
