import { z } from 'zod';
import type { Delivery, Inbound, InboundAttachment, InboundMessage, InboundNotice, InboundReceipt, Json, Party } from '../contract';
import { meaningOf } from './twilio.reasons';
import { numberOf, type Flavour } from './twilio.settings';

/** Twilio tells no time with a call. One that has not come is replaced by the core's own. */
const now = '9999-12-31T23:59:59.000Z';
const maxMedia = 30;

/** PostgreSQL stores no NUL and no half of a surrogate pair. */
const storable = (value: string) => value.replaceAll('\u0000', '\ufffd').replace(/\p{Cs}/gu, '\ufffd');

type Fields = (name: string) => string | undefined;
interface File { name: string; contentType: string; ref: string }
interface Said { sid: string; from: string; to: string; text: string; files: File[]; at: string; fields: Fields }

export interface ParseOptions { flavour: Flavour; apiUrl: string; accountSid: string; /** Words by which carriers take people off a list, where Twilio does not say it itself. */ optOutWords: boolean }

/** Pure. A form is a call of Twilio, JSON a message that we asked for afterwards; both give the same ids. */
export function parse(delivery: Delivery, options: ParseOptions): Inbound[] {
  if (delivery.contentType === 'application/json') return fromHistory(delivery, options);
  const form = new URLSearchParams(delivery.body.toString('utf8'));
  const fields: Fields = (name) => {
    const value = form.get(name);
    return value === null || value === '' ? undefined : storable(value);
  };
  const sid = fields('MessageSid') ?? fields('SmsSid') ?? fields('SmsMessageSid');
  if (sid === undefined) return [{ kind: 'ignored', reason: 'no message of Twilio' }];
  const status = fields('MessageStatus');
  if (status !== undefined && status !== 'received') return [receipt(sid, status, { fields, meta: delivery.meta })];
  const [from, to] = [partyNumber(fields('From')), partyNumber(fields('To'))];
  if (from === undefined) return [{ kind: 'ignored', reason: 'a message of nobody' }];
  const files = Array.from({ length: Math.min(Number(fields('NumMedia') ?? 0) || 0, maxMedia) }, (_, index) => {
    const url = fields(`MediaUrl${index}`);
    return url === undefined ? undefined : file(url, fields(`MediaContentType${index}`), { index, sid, ...options });
  }).filter((one) => one !== undefined);
  return said({ sid, from, to: to ?? '', text: fields('Body') ?? '', files, at: now, fields }, options);
}

