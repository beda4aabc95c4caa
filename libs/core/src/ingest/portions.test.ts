import type { Inbound } from '@kontuar/connectors/contract';
import { portionsOf } from './portions';

const bringing = (...counts: number[]) => counts.map((count, id) => ({ id, inbounds: Array.from({ length: count }, (): Inbound => ({ kind: 'ignored', reason: 'of no concern' })) }));
const ids = (counts: number[], most: number) => portionsOf(bringing(...counts), most).map((portion) => portion.map(({ id }) => id));

it.each([
  [[], []], [[1, 1, 1], [[0, 1, 2]]], [[10, 10, 10], [[0], [1], [2]]], [[4, 6, 1], [[0, 1], [2]]], [[1, 1_000, 1], [[0], [1], [2]]], [[0, 0, 0], [[0, 1, 2]]], [[10, 0, 0], [[0, 1, 2]]],
])('parts deliveries of %j messages by tens as %j, in their order and none of them cut', (counts, expected) => {
  expect(ids(counts, 10)).toEqual(expected);
});
