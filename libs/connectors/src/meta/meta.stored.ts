import { z } from 'zod';
import type { Delivery, Inbound, InboundAttachment, Party } from '../contract';
import type { Meaning } from './meta.errors';
import { callGraph, pagesOf, segment, type MetaContext } from './meta.graph';
import { formatRef } from './meta.ids';
import { instant } from './meta.json';
import { safeName, typeOf } from './meta.media';
import { storedFields, storedMessage, type StoredFile, type StoredMessage } from './meta.payloads';
import { delivery } from './meta.webhook';

const conversation = z.looseObject({ id: z.string(), updated_time: z.string(), messages: z.object({ data: z.array(z.unknown()), paging: z.looseObject({ next: z.string().optional() }).optional() }).optional() });

/** Private messages since then, as the platform keeps them: newest conversations first, until one is older. */
export async function* storedMessages(ctx: MetaContext, since: Date, { object, account, platform, path, meanings }: { object: string; account: string; platform: string; path: string; meanings: readonly Meaning[] }): AsyncIterable<Delivery[]> {
  const call = { path, query: { platform, fields: `id,updated_time,messages.limit(25){${storedFields}}`, limit: '20' }, meanings, timeoutMs: 60_000 };
  for await (const conversations of pagesOf(ctx, call)) {
    let stale = false;
    for (const one of conversations) {
      const { data } = conversation.safeParse(one);
      if (!data) continue;
      if (Date.parse(data.updated_time) < since.getTime()) {
        stale = true;
        continue;
      }
      const first = data.messages?.data ?? [];
      yield deliveriesOf(first, since, { object, account });
      const oldest = storedMessage.safeParse(first.at(-1)).data;
      if (data.messages?.paging?.next === undefined || !oldest || Date.parse(oldest.created_time) < since.getTime()) continue;
      for await (const more of pagesOf(ctx, { path: `${segment(data.id)}/messages`, query: { fields: storedFields, limit: '50' }, meanings, timeoutMs: 60_000 })) {
        yield deliveriesOf(more, since, { object, account });
        const last = storedMessage.safeParse(more.at(-1)).data;
        if (!last || Date.parse(last.created_time) < since.getTime()) break;
      }
    }
    if (stale) return;
  }
}

function deliveriesOf(messages: unknown[], since: Date, { object, account }: { object: string; account: string }): Delivery[] {
  return messages
    .filter((one) => Date.parse(storedMessage.safeParse(one).data?.created_time ?? '') >= since.getTime())
    .map((one) => delivery({ object, id: account, fetched: 'message', value: one }, account));
}

/** A message that was fetched reads as if it had come by webhook, as far as the platform keeps it. */
export function parseStored(value: unknown, account: string): Inbound[] {
  const parsed = storedMessage.safeParse(value);
  if (!parsed.success) return [{ kind: 'ignored', reason: 'a kept message that is not as documented' }];
  const message = parsed.data;
  const echo = message.from?.id === account;
  const other = echo ? message.to?.data.find((one) => one.id !== account) : message.from;
  if (!other) return [{ kind: 'ignored', reason: 'a kept message of nobody' }];
  const attachments = filesOf(message);
  const links = (message.shares?.data ?? []).flatMap(({ link }) => (link == null || (message.message ?? '').includes(link) ? [] : [link]));
  const text = [message.message ?? '', ...links].filter((line) => line !== '').join('\n');
  const customer = partyOf(other);
  const at = instant(message.created_time);
  const unsupported = message.is_unsupported === true || (text === '' && attachments.length === 0) ? 'message' : undefined;
  return [{
    kind: 'message', externalId: message.id, at, from: echo ? partyOf(message.from ?? { id: account }) : customer, thread: { key: other.id }, text,
    ...(attachments.length === 0 ? {} : { attachments }), ...(unsupported === undefined ? {} : { unsupported }), ...(echo ? { echo: true, to: [customer] } : {}),
  }];
}

function partyOf({ id, name, username }: { id: string; name?: string | null | undefined; username?: string | null | undefined }): Party {
  return { id, ...(name == null || name === '' ? {} : { name }), ...(username == null || username === '' ? {} : { handle: `@${username}` }), verified: true };
}

function filesOf(message: StoredMessage): InboundAttachment[] {
  const files = (message.attachments?.data ?? []).flatMap((file, index): InboundAttachment[] => {
    const url = urlOf(file);
    if (url === undefined) return [];
    const type = typeOf(file.mime_type ?? undefined) ?? (file.image_data ? 'image/jpeg' : file.video_data ? 'video/mp4' : 'application/octet-stream');
    return [{ key: String(index), name: safeName(file.name ?? undefined) ?? `file-${index + 1}`, contentType: type, ...(file.size == null ? {} : { sizeBytes: file.size }), ref: formatRef({ url, mid: message.id, index }) }];
  });
  const sticker = message.sticker ?? undefined;
  return sticker === undefined || !URL.canParse(sticker) || files.length > 0 ? files : [{ key: 'sticker', name: 'sticker.png', contentType: 'image/png', ref: formatRef({ url: sticker }) }];
}

function urlOf(file: StoredFile): string | undefined {
  return file.image_data?.url ?? file.video_data?.url ?? file.file_url ?? undefined;
}

/** A new link for a file whose old one ran out; undefined when the message is gone. */
export async function freshLink(ctx: MetaContext, { mid, index }: { mid: string; index: number }, meanings: readonly Meaning[]): Promise<string | undefined> {
  const { attachments } = await callGraph(ctx, { path: segment(mid), query: { fields: 'id,created_time,attachments{id,mime_type,name,size,image_data,video_data,file_url}' }, result: storedMessage, meanings });
  const file = attachments?.data[index];
  return file === undefined ? undefined : urlOf(file);
}
