import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Plugin } from 'vite';

const mark = readFileSync(fileURLToPath(new URL('../public/mark.svg', import.meta.url)), 'utf8');
/** Systems cut their own shape out of it: the ground reaches to the edge, and the mark stays within the middle four fifths. */
const maskable = mark.replace(/(<rect [^>]*?) rx="\d+"/u, '$1').replace('translate(3 3) scale(.75)', 'translate(5.4 5.4) scale(.55)');
/** One colour and nothing behind it: for themed home screens and the badge of a notification. */
const single = mark.replace(/<rect [^>]*\/>/u, '').replace(/(fill|stroke)="#[0-9a-f]{6}"/gu, '$1="#ffffff"').replace('translate(3 3) scale(.75)', 'translate(1 1) scale(.917)');

const icons = [
  { name: 'icon-192.png', svg: mark, size: 192 }, { name: 'icon-512.png', svg: mark, size: 512 },
  { name: 'maskable-192.png', svg: maskable, size: 192 }, { name: 'maskable-512.png', svg: maskable, size: 512 },
  { name: 'apple-touch.png', svg: maskable, size: 180 }, { name: 'single-96.png', svg: single, size: 96 },
] as const;

/** The mark in the sizes that systems ask for, drawn from its SVG at every build. */
export function appIcons(): Plugin {
  return {
    name: 'kontuar:app-icons',
    apply: 'build',
    async generateBundle() {
      for (const { name, svg, size } of icons) {
        this.emitFile({ type: 'asset', fileName: `icons/${name}`, source: await sharp(Buffer.from(svg), { density: (72 * size) / 24 }).resize(size, size).png({ compressionLevel: 9, palette: true }).toBuffer() });
      }
    },
  };
}
