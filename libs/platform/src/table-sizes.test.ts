import { TableSizes } from './table-sizes';

const sizes = (rows: Record<number, number>) => Object.entries(rows).map(([id, count]) => ({ id: Number(id), rows: String(count) }));

it('has plans made anew on each connection once when a table is four times as large, and never for a table that stays, shrinks or is small', () => {
  const seen = new TableSizes();
  const [one, other] = [{}, {}];
  const outgrown = (rows: Record<number, number>) => {
    seen.see(sizes(rows));
    return [seen.outgrew(one), seen.outgrew(one), seen.outgrew(other)];
  };
  expect(outgrown({})).toEqual([true, false, true]);
  expect(outgrown({ 1: 300 })).toEqual([true, false, true]);
  expect(outgrown({ 1: 1_199, 2: 200 })).toEqual([false, false, false]);
  expect(outgrown({ 1: 1_200 })).toEqual([true, false, true]);
  expect(outgrown({ 1: 280, 2: 257 })).toEqual([true, false, true]);
  expect(outgrown({ 1: 1_000, 2: 500 })).toEqual([false, false, false]);
  let growths = 0;
  for (let rows = 1_000; rows < 1_000_000; rows += 1_000) if (outgrown({ 1: rows })[0] === true) growths += 1;
  expect(growths).toBe(4);
});

it('looks once in two seconds, however many ask', () => {
  const seen = new TableSizes();
  const asked = Array.from({ length: 600 }, (_, at) => seen.isTime(at * 10));
  expect(asked.filter(Boolean)).toHaveLength(3);
});
