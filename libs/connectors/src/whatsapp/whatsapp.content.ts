import type { InboundAttachment, Json } from '../contract';
import { isRecord, kindWord, readJson } from '../meta/meta.json';
import { safeName, typeOf } from '../meta/meta.media';
import { body, button, cards, interactive, location, media, order, type Message } from './whatsapp.payloads';

export interface Content { text: string; attachments?: InboundAttachment[]; extra?: Record<string, Json>; unsupported?: string }

interface Told { type: string; [member: string]: unknown }
type Reader = (inside: unknown, told: Told) => Content | undefined;

/** What a message says, by its type. Undefined members of a documented type make it unsupported, not lost. */
export function contentOf(told: Told): Content {
  const read = readers.get(told.type);
  const content = read?.(told[told.type], told);
  return content ?? { text: '', unsupported: kindWord(told.type) };
}

const endings: Record<string, string> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/gif': 'gif', 'video/mp4': 'mp4', 'video/3gpp': '3gp', 'audio/ogg': 'ogg', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a', 'audio/aac': 'aac',
  'audio/amr': 'amr', 'application/pdf': 'pdf', 'text/plain': 'txt',
};

const file = (kind: string, otherwise: string): Reader => (inside) => {
  const { data } = media.safeParse(inside);
  if (!data) return undefined;
  const contentType = typeOf(data.mime_type ?? undefined) ?? otherwise;
  const ending = Object.hasOwn(endings, contentType) ? endings[contentType] : 'bin';
  const name = safeName(data.filename ?? undefined) ?? `${data.voice === true ? 'voice' : kind}-${data.id.slice(-6).replace(/[^\w-]/g, '')}.${ending}`;
  return { text: data.caption ?? '', attachments: [{ key: kind, name, contentType, ref: `media:${data.id}` }], ...(data.voice === true ? { extra: { voice: true } } : {}) };
};

const some = (facts: Record<string, Json | null | undefined>): Record<string, Json> => Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, Json] => entry[1] != null && entry[1] !== ''));

const readers = new Map<string, Reader>(Object.entries<Reader>({
  text: (inside) => {
    const { data } = body.safeParse(inside);
    return data && { text: data.body };
  },
  image: file('image', 'image/jpeg'),
  video: file('video', 'video/mp4'),
  audio: file('audio', 'audio/ogg'),
  voice: file('audio', 'audio/ogg'),
  document: file('document', 'application/octet-stream'),
  sticker: file('sticker', 'image/webp'),
  button: (inside) => {
    const { data } = button.safeParse(inside);
    return data && { text: data.text, extra: some({ button: data.payload }) };
  },
  location: (inside) => {
    const { data } = location.safeParse(inside);
    if (!data) return undefined;
    const { latitude, longitude, name, address, url } = data;
    const place = [name, address].filter(Boolean).join(', ');
    return { text: `📍 ${place === '' ? `${latitude}, ${longitude}` : place}`, extra: { location: some({ latitude, longitude, name, address, url }) } };
  },
  contacts: (inside) => {
    const { data } = cards.safeParse(inside);
    if (!data || data.length === 0) return undefined;
    const people = data.map((card) => ({
      name: card.name?.formatted_name ?? [card.name?.first_name, card.name?.last_name].filter(Boolean).join(' '), company: card.org?.company ?? '',
      phones: (card.phones ?? []).flatMap(({ phone, wa_id: digits }) => phone ?? digits ?? []), emails: (card.emails ?? []).flatMap(({ email }) => email ?? []),
    }));
    const lines = people.map((one) => `👤 ${[one.name, one.company, ...one.phones, ...one.emails].filter((word) => word !== '').join(', ')}`);
    return { text: lines.join('\n'), extra: { contacts: people } };
  },
  interactive: (inside) => {
    const { data } = interactive.safeParse(inside);
    const chosen = data?.button_reply ?? data?.list_reply;
    if (chosen) return { text: [chosen.title, chosen.description].filter(Boolean).join('\n'), extra: some({ button: chosen.id }) };
    const form = data?.nfm_reply;
    if (!form) return undefined;
    const answers = readJson(form.response_json ?? '');
    const facts = isRecord(answers) ? Object.entries(answers).filter(([key]) => key !== 'flow_token') : [];
    const lines = facts.map(([key, answer]) => `${key}: ${typeof answer === 'string' ? answer : JSON.stringify(answer)}`);
    return { text: [form.body, ...lines].filter((line) => line != null && line !== '').join('\n') || '📋', extra: { form: Object.fromEntries(facts) as { [key: string]: Json } } }; // parsed JSON is Json
  },
  order: (inside) => {
    const { data } = order.safeParse(inside);
    if (!data) return undefined;
    const items = data.product_items.map((item) => ({ product: item.product_retailer_id ?? '', quantity: item.quantity, price: item.item_price, currency: item.currency ?? '' }));
    const lines = items.map((item) => `${item.quantity} × ${item.product} (${item.price} ${item.currency})`.replace(' )', ')'));
    return { text: ['🛒', data.text, ...lines].filter((line) => line != null && line !== '').join('\n'), extra: { order: some({ catalog: data.catalog_id, items }) } };
  },
}));

/** Where a message came from and what it points at, worth showing beside it. */
export function circumstances({ context, referral }: Message): Record<string, Json> {
  const product = context?.referred_product;
  return {
    ...(context?.forwarded === true || context?.frequently_forwarded === true ? { forwarded: true } : {}),
    ...(product ? { product: some({ catalog: product.catalog_id, id: product.product_retailer_id }) } : {}),
    ...(referral ? { referral: some({ source: referral.source_type, adId: referral.source_id, url: referral.source_url, title: referral.headline, text: referral.body, picture: referral.image_url ?? referral.thumbnail_url, clickId: referral.ctwa_clid }) } : {}),
  };
}
