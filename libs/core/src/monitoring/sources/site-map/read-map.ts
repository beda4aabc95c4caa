import { gunzipSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { momentOf } from '../moments';
import { absolute } from '../page';
import { SourceTrouble } from '../source';
import { XmlBounds } from '../xml-bounds';

export interface MapEntry { address: string; changedAt: string | undefined; /** Of a news map. */ title: string | undefined; publishedAt: string | undefined; language: string | undefined }
/** `maps`: of an index. */
export interface SiteMap { entries: MapEntry[]; maps: MapEntry[] }

const MOST = 50_000;
/** Unpacked; the standard allows 50 MB, and nobody reads that every ten minutes. */
const BYTES = 20 * 1024 * 1024;

/** As the file says it, packed or not. @throws SourceTrouble when it is larger than anybody reads. */
export function unpacked(bytes: Buffer): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: BYTES }).toString('utf8');
  } catch (error) {
    throw new SourceTrouble('What answered is larger than anybody reads.', { cause: error });
  }
}

/** Site maps (sitemaps.org), news maps and their indexes. What is no XML gives what stood before the fault; no entity is fetched or expanded beyond those of XML. */
export function readMap(xml: string, address: string): SiteMap {
  const map: SiteMap = { entries: [], maps: [] };
  let fields: Map<string, string> | undefined;
  let text = '';
  const parser = new SaxesParser({ xmlns: false });
  const bounds = new XmlBounds();
  parser.on('error', bounds.fault);
  parser.on('opentag', ({ name }) => {
    bounds.opened();
    text = '';
    if (localOf(name) === 'url' || localOf(name) === 'sitemap') fields = new Map();
  });
  parser.on('text', (more) => { text += more; });
  parser.on('cdata', (more) => { text += more; });
  parser.on('closetag', ({ name }) => {
    bounds.closed();
    const local = localOf(name);
    if (fields !== undefined && text.trim() !== '' && !fields.has(local)) fields.set(local, text.trim().slice(0, 2_000));
    if ((local === 'url' || local === 'sitemap') && fields !== undefined) {
      const found = absolute(fields.get('loc'), address);
      const list = local === 'url' ? map.entries : map.maps;
      if (found !== undefined && list.length < MOST) list.push({ address: found, changedAt: momentOf(fields.get('lastmod')), title: fields.get('title')?.slice(0, 1_000), publishedAt: momentOf(fields.get('publication_date')), language: /^[a-z]{2,3}(?=$|-)/.exec(fields.get('language')?.toLowerCase() ?? '')?.[0] });
      fields = undefined;
    }
    text = '';
  });
  try {
    parser.write(xml).close();
  } catch {
    // Some end in the middle; what came before counts.
  }
  return map;
}

const localOf = (name: string): string => name.slice(name.indexOf(':') + 1);
