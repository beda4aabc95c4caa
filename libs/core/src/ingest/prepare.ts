import type { Inbound, InboundMessage, Party, PublicPost } from '@kontuar/connectors/contract';
import { sanitizeHtml } from '../messages/sanitize';

/** Longer texts are cut here and go on in `quoted`: full-text indexing has a limit, and no one reads further in a bubble. */
const MAX_TEXT = 200_000;
const MAX_QUOTED = 1_000_000;

/** PostgreSQL can't keep NUL, JSON can't keep half a surrogate pair: both are dropped, everything else stays. */
// oxlint-disable-next-line no-control-regex -- it is what is looked for
const clean = (text: string): string => text.replace(/\u0000/g, '').toWellFormed();

function cleanAll<T>(value: T): T {
  if (typeof value === 'string') return clean(value) as T;
  if (Buffer.isBuffer(value) || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(cleanAll) as T;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), cleanAll(inner)])) as T;
}

/** Attachment names are shown and offered for saving: no folders, no control or direction-changing characters. */
export function plainFileName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const plain = clean(name).replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/^.*[/\\]/, '').replace(/^\.+/, '').trim();
  return plain === '' ? 'file' : plain.length > 180 ? plain.slice(0, 140) + plain.slice(-40) : plain;
}

const cap = (text: string | undefined, max: number): string | undefined => (text === undefined || text.length <= max ? text : `${text.slice(0, max)} …`);

function prepareParty(party: Party): Party {
  return { ...party, id: party.id.slice(0, 500), ...(party.name === undefined ? {} : { name: party.name.replace(/\s+/g, ' ').trim().slice(0, 200) }) };
}

function prepareMessage(message: InboundMessage): InboundMessage {
  const prepared: InboundMessage = { ...message, from: prepareParty(message.from), text: message.text };
  if (message.text.length > MAX_TEXT) {
    prepared.text = message.text.slice(0, MAX_TEXT);
    prepared.quoted = message.text.slice(MAX_TEXT) + (message.quoted ?? '');
  }
  const quoted = cap(prepared.quoted, MAX_QUOTED);
  if (quoted !== undefined) prepared.quoted = quoted;
  if (message.subject !== undefined) prepared.subject = message.subject.replace(/\s+/g, ' ').trim().slice(0, 500);
  if (message.html !== undefined) prepared.html = sanitizeHtml(message.html);
  if (message.quotedHtml !== undefined) prepared.quotedHtml = sanitizeHtml(message.quotedHtml);
  if (message.attachments !== undefined) prepared.attachments = message.attachments.map((attachment) => ({ ...attachment, name: plainFileName(attachment.name) }));
  if (message.post !== undefined) prepared.post = preparePost(message.post);
  if (message.rating !== undefined && !(Number.isFinite(message.rating.stars) && Number.isFinite(message.rating.of))) delete prepared.rating;
  return prepared;
}

/** Shown as plain text above the thread; a link is one only when a browser may follow it. */
function preparePost(post: PublicPost): PublicPost {
  const prepared: PublicPost = { ...post, externalId: post.externalId.slice(0, 1000) };
  if (post.title !== undefined) prepared.title = post.title.replace(/\s+/g, ' ').trim().slice(0, 300);
  if (post.text !== undefined) prepared.text = post.text.slice(0, 10_000);
  if (post.url !== undefined && !/^https?:\/\//i.test(post.url)) delete prepared.url;
  if (post.author !== undefined) prepared.author = prepareParty(post.author);
  if (post.attachments !== undefined) prepared.attachments = post.attachments.map((attachment) => ({ ...attachment, name: plainFileName(attachment.name) }));
  return prepared;
}

/** Between the connector and the product: untrusted content becomes storable and harmless. Runs apart where parsing does. */
export function prepare(inbounds: readonly Inbound[]): Inbound[] {
  return inbounds.map((raw) => {
    const inbound = cleanAll(raw);
    switch (inbound.kind) {
      case 'message':
        return prepareMessage(inbound);
      case 'edit':
        return { ...inbound, text: inbound.text.slice(0, MAX_TEXT), ...(inbound.html === undefined ? {} : { html: sanitizeHtml(inbound.html) }) };
      case 'receipt':
        return inbound.message === undefined ? inbound : { ...inbound, message: prepareMessage(inbound.message) };
      default:
        return inbound;
    }
  });
}