function said({ sid, from, to, text, files, at, fields }: Said, { flavour, optOutWords }: ParseOptions): Inbound[] {
  const party = partyOf(from, fields('ProfileName'), flavour);
  const place = placeOf(fields);
  const pressed = fields('ButtonText') ?? fields('ListTitle');
  const words = [place?.line, text === '' ? pressed : text].filter((part) => part !== undefined && part !== '').join('\n');
  const extra: Record<string, Json> = { ...place?.extra, ...circumstances(fields) };
  const attachments: InboundAttachment[] = files.map((one, index) => ({ key: `media${index}`, ...one }));
  const kind = fields('MessageType');
  const message: InboundMessage = {
    kind: 'message',
    externalId: sid,
    at,
    from: party,
    thread: { key: from },
    threadState: { to, last: sid },
    text: words,
    ...(fields('OriginalRepliedMessageSid') === undefined ? {} : { replyToExternalId: fields('OriginalRepliedMessageSid') ?? '' }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(words === '' && attachments.length === 0 ? { unsupported: (kind ?? 'empty').slice(0, 60).replace(/[^\w-]/g, '?') } : {}),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  const notice = noticeOf({ text, fields, optOutWords });
  return notice === undefined ? [message] : [message, { kind: 'notice', at, threadKey: from, from: party, notice }];
}

/** Twilio says itself what it did when "Advanced Opt-Out" is on; otherwise its standard words are these. "YES" alone says too often something else. */
function noticeOf({ text, fields, optOutWords }: { text: string; fields: Fields; optOutWords: boolean }): InboundNotice['notice'] | undefined {
  const told = fields('OptOutType')?.toUpperCase();
  if (told === 'STOP') return 'blocked';
  if (told === 'START') return 'unblocked';
  if (told !== undefined || !optOutWords) return undefined;
  const word = text.trim().toUpperCase();
  if (['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE'].includes(word)) return 'blocked';
  return ['START', 'UNSTOP'].includes(word) ? 'unblocked' : undefined;
}

const steps: Record<string, InboundReceipt['status']> = {
  accepted: 'sent', scheduled: 'sent', queued: 'sent', sending: 'sent', sent: 'sent', delivered: 'delivered', read: 'read', failed: 'failed', undelivered: 'failed', canceled: 'failed',
};

function receipt(sid: string, told: string, { fields, meta }: { fields: Fields; meta: Json | undefined }): Inbound {
  const status = steps[told];
  if (status === undefined) return { kind: 'ignored', reason: `a step "${told.slice(0, 40).replace(/[^\w-]/g, '?')}"` };
  const messageId = metaSchema.safeParse(meta).data?.message;
  const base: InboundReceipt = { kind: 'receipt', at: now, externalId: sid, status, ...(messageId === undefined ? {} : { messageId }) };
  if (status !== 'failed') return base;
  const code = Number(fields('ErrorCode') ?? fields('ChannelStatusCode'));
  const meaning = meaningOf(Number.isFinite(code) ? code : undefined);
  const words = fields('ErrorMessage') ?? fields('ChannelStatusMessage');
  return {
    ...base,
    code: meaning?.reason ?? 'undelivered',
    reason: meaning?.words ?? `The network did not deliver it${Number.isFinite(code) && code > 0 ? ` (Twilio ${code})` : ''}${words === undefined ? '' : `: ${words.slice(0, 300)}`}`,
  };
}
const metaSchema = z.object({ message: z.string() });

const historySchema = z.object({
  message: z.object({ sid: z.string().regex(/^\w{10,64}$/), from: z.string(), to: z.string(), body: z.string().nullish(), date_created: z.string().nullish(), date_sent: z.string().nullish() }),
  media: z.array(z.object({ sid: z.string().regex(/^\w{10,64}$/), content_type: z.string().nullish() })).max(maxMedia).catch([]),
});

function fromHistory(delivery: Delivery, options: ParseOptions): Inbound[] {
  const parsed = historySchema.safeParse(readJson(delivery.body));
  const from = parsed.success ? partyNumber(parsed.data.message.from) : undefined;
  if (!parsed.success || from === undefined) return [{ kind: 'ignored', reason: 'no message of Twilio' }];
  const { message, media } = parsed.data;
  const at = new Date(message.date_sent ?? message.date_created ?? now);
  const files = media.map(({ sid, content_type: type }, index) => named({ index, sid: message.sid, contentType: type ?? undefined, ref: `media:${message.sid}/${sid}` }));
  return said({
    sid: message.sid, from, to: partyNumber(message.to) ?? '', text: storable(message.body ?? ''), files, at: Number.isNaN(at.getTime()) ? now : at.toISOString(), fields: () => undefined,
    // What somebody asked for days ago has been done, or taken back, since.
  }, { ...options, optOutWords: false });
}

/** Twilio's own media is fetched with our sign-in; anything else without, so that no address can ask for it. */
function file(url: string, contentType: string | undefined, { index, sid, apiUrl, accountSid }: { index: number; sid: string; apiUrl: string; accountSid: string }): File | undefined {
  if (!URL.canParse(url) || !/^https?:/.test(url)) return undefined;
  const own = /\/2010-04-01\/Accounts\/(\w+)\/Messages\/(\w{10,64})\/Media\/(\w{10,64})$/.exec(new URL(url).pathname);
  const ours = own?.[1] === accountSid && (new URL(url).host === new URL(apiUrl).host || new URL(url).host.endsWith('.twilio.com'));
  return named({ index, sid, contentType, ref: ours ? `media:${own[2]}/${own[3]}` : `external:${url}` });
}

function named({ index, sid, contentType = 'application/octet-stream', ref }: { index: number; sid: string; contentType: string | undefined; ref: string }): File {
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  const valid = /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
  return { name: `${sid.slice(-8)}-${index + 1}.${endings[valid] ?? (valid.split('/')[1] ?? 'bin').replace(/[^a-z0-9]/g, '').slice(0, 8)}`, contentType: valid, ref };
}
const endings: Record<string, string> = { 'image/jpeg': 'jpg', 'application/octet-stream': 'bin', 'audio/mpeg': 'mp3', 'audio/ogg': 'ogg', 'text/vcard': 'vcf', 'text/x-vcard': 'vcf', 'text/plain': 'txt', 'video/quicktime': 'mov', 'application/msword': 'doc' };

function partyOf(id: string, name: string | undefined, { kind }: Flavour): Party {
  const phone = /^\+\d{7,15}$/.test(id) ? id : undefined;
  return {
    id, handle: id,
    ...(name === undefined ? {} : { name: name.slice(0, 200) }),
    ...(phone === undefined ? {} : { phone }),
    // Anybody can put a number on an SMS; WhatsApp knows whose it is.
    ...(kind === 'whatsapp' ? { verified: true } : {}),
  };
}

function partyNumber(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const bare = written.trim().replace(/^(whatsapp|messenger|rcs):/, '');
  return numberOf(bare) ?? (bare === '' ? undefined : bare.slice(0, 200));
}

function placeOf(fields: Fields): { line: string; extra: Record<string, Json> } | undefined {
  const [latitude, longitude] = [Number(fields('Latitude') ?? NaN), Number(fields('Longitude') ?? NaN)];
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return undefined;
  const [title, address] = [fields('Label'), fields('Address')];
  const line = `📍 ${[title, address, `${latitude}, ${longitude}`].filter((part) => part !== undefined).join(', ')}`;
  return { line, extra: { location: { latitude, longitude, ...(title === undefined ? {} : { title }), ...(address === undefined ? {} : { address }) } } };
}

function circumstances(fields: Fields): Record<string, Json> {
  const facts = (names: Record<string, string>) => Object.fromEntries(Object.entries(names).flatMap(([name, field]) => (fields(field) === undefined ? [] : [[name, fields(field) ?? '']])));
  const list = facts({ id: 'ListId', title: 'ListTitle', description: 'ListDescription' });
  const referral = facts({ id: 'ReferralSourceId', kind: 'ReferralSourceType', url: 'ReferralSourceUrl', title: 'ReferralHeadline', text: 'ReferralBody', click: 'ReferralCtwaClid' });
  const from = facts({ city: 'FromCity', state: 'FromState', country: 'FromCountry' });
  return {
    ...facts({ button: 'ButtonText', buttonPayload: 'ButtonPayload' }),
    ...(Object.keys(list).length === 0 ? {} : { list }),
    ...(Object.keys(referral).length === 0 ? {} : { referral }),
    ...(Object.keys(from).length === 0 ? {} : { place: from }),
    ...(fields('Forwarded') === 'true' ? { forwarded: true } : {}),
  };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
