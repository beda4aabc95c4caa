import { ownWords } from './own-words';

export type LinkTrouble = { kind: 'scheme' | 'broken' | 'inside' | 'other-host'; link: string; shown?: string };

const unsafe = /(?<![\p{L}\d])(?:javascript|vbscript|data|file):(?:\/\/|[^\s,.;)]{3})[^\s<>"')\]]*/iu;
const links = /(?<![\p{L}\d@/])(?:https?:\/{0,3}|https?;\/\/|htt?ps?:\/\/|hhttps?:\/\/|www\.)[^\s<>"'()[\]]*/giu;

/** Where a link would take the customer, and whether it can. Nothing is asked of the network: what is seen here is seen before a word leaves. */
export function linkTrouble(text: string, html: string | null = null): LinkTrouble | null {
  const own = ownWords(text);
  const scheme = unsafe.exec(own);
  if (scheme) return { kind: 'scheme', link: scheme[0] };
  for (const [found] of own.matchAll(links)) {
    const trouble = judge(found.replace(/[.,;:!?…]+$/u, ''));
    if (trouble) return trouble;
  }
  for (const shown of [...markdownLinks(own), ...anchors(html ?? '')]) {
    if (/^\s*(?:javascript|vbscript|data|file):/i.test(shown.href)) return { kind: 'scheme', link: shown.href };
    const says = hostOf(shown.text);
    const goes = hostOf(shown.href);
    // What is shown is an address of its own, and not the one that opens.
    if (says !== null && goes !== null && bare(says) !== bare(goes)) return { kind: 'other-host', link: goes, shown: says };
  }
  return null;
}

function judge(link: string): LinkTrouble | null {
  const address = /^www\./i.test(link) ? `https://${link}` : link;
  if (!/^https?:\/\/[^/]/i.test(address)) return { kind: 'broken', link };
  const host = hostOf(address);
  if (host === null) return { kind: 'broken', link };
  if (/^(localhost|.*\.local|.*\.internal|.*\.test|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|0\.0\.0\.0|\[.*)$/i.test(host)) return { kind: 'inside', link };
  if (!/^[^.]+(\.[^.]+)*\.\p{L}{2,}$/u.test(bare(host)) && !/^\d+(\.\d+){3}$/.test(host)) return { kind: 'broken', link };
  return null;
}

function hostOf(address: string): string | null {
  const written = address.trim();
  if (!/^(https?:\/\/|www\.)\S+$/i.test(written) && !/^[\p{L}\d-]+(\.[\p{L}\d-]+)*\.\p{L}{2,}(\/\S*)?$/u.test(written)) return null;
  try {
    return new URL(/^https?:\/\//i.test(written) ? written : `https://${written}`).hostname.toLowerCase();
  } catch {
    return null;
  }
}

const bare = (host: string): string => host.replace(/^www\./, '');
const markdownLinks = (text: string) => [...text.matchAll(/\[([^\]\n]{1,200})\]\(([^)\s]{1,2000})\)/gu)].map(([, shown = '', href = '']) => ({ text: shown, href }));
const anchors = (html: string) => [...html.matchAll(/<a\b[^>]*?\bhref\s*=\s*["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>/giu)].map(([, href = '', inner = '']) => ({ text: inner.replace(/<[^>]*>/g, '').trim(), href }));
