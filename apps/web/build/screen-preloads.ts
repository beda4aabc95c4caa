import type { Plugin } from 'vite';

/** What the first screen needs beside the entry, and what it says in Polish. */
const screens = ['/src/app/screens/inbox-screen.tsx', '/src/app/everywhere.tsx'];
const polishName = 'polish-desk';

/**
 * The inbox is a part of its own, asked for only when it is known who looks; and the Polish texts when it is known in which
 * language. Both are known before: `before-paint.js` reads from its own element which files to fetch meanwhile.
 */
export function screenPreloads(): Plugin {
  return {
    name: 'kontuar:screen-preloads',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
        const needed = new Set<string>();
        const need = (file: string): void => {
          if (needed.has(file)) return;
          needed.add(file);
          byFile.get(file)?.imports.forEach(need);
        };
        for (const screen of screens) need(chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(screen))?.fileName ?? this.error(`${screen} is no part of its own any more`));
        const polish = chunks.find(({ name }) => name === polishName)?.fileName ?? this.error(`no chunk ${polishName}`);
        const missing = [...needed].filter((file) => !html.includes(file)).map((file) => `/${file}`).join(' ');
        return html.replace('<script src="/before-paint.js"', `<script src="/before-paint.js" data-inbox="${missing}" data-polish="/${polish}"`);
      },
    },
  };
}
