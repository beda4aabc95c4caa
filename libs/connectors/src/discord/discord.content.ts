import type { InboundAttachment, Json } from '../contract';
import type { DiscordFile, DiscordMessage, Said } from './discord.payloads';

export interface Content { text: string; attachments: InboundAttachment[]; extra: Record<string, Json> }

export function contentOf(message: DiscordMessage): Content {
  const own = partsOf(message, message);
  const forwarded = message.message_snapshots.map(({ message: snapshot }) => partsOf(snapshot, message));
  const text = [own.text, ...forwarded.map((part) => (part.text === '' ? '' : `↪ ${part.text}`))].filter((part) => part !== '').join('\n');
  const attachments = [...own.attachments, ...forwarded.flatMap((part) => part.attachments)];
  return { text, attachments: attachments.filter(({ key }, index) => attachments.findIndex((one) => one.key === key) === index), extra: forwarded.length === 0 ? {} : { forwarded: true } };
}

function partsOf(said: Said, { channel_id: channel, id }: DiscordMessage): { text: string; attachments: InboundAttachment[] } {
  const lines = [plainText(said.content ?? '', said)];
  const attachments = said.attachments.map((file) => attached(file, `${channel}:${id}`));
  for (const { id: sticker, name, format_type: format } of said.sticker_items) {
    // Lottie is a program that draws; its name must do.
    if (format === 3) lines.push(`[${name ?? 'sticker'}]`);
    else attachments.push({ key: `sticker-${sticker}`, name: `${safeName(name) ?? 'sticker'}.${format === 4 ? 'gif' : 'png'}`, contentType: format === 4 ? 'image/gif' : 'image/png', ref: `sticker:${sticker}:${format === 4 ? 'gif' : 'png'}` });
  }
  if (said.poll !== undefined) lines.push([`📊 ${said.poll.question?.text ?? ''}`.trim(), ...said.poll.answers.map(({ poll_media: media }) => `▫ ${media?.text ?? ''}`)].join('\n'));
  // Previews of what stands in the text repeat it; without a text they are what was sent.
  if (lines.join('') === '' && attachments.length === 0) for (const { title, description, url } of said.embeds) lines.push([title, description, url].filter(Boolean).join('\n'));
  return { text: lines.filter((line) => line !== '').join('\n'), attachments };
}

function attached({ id, filename, content_type: type, size, url }: DiscordFile, message: string): InboundAttachment {
  const bare = (type ?? '').split(';')[0]?.trim() ?? '';
  return {
    key: id,
    name: safeName(filename) ?? `file-${id}`,
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(bare) ? bare : 'application/octet-stream',
    ...(size === undefined || !Number.isInteger(size) || size < 0 ? {} : { sizeBytes: size }),
    // The address is signed and ends after a day; with the message it can be asked for again.
    ref: `file:${message}:${id}|${url ?? ''}`,
  };
}

/** What Discord writes in angle brackets, as people read it. Its other marks (stars, underscores) read as they are. */
export function plainText(content: string, { mentions }: Pick<Said, 'mentions'>): string {
  const names = new Map(mentions.map(({ id, global_name: shown, username }) => [id, shown ?? username ?? id]));
  return content.replace(/<([^<>\s]{1,200})>/g, (whole: string, inner: string) => {
    const [, mark = '', id = ''] = /^(@!?|@&|#)(\d+)$/.exec(inner) ?? [];
    if (mark === '#') return `#${id}`;
    if (mark !== '') return `@${names.get(id) ?? (mark === '@&' ? 'role' : id)}`;
    const emoji = /^a?:(\w+):\d+$/.exec(inner)?.[1];
    if (emoji !== undefined) return `:${emoji}:`;
    const command = /^(\/[^:]+):\d+$/.exec(inner)?.[1];
    if (command !== undefined) return command;
    const seconds = /^t:(-?\d{1,12})(:[a-zA-Z])?$/.exec(inner)?.[1];
    if (seconds !== undefined) return new Date(Number(seconds) * 1000).toISOString();
    // A link without a preview.
    return /^https?:\/\//.test(inner) ? inner : whole;
  });
}

/** A file name is what the sender says it is: no path, no control or direction characters. */
function safeName(name: string | undefined): string | undefined {
  const clean = (name ?? '').split(/[/\\]/).at(-1)?.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim().slice(0, 200);
  return clean === undefined || clean === '' || /^\.+$/.test(clean) ? undefined : clean;
}
