import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

/** Paths from the root of every file below `folders` that `chosen` accepts. */
export function filesIn(folders: string[], chosen: (file: string) => boolean): string[] {
  return folders
    .flatMap((folder) => fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file) && chosen(file))
    .filter((file) => fs.statSync(path.join(root, file)).isFile());
}

const known = new Map<string, string>();

/** Its text; what many tests of one file look at is read once. */
export function read(file: string): string {
  let text = known.get(file);
  if (text === undefined) known.set(file, (text = fs.readFileSync(path.join(root, file), 'utf8')));
  return text;
}

export const isTypeScript = (file: string): boolean => /\.tsx?$/.test(file) && !file.endsWith('.d.ts');
/** What others wrote, for tests to read, is a part of the tests. */
const isCase = (file: string): boolean => /connectors\/src\/[^/]+\/cases\//.test(file);
export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith('test/') || isCase(file);

/** The lines that `found` accepts, as `file:line text`. */
export function lines(files: string[], found: (line: string, file: string) => boolean): string[] {
  return files.flatMap((file) => read(file).split('\n').flatMap((line, index) => (found(line, file) ? [`${file}:${index + 1} ${line.trim().slice(0, 120)}`] : [])));
}
