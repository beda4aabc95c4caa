import { SaxesParser } from 'saxes';
import { momentOf } from './moments';
import { plain } from './plain';
import { XmlBounds } from './xml-bounds';

/** What a feed says of one entry, as it is pushed elsewhere. */
export interface FeedPost { id: string; platform: 'web'; title: string; text: string; url?: string; author: { handle: string; name: string }; publishedAt?: string; language?: string }

const MOST = 300;
const TEXT = 20_000;
interface Entry { fields: Map<string, string>; link: string | undefined }
const wanted: ReadonlySet<string> = new Set(['title', 'guid', 'id', 'link', 'description', 'summary', 'content', 'encoded', 'pubDate', 'published', 'updated', 'date', 'creator', 'name', 'author']);

/** RSS 0.9 to 2.0, RDF and Atom, whatever prefixes they use. What is no XML gives what stood before the fault. No entity is fetched or expanded beyond those of XML. */
export function readFeed(xml: string, address: string): FeedPost[] {
  const entries: Entry[] = [];
  let entry: Entry | undefined;
  let language: string | undefined;
  let text = '';
  const parser = new SaxesParser({ xmlns: false });
  const bounds = new XmlBounds();
  parser.on('error', bounds.fault);
  parser.on('opentag', ({ name, attributes }) => {
    const local = localOf(name);
    bounds.opened();
    text = '';
    if (local === 'item' || local === 'entry') entry = { fields: new Map(), link: undefined };
    language ??= typeof attributes['xml:lang'] === 'string' ? attributes['xml:lang'] : undefined;
    if (local === 'link' && entry !== undefined && typeof attributes['href'] === 'string' && (attributes['rel'] === undefined || attributes['rel'] === 'alternate')) entry.link ??= attributes['href'];
  });
  parser.on('text', (more) => { text += more; });
  parser.on('cdata', (more) => { text += more; });
  parser.on('closetag', ({ name }) => {
    const local = localOf(name);
    bounds.closed();
    if (local === 'language' && entry === undefined) language ??= text.trim();
    if (entry !== undefined && wanted.has(local) && text.trim() !== '' && !entry.fields.has(local)) entry.fields.set(local, text.trim().slice(0, TEXT));
    if ((local === 'item' || local === 'entry') && entry !== undefined) {
      if (entries.length < MOST) entries.push(entry);
      entry = undefined;
    }
    text = '';
  });
  try {
    parser.write(xml).close();
  } catch {
    // Some feeds end in the middle; what came before counts.
  }
  // Of two under one name the first is meant: else each look would take them for edits of each other.
  return [...new Map(entries.flatMap((one) => postOf(one, address, language)).reverse().map((post) => [post.id, post])).values()].reverse();
}

function postOf({ fields, link }: Entry, address: string, language: string | undefined): FeedPost[] {
  const url = absolute(link ?? fields.get('link'), address);
  const title = plain(fields.get('title') ?? '');
  const text = plain(fields.get('encoded') ?? fields.get('content') ?? fields.get('description') ?? fields.get('summary') ?? '');
  const named = fields.get('guid') ?? fields.get('id');
  // "17" is an id within its feed alone; an address or a tag: is one everywhere.
  const id = (named === undefined || /^[a-z][a-z\d+.-]*:/i.test(named) ? named : `${new URL(address).hostname} ${named}`) ?? url ?? (title === '' ? undefined : `${address} ${title}`);
  if (id === undefined || (title === '' && text === '')) return [];
  const said = momentOf(fields.get('pubDate') ?? fields.get('published') ?? fields.get('date') ?? fields.get('updated'));
  const name = plain(fields.get('creator') ?? fields.get('name') ?? fields.get('author') ?? '').slice(0, 200);
  const spoken = /^[a-z]{2,3}/.exec(language?.toLowerCase() ?? '')?.[0];
  return [{
    id: id.slice(0, 500), platform: 'web', title: title.slice(0, 1_000), text: text.slice(0, TEXT), ...(url === undefined ? {} : { url }), author: { handle: new URL(address).hostname.replace(/^www\./, ''), name },
    ...(said === undefined ? {} : { publishedAt: said }), ...(spoken === undefined ? {} : { language: spoken }),
  }];
}

const localOf = (name: string): string => name.slice(name.indexOf(':') + 1);

function absolute(link: string | undefined, address: string): string | undefined {
  if (link === undefined) return undefined;
  try {
    const url = new URL(link, address);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href.slice(0, 2_000) : undefined;
  } catch {
    return undefined;
  }
}
