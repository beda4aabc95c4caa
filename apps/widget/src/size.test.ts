import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(__dirname, '../../../dist/widget');
const built = existsSync(join(dist, 'widget.js'));
const gzipped = (path: string): number => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
const assets = (): string[] => readdirSync(join(dist, 'assets'));

/** A file and all that it loads by itself: scripts and styles of a page, imports of a script. */
function withImports(path: string, known = new Set<string>()): string[] {
  if (known.has(path)) return [];
  known.add(path);
  const text = readFileSync(join(dist, path), 'utf8');
  const loaded = path.endsWith('.html') ? [...text.matchAll(/(?:src|href)="\/widget\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name = '']) => name)
    : path.endsWith('.js') ? [...text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g)].map(([, name = '']) => `assets/${name}`) : [];
  return [path, ...loaded.flatMap((name) => withImports(name, known))];
}

/** What travels: a promise to every website that carries the tag. Measured on what was built; without a build there is nothing to measure. */
describe('the weight of the widget', () => {
  it('was built before it is weighed', () => {
    expect({ built, hint: 'npm run build' }).toEqual({ built: true, hint: 'npm run build' });
  });

  it('loads at most 3 kB before the click', () => {
    expect(gzipped('widget.js')).toBeLessThanOrEqual(3000);
  });

  it.each(['en', 'pl'])('loads at most 25 kB for everything that chatting in %s needs, the loader, page and styles included', (language) => {
    // What is fetched on demand (form, files, rating …) is not needed to chat; what those share with the panel is.
    const words = assets().filter((name) => name.startsWith(`words.${language}-`));
    expect(words).toHaveLength(1);
    const needed = ['widget.js', ...withImports('panel.html'), ...words.map((name) => `assets/${name}`)];
    expect(needed.filter((name) => /\.(html|css)$/.test(name))).toHaveLength(2);
    expect(needed.reduce((sum, name) => sum + gzipped(name), 0)).toBeLessThanOrEqual(25_000);
  });

  it('brings no socket library and nothing from another place', () => {
    const code = ['widget.js', ...assets().map((name) => `assets/${name}`)].map((name) => readFileSync(join(dist, name), 'utf8')).join('\n');
    expect(code).not.toMatch(/socket\.io|engine\.io|sourceMappingURL/);
    const elsewhere = [...code.matchAll(/https?:\/\/[\w.-]+/g)].map(([address]) => address).filter((address) => address !== 'http://www.w3.org');
    expect(elsewhere).toEqual([]);
  });
});
