/** What of an article may stand in the panel, whatever the server says. */
export type ArticleNode = string | { tag: string; props: Record<string, string>; children: ArticleNode[] };

const allowed = new Set(['a', 'blockquote', 'br', 'code', 'em', 'h2', 'h3', 'hr', 'img', 'li', 'ol', 'p', 'pre', 's', 'strong', 'table', 'tbody', 'td', 'th', 'tr', 'u', 'ul']);
const kept: Record<string, readonly string[]> = { td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'], ol: ['start'], img: ['alt', 'width', 'height'] };
const mostDeep = 60;

/** `Node` as far as it is looked at: a document that runs nothing, or a test's. */
export interface ReadNode { nodeType: number; nodeName: string; textContent: string | null; childNodes: Iterable<ReadNode>; getAttribute?(name: string): string | null }

/** Made anew from what we know, rather than taken over: nothing that is not named here gets through. */
export function articleNodes(of: ReadNode, deep = 0): ArticleNode[] {
  return [...of.childNodes].flatMap((node): ArticleNode[] => {
    if (node.nodeType === 3) return [node.textContent ?? ''];
    if (node.nodeType !== 1 || deep > mostDeep) return [];
    const tag = node.nodeName.toLowerCase();
    const children = articleNodes(node, deep + 1);
    if (!allowed.has(tag)) return /^(script|style|template|iframe|object|svg|math|textarea|noscript)$/.test(tag) ? [] : children;
    const value = (name: string) => node.getAttribute?.(name) ?? null;
    const props: Record<string, string> = {};
    for (const name of kept[tag] ?? []) { const said = value(name); if (said !== null) props[name] = said; }
    if (tag === 'a') {
      const href = value('href') ?? '';
      if (!/^(https?:\/\/|mailto:|tel:|\/help\/)/i.test(href)) return children;
      Object.assign(props, { href, target: '_blank', rel: 'noopener noreferrer' });
    }
    if (tag === 'img') {
      const src = value('src') ?? '';
      // Ours alone: another address would tell somebody else who reads.
      if (!/^\/help\/[a-z0-9-]+\/images\/[0-9a-f-]{36}$/.test(src)) return [];
      Object.assign(props, { src, alt: props['alt'] ?? '', loading: 'lazy' });
    }
    return [{ tag, props, children }];
  });
}
