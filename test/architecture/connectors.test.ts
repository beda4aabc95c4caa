import fs from 'node:fs';
import path from 'node:path';
import { allConnectors } from '@kontuar/connectors';
import { filesIn, isTest, isTypeScript, read, root } from './sources';

const home = 'libs/connectors/src';
const isComment = (line: string): boolean => /^\s*(\*|\/\/|\/\*)/.test(line);
/** The lines of the product on which a connector or channel may be told from others. */
const telling = filesIn(['apps', 'libs'], (file) => isTypeScript(file) && !isTest(file))
  .flatMap((file) => read(file).split('\n').map((line, index) => ({ file, line, at: `${file}:${index + 1}` })))
  .filter(({ line }) => /connector|channel|case /i.test(line) && !isComment(line));
/** What the connectors of one company share; .dependency-cruiser.cjs says who may use it. */
const families = ['google', 'meta', 'reviews', 'twilio'];
const folders = fs.readdirSync(path.join(root, home)).filter((name) => name !== 'conformance' && !families.includes(name) && fs.statSync(path.join(root, home, name)).isDirectory());

it('lists the connector of every folder, once', () => {
  expect(allConnectors.map((connector) => connector.id).sort()).toEqual([...folders].sort());
});

describe.each(folders)('%s', (name) => {
  it('explains itself and has a picture', () => {
    for (const file of ['README.md', 'icon.svg', `${name}.connector.ts`, `${name}.connector.test.ts`]) expect(fs.existsSync(path.join(root, home, name, file)) ? file : `${file} is missing`).toBe(file);
  });

  it('brings recordings of what its platform sends', () => {
    const connector = allConnectors.find((each) => each.id === name);
    const receives = connector?.webhook !== undefined || connector?.poll !== undefined || connector?.stream !== undefined;
    const recordings = filesIn([`${home}/${name}`], (file) => file.includes('/recordings/') && !file.endsWith('.md'));
    // Agents log a walk-in or a call by hand: no one sends anything there.
    expect({ recorded: recordings.length > 0 }).toEqual({ recorded: receives || connector?.capabilities.logOnly !== true });
  });

  it('is known by its name nowhere else', () => {
    const quoted = `['"\`]${name}['"\`]`;
    // Some names are words as well, so what counts is a connector or channel that is told from others by it.
    const told = new RegExp(`(connector(Id|_id)?|\\.connector\\b[^'"]*|channel\\.(kind|type))\\s*(===|!==|==|!=|=)\\s*${quoted}|case ${quoted}:|${quoted}\\s*(===|!==)\\s*\\w*\\.?connector`, 'i');
    expect(telling.filter(({ file, line }) => !file.startsWith(`${home}/${name}/`) && file !== `${home}/all.ts` && told.test(line)).map(({ at }) => at)).toEqual([]);
  });
});
