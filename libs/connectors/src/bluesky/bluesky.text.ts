import { lengthIn } from '../limits';
import type { Facet } from './bluesky.payloads';


interface Piece { text: string; link?: string; handleOf?: string }

/** Places are bytes of UTF-8. What overlaps or lies outside of the text is left out, as the network's own clients do. */
function pieces(text: string, facets: readonly Facet[]): Piece[] {
  const bytes = Buffer.from(text, 'utf8');
  const slice = (from: number, to: number) => bytes.subarray(from, to).toString('utf8');
  const found: Piece[] = [];
  let at = 0;
  for (const { index, features } of [...facets].sort((a, b) => a.index.byteStart - b.index.byteStart)) {
    if (index.byteStart < at || index.byteEnd <= index.byteStart || index.byteEnd > bytes.length) continue;
    const link = features.find((feature) => feature.uri !== undefined && /^https?:\/\//i.test(feature.uri))?.uri;
    if (link === undefined) continue;
    if (index.byteStart > at) found.push({ text: slice(at, index.byteStart) });
    found.push({ text: slice(index.byteStart, index.byteEnd), link });
    at = index.byteEnd;
  }
  if (at < bytes.length) found.push({ text: slice(at, bytes.length) });
  return found;
}

/** The network cuts long addresses down to a label: the whole address belongs into the text that an agent copies. */
export function readText(text: string, facets: readonly Facet[]): { text: string; html?: string } {
  const parts = pieces(text, facets);
  if (!parts.some(({ link }) => link !== undefined)) return { text };
  const plain = parts.map((part) => (part.link === undefined ? part.text : labelled(part.text, part.link))).join('');
  const html = parts.map((part) => (part.link === undefined ? escape(part.text) : `<a href="${escape(part.link)}">${escape(part.text)}</a>`)).join('').replaceAll('\n', '<br>');
  return { text: plain, html };
}

function labelled(label: string, link: string): string {
  const bare = (address: string) => address.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  const shown = bare(label.trim());
  if (shown === bare(link)) return label;
  const cut = shown.replace(/(\.{3}|…)$/, '');
  return cut !== shown && bare(link).startsWith(cut) ? link : `${label} (${link})`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export interface OutFacet { index: { byteStart: number; byteEnd: number }; features: { $type: string; uri?: string; did?: string; tag?: string }[] }

const patterns = {
  link: /(?<=^|[\s("'„“])https?:\/\/[^\s<>"“”]+/giu,
  mention: /(?<=^|[\s("'„“])@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)/giu,
  tag: /(?<=^|\s)[#＃](?!\ufe0f)([^\s#＃\u00ad\u2060\u200a-\u200d\u20e2]*[^\d\s\p{P}#＃\u00ad\u2060\u200a-\u200d\u20e2]+[^\s#＃\u00ad\u2060\u200a-\u200d\u20e2]*)/gu,
};
const mostMentions = 10;

/** Without facets nothing in a post can be pressed: links, mentions and tags are marked by their bytes. */
export async function facetsFor(text: string, resolve: (handle: string) => Promise<string | undefined>): Promise<OutFacet[]> {
  const facets: OutFacet[] = [];
  const taken: [number, number][] = [];
  const add = (start: number, length: number, feature: OutFacet['features'][number]) => {
    if (taken.some(([from, to]) => start < to && start + length > from)) return;
    taken.push([start, start + length]);
    const byteStart = Buffer.byteLength(text.slice(0, start), 'utf8');
    facets.push({ index: { byteStart, byteEnd: byteStart + Buffer.byteLength(text.slice(start, start + length), 'utf8') }, features: [feature] });
  };
  for (const found of text.matchAll(patterns.link)) {
    const uri = trimmedLink(found[0]);
    if (URL.canParse(uri)) add(found.index, uri.length, { $type: 'app.bsky.richtext.facet#link', uri });
  }
  for (const found of [...text.matchAll(patterns.mention)].slice(0, mostMentions)) {
    const did = await resolve((found[1] ?? '').toLowerCase());
    if (did !== undefined) add(found.index, found[0].length, { $type: 'app.bsky.richtext.facet#mention', did });
  }
  for (const found of text.matchAll(patterns.tag)) {
    const tag = (found[1] ?? '').replace(/\p{P}+$/u, '');
    if (tag !== '' && lengthIn('graphemes', tag) <= 64) add(found.index, 1 + tag.length, { $type: 'app.bsky.richtext.facet#tag', tag });
  }
  return facets.sort((a, b) => a.index.byteStart - b.index.byteStart);
}

/** The full stop of the sentence and the bracket around it are not part of an address. */
function trimmedLink(found: string): string {
  const bare = (link: string) => link.replace(/[.,;:!?'”’]+$/u, '');
  let link = bare(found);
  let open = link.split('(').length - link.split(')').length;
  for (; link.endsWith(')') && open < 0; open += 1) link = bare(link.slice(0, -1));
  return link;
}
