// How much JavaScript the inbox needs before it is drawn, from Vite's manifest: gzip, as it goes over the line. Above the budget it fails.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { checkNode, ensureInstalled } from './install.mjs';
import { build } from './build.mjs';
import { fail, root } from './steps.mjs';

const web = path.join(root, 'dist/web');
const entry = 'index.html';
const inbox = 'src/app/screens/inbox-screen.tsx';
/** Thread, answer and customer: a part of its own, fetched beside the list and shown when it is here. */
const conversation = 'src/app/screens/conversation-part.tsx';
/** What runs on every screen arrives behind the first paint, by itself. */
const everywhere = 'src/app/everywhere.tsx';
/** Kilobytes of 1000 bytes, gzip at level 9. */
export const budgets = { first: 250, css: 40 };

/** @returns {{ first: number, polish: number, conversation: number, behind: number, css: number, files: { file: string, kB: number }[] }} */
export function measure() {
  const manifest = JSON.parse(fs.readFileSync(path.join(web, '.vite/manifest.json'), 'utf8'));
  const sizes = new Map();
  const sizeOf = (file) => {
    if (!sizes.has(file)) sizes.set(file, gzipSync(fs.readFileSync(path.join(web, file)), { level: 9 }).length);
    return sizes.get(file);
  };
  const closure = (keys) => {
    const found = new Set();
    const visit = (key) => {
      if (found.has(key)) return;
      const chunk = manifest[key];
      if (chunk === undefined) throw new Error(`${key} is no part of its own in Vite's manifest`);
      found.add(key);
      (chunk.imports ?? []).forEach(visit);
    };
    keys.forEach(visit);
    return found;
  };
  const filesOf = (keys) => [...new Set([...keys].map((key) => manifest[key].file))];
  const sum = (files) => files.reduce((total, file) => total + sizeOf(file), 0) / 1000;
  const first = filesOf(closure([entry, inbox]));
  const open = filesOf(closure([entry, inbox, conversation]));
  const all = filesOf(closure([entry, inbox, conversation, everywhere]));
  const css = [...new Set([...closure([entry, inbox])].flatMap((key) => manifest[key].css ?? []))];
  const polish = Object.values(manifest).find(({ name }) => name === 'polish-desk')?.file;
  return {
    first: sum(first), conversation: sum(open) - sum(first), behind: sum(all) - sum(open), css: sum(css), polish: sum([polish]),
    files: all.map((file) => ({ file, kB: sizeOf(file) / 1000 })).sort((a, b) => b.kB - a.kB),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    checkNode();
    await ensureInstalled();
    await build();
    const { first, polish, conversation: open, behind: later, css, files } = measure();
    const kB = (value) => `${value.toFixed(1)} kB`.padStart(9);
    process.stdout.write(`JavaScript of the inbox before it is drawn, gzip: ${kB(first)} of ${budgets.first} kB\nPolish texts, for Polish screens:              ${kB(polish)}\nthread, composer and customer, beside it:       ${kB(open)}\nby itself, behind the first paint:             ${kB(later)}\nstyles before the first paint:                 ${kB(css)} of ${budgets.css} kB\n`);
    if (process.argv.includes('--files')) for (const { file, kB: size } of files) process.stdout.write(`${kB(size)}  ${file}\n`);
    const over = [first > budgets.first && 'JavaScript', first + polish > budgets.first && 'JavaScript with the Polish texts', css > budgets.css && 'styles'].filter(Boolean);
    if (over.length > 0) {
      process.stderr.write(`Over the budget: ${over.join(', ')}. Load lazily what the inbox doesn't show at first; --files tells what is in it.\n`);
      process.exitCode = 1;
    }
  } catch (error) {
    fail(error);
  }
}
