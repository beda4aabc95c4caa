import { placeAt } from './carry-place';

it('puts an entry before the one whose middle lies below the pointer, and behind the last at the end', () => {
  const boxes = [{ top: 0, bottom: 40 }, { top: 40, bottom: 60 }, { top: 60, bottom: 160 }];
  expect([-10, 19, 21, 49, 51, 109, 111, 900].map((y) => placeAt(boxes, y))).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});
