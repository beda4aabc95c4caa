import { abilityTable } from './ability-table';
import { allConnectors } from './all';

it('has a row for every connector, as wide as its head', () => {
  const [head = '', rule = '', ...rows] = abilityTable().split('\n');
  const width = (line: string) => line.split(' | ').length;
  expect(rows).toHaveLength(allConnectors.length);
  for (const row of [rule, ...rows]) expect(width(row)).toBe(width(head));
  expect(rows.find((row) => row.startsWith('| Telegram '))).toContain('webhook, stream');
});
