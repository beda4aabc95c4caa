import type { Plugin } from 'vite';

interface Node { type: string; start: number; end: number }
/** One `defineStrings('inbox', { en: {…}, pl: {…} })`. */
interface Call { callee: Node; texts: Node; polish: Node; property: Node }

const query = '?polish=';

/**
 * English texts stay with their feature: they are what a missing Polish one falls back to. Polish ones become modules of their
 * own that only a Polish screen loads: `defineStrings('inbox', { en, pl })` turns into
 * `defineSplitStrings('inbox', { en }, () => import('./inbox.strings.ts?polish=0'))`.
 */
export function splitTexts(): Plugin {
  return {
    name: 'kontuar:split-texts',
    // Before the compiler has moved the objects: they hold nothing but literals, which read the same with types around them.
    enforce: 'pre',
    transform(code, id) {
      const [file = '', which] = id.split(query);
      if (!/\/apps\/web\/src\/(?!i18n\/).*\.tsx?$/u.test(file) || !code.includes('defineStrings(')) return null;
      const calls = callsIn(this.parse(code, { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
      if (which !== undefined) {
        const polish = calls[Number(which)]?.polish;
        if (polish === undefined) return this.error(`no Polish texts in ${id}`);
        return { code: `export default ${code.slice(polish.start, polish.end)};`, map: null };
      }
      return { code: calls.reduceRight((before, call, index) => split(before, call, `./${file.slice(file.lastIndexOf('/') + 1)}${query}${index}`), code).replace(/import \{([^}]*)\bdefineStrings\b/u, 'import {$1defineSplitStrings'), map: null };
    },
  };
}

function split(code: string, { callee, texts, property }: Call, polish: string): string {
  const rest = `${code.slice(texts.start, property.start)}${code.slice(property.end, texts.end).replace(/^\s*,/u, '')}`;
  return `${code.slice(0, callee.start)}defineSplitStrings${code.slice(callee.end, texts.start)}${rest}, () => import(${JSON.stringify(polish)})${code.slice(texts.end)}`;
}

function callsIn(program: unknown): Call[] {
  const calls: Call[] = [];
  walk(program, (node) => {
    const { callee, arguments: given } = node as Node & { callee?: Node & { name?: string }; arguments?: (Node & { properties?: (Node & { key?: { name?: string }; value?: Node })[] })[] };
    if (node.type !== 'CallExpression' || callee?.name !== 'defineStrings') return;
    const texts = given?.[1];
    const property = texts?.properties?.find(({ key }) => key?.name === 'pl');
    // A dictionary that is put together from others stays as it is.
    if (texts !== undefined && property?.value?.type === 'ObjectExpression') calls.push({ callee, texts, property, polish: property.value });
  });
  return calls;
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const each of node) walk(each, visit);
  else if (typeof node === 'object' && node !== null) {
    if (typeof (node as Partial<Node>).type === 'string') visit(node as Node);
    for (const value of Object.values(node)) walk(value, visit);
  }
}
