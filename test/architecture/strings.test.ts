import path from 'node:path';
import { filesIn, isTest, lines, root } from './sources';

interface Texts {
  en: Record<string, string>;
  pl: Record<string, string>;
}

const isTexts = (value: unknown): value is Texts => typeof value === 'object' && value !== null && 'en' in value && 'pl' in value;
const files = filesIn(['apps/web/src'], (file) => file.endsWith('.strings.ts'));
const base = (key: string): string => key.replace(/_(one|few|many|other)$/, '');
const blanks = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? '').sort();

async function textsOf(file: string): Promise<Texts[]> {
  const exported = (await import(path.join(root, file))) as Record<string, unknown>;
  return Object.values(exported).filter(isTexts);
}

it('finds the texts of the web', () => {
  expect(files.length).toBeGreaterThan(5);
});

describe.each(files)('%s', (file) => {
  it('says everything in English and in Polish', async () => {
    for (const { en, pl } of await textsOf(file)) {
      expect([...new Set(Object.keys(pl).map(base))].sort()).toEqual([...new Set(Object.keys(en).map(base))].sort());
      expect(Object.entries({ ...en, ...pl }).filter(([, text]) => text.trim() === '')).toEqual([]);
    }
  });

  it('fills the same blanks in both', async () => {
    for (const { en, pl } of await textsOf(file)) {
      const unlike = Object.entries(en).filter(([key, text]) => {
        const other = pl[key] ?? pl[`${base(key)}_other`] ?? '';
        return blanks(text).filter((name) => name !== 'count').join() !== blanks(other).filter((name) => name !== 'count').join();
      });
      expect(unlike).toEqual([]);
    }
  });
});

it('writes no sentence into a component', () => {
  const components = filesIn(['apps/web/src', 'apps/widget/src'], (file) => file.endsWith('.tsx') && !isTest(file));
  const sentence = />\s*[A-Z][a-z]+( [a-z]+)+[.!?]?\s*<\/|(aria-label|title|placeholder|alt)="[A-Z][a-z]+[ .]/;
  expect(lines(components, (line) => sentence.test(line))).toEqual([]);
});
