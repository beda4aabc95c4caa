import { SaxesParser } from 'saxes';

/** What a feed says of one entry, as it is pushed elsewhere. */
export interface FeedPost { id: string; platform: 'web'; title: string; text: string; url?: string; author: { handle: string; name: string }; publishedAt?: string; language?: string }

const MOST = 300;
const TEXT = 20_000;
interface Entry { fields: Map<string, string>; link: string | undefined }
const wanted: ReadonlySet<string> = new Set(['title', 'guid', 'id', 'link', 'description', 'summary', 'content', 'encoded', 'pubDate', 'published', 'updated', 'date', 'creator', 'name', 'author']);

/** RSS 0.9 to 2.0, RDF and Atom, whatever prefixes they use. What is no XML gives what stood before the fault. No entity is fetched or expanded beyond those of XML. */
export function readFeed(xml: string, address: string): FeedPost[] {
  const entries: Entry[] = [];
  const open: string[] = [];
  let entry: Entry | undefined;
  let language: string | undefined;
  let text = '';
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', () => undefined);
  parser.on('opentag', ({ name, attributes }) => {
    const local = localOf(name);
    open.push(local);
    text = '';
    if (local === 'item' || local === 'entry') entry = { fields: new Map(), link: undefined };
    language ??= typeof attributes['xml:lang'] === 'string' ? attributes['xml:lang'] : undefined;
    if (local === 'link' && entry !== undefined && typeof attributes['href'] === 'string' && (attributes['rel'] === undefined || attributes['rel'] === 'alternate')) entry.link ??= attributes['href'];
  });
  parser.on('text', (more) => { text += more; });
  parser.on('cdata', (more) => { text += more; });
  parser.on('closetag', ({ name }) => {
    const local = localOf(name);
    open.pop();
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
  return entries.flatMap((one) => postOf(one, address, language));
}

function postOf({ fields, link }: Entry, address: string, language: string | undefined): FeedPost[] {
  const url = absolute(link ?? fields.get('link'), address);
  const title = plain(fields.get('title') ?? '');
  const text = plain(fields.get('encoded') ?? fields.get('content') ?? fields.get('description') ?? fields.get('summary') ?? '');
  const id = fields.get('guid') ?? fields.get('id') ?? url ?? (title === '' ? undefined : `${address} ${title}`);
  if (id === undefined || (title === '' && text === '')) return [];
  const said = Date.parse(fields.get('pubDate') ?? fields.get('published') ?? fields.get('date') ?? fields.get('updated') ?? '');
  const name = plain(fields.get('creator') ?? fields.get('name') ?? fields.get('author') ?? '').slice(0, 200);
  const spoken = /^[a-z]{2,3}/.exec(language?.toLowerCase() ?? '')?.[0];
  return [{
    id: id.slice(0, 500), platform: 'web', title: title.slice(0, 1_000), text: text.slice(0, TEXT), ...(url === undefined ? {} : { url }), author: { handle: new URL(address).hostname.replace(/^www\./, ''), name },
    ...(Number.isNaN(said) ? {} : { publishedAt: new Date(said).toISOString() }), ...(spoken === undefined ? {} : { language: spoken }),
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

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', oacute: 'ó', hellip: '…', ndash: '–', mdash: '—', bdquo: '„', rdquo: '”', ldquo: '“', rsquo: '’' };

/** Words alone: what is shown is never HTML of others. */
function plain(html: string): string {
  return html.replace(/<(script|style)\b[^>]*>[^]*?<\/\1\s*>/gi, ' ').replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
      if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
      return named[name?.toLowerCase() ?? ''] ?? whole;
    }).replace(/\s+/g, ' ').trim();
}

/** Whether a site lets us read this path: the longest rule for us, else for everybody, decides (RFC 9309). */
export function robotsAllow(robots: string, path: string): boolean {
  const groups: { agents: string[]; rules: { allow: boolean; path: string }[] }[] = [];
  let current: (typeof groups)[number] | undefined;
  for (const line of robots.slice(0, 500_000).split(/\r?\n/)) {
    const [, field = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line) ?? [];
    const kind = field.toLowerCase();
    if (kind === 'user-agent') {
      if (current === undefined || current.rules.length > 0) groups.push(current = { agents: [], rules: [] });
      current.agents.push(value.trim().toLowerCase());
    } else if ((kind === 'allow' || kind === 'disallow') && value.trim() !== '') current?.rules.push({ allow: kind === 'allow', path: value.trim() });
  }
  const ours = groups.filter(({ agents }) => agents.some((agent) => agent.startsWith('kontuar')));
  const rules = (ours.length > 0 ? ours : groups.filter(({ agents }) => agents.includes('*'))).flatMap((group) => group.rules).filter((rule) => fits(rule.path, path));
  const best = rules.sort((a, b) => b.path.length - a.path.length || Number(b.allow) - Number(a.allow))[0];
  return best?.allow ?? true;
}

/** With * and $, without an expression that could be made slow: pieces are looked for one after another. */
function fits(rule: string, path: string): boolean {
  const [first = '', ...pieces] = rule.replace(/\$$/, '').split('*');
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return !rule.endsWith('$') || at === path.length || (pieces.length > 0 && path.endsWith(pieces.at(-1) ?? ''));
}
