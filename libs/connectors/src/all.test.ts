import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allConnectors } from './all';

const folders = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(__dirname, entry.name, `${entry.name}.connector.ts`)))
  .map((entry) => entry.name);

describe('the list of connectors', () => {
  it('holds every folder that has a connector, under an id of its own', () => {
    const ids = allConnectors.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual([...folders].sort());
  });

  it.each(folders)('%s has a test that calls the conformance suite', (folder) => {
    const tests = readdirSync(join(__dirname, folder)).filter((file) => file.endsWith('.test.ts'));
    expect(tests.some((file) => readFileSync(join(__dirname, folder, file), 'utf8').match(/(connector|logOnly)Conformance\(/) !== null)).toBe(true);
  });
});
