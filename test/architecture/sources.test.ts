import fs from 'node:fs';
import path from 'node:path';
import { filesIn, isTest, isTypeScript, lines, read, root } from './sources';

const everything = filesIn(['apps', 'libs', 'test', 'scripts'], (file) => isTypeScript(file) || file.endsWith('.mjs'));
const shipped = everything.filter((file) => isTypeScript(file) && !isTest(file));

it('keeps every file short enough to be read at once', () => {
  expect(everything.filter((file) => read(file).split('\n').length > 501)).toEqual([]);
});

it('reads the environment in one file', () => {
  const allowed = ['libs/platform/src/config.ts', 'apps/web/vite.config.ts', 'apps/widget/vite.config.ts'];
  expect(lines(shipped.filter((file) => !allowed.includes(file)), (line) => /\bprocess\.env\b/.test(line))).toEqual([]);
});

it('ships no code that asks whether it is being tested', () => {
  expect(lines(shipped, (line) => /NODE_ENV['"\]]*\s*[!=]==?\s*['"]test|JEST_WORKER_ID|\bif \((is)?[tT]est(ing|Mode)?\)/.test(line))).toEqual([]);
});

it('gives a reason with every suppression', () => {
  const suppression = /(eslint|oxlint)-disable|@ts-(expect-error|ignore|nocheck)/;
  expect(lines(everything.filter((file) => !file.startsWith('test/architecture/')), (line) => suppression.test(line) && !/(--|@ts-expect-error) \S+/.test(line))).toEqual([]);
});

it('names no file, folder or type after nothing', () => {
  const vague = /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.[a-z.]*tsx?$|\.ts$)/;
  expect(everything.filter((file) => vague.test(file))).toEqual([]);
  expect(everything.filter((file) => !/^[a-z0-9@./-]+$/.test(file))).toEqual([]);
});

it('names types after what they are, and writes a closed set as a union of strings', () => {
  const decorated = /\b(interface|type|class) \w+(Dto|Enum)\b|\binterface I[A-Z][a-z]|^\s*(export )?(declare )?(const )?enum \w/;
  expect(lines(everything.filter((file) => isTypeScript(file) && !file.startsWith('test/architecture/')), (line) => decorated.test(line))).toEqual([]);
});

it('runs every test: none is skipped or run alone', () => {
  const excuse = /\b(it|test|describe)\.(skip|only|todo)\b|\b(xit|xdescribe|fit|fdescribe)\(/;
  expect(lines(everything.filter((file) => file.endsWith('.test.ts') || file.endsWith('.test.tsx')), (line) => excuse.test(line))).toEqual([]);
});

it('puts a README into every lib and app, and into the folders that need one', () => {
  const homes = [...['apps', 'libs'].flatMap((parent) => fs.readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`)), '.', 'docker', 'test/support'];
  expect(homes.filter((home) => !fs.existsSync(path.join(root, home, 'README.md')))).toEqual([]);
});

it('holds no path of the machine it was written on, and no address of a registry', () => {
  const texts = [...everything, ...filesIn(['docker'], () => true), 'package.json', 'README.md'].filter((file) => file !== 'test/architecture/sources.test.ts');
  expect(lines(texts.filter((file) => fs.existsSync(path.join(root, file))), (line) => /\/work\/(main|shared)|\/home\/[a-z]+\//.test(line))).toEqual([]);
  // The lock file names packages and their hashes, not where one of us got them (.npmrc).
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> };
  const strange = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
  expect(strange.map(([name]) => name)).toEqual([]);
});
