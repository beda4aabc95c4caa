import type { InboundAttachment, Json } from '../contract';
import type { SlackFile, SlackMessage } from './slack.payloads';
import { plainText } from './slack.text';

export interface Content { text: string; attachments: InboundAttachment[]; extra: Record<string, Json> }

/** What was said, and what came along: files, forwarded messages, what apps drew in blocks. */
export function contentOf(message: SlackMessage): Content {
  const emoji = emojiOf(message.blocks);
  const said = plainText(message.text ?? '', { emoji });
  const parts = [said === '' ? wordsOf(message.blocks) : said];
  const attachments = message.files.flatMap(attached);
  for (const shared of message.attachments) {
    // A preview of an address repeats what stands at that address.
    if (shared.from_url !== undefined && shared.is_share !== true && shared.is_msg_unfurl !== true) continue;
    const words = plainText(shared.text ?? shared.fallback ?? '', { emoji });
    const head = shared.is_share === true || shared.is_msg_unfurl === true ? `↪ ${shared.author_name ?? ''}`.trim() : plainText([shared.pretext, shared.title].filter(Boolean).join('\n'));
    parts.push([head, words].filter((part) => part !== '').join(shared.author_name === undefined ? '\n' : ': '));
    attachments.push(...shared.files.flatMap(attached));
  }
  for (const file of message.files.filter(isElsewhere)) parts.push(`📎 ${[file.title ?? file.name, file.url_private].filter(Boolean).join(' ')}`);
  const mentions = [...new Set([...(message.text ?? '').matchAll(/<@([UW][A-Z0-9]+)/g)].map(([, id = '']) => id))];
  const lost = message.files.filter(({ mode }) => mode === 'hidden_by_limit' || mode === 'tombstone').length;
  return {
    text: parts.filter((part) => part !== '').join('\n'),
    attachments: attachments.filter(({ key }, index) => attachments.findIndex((one) => one.key === key) === index),
    extra: { ...(mentions.length === 0 ? {} : { mentions }), ...(lost === 0 ? {} : { filesGone: lost }) },
  };
}

/** Kept by another service: the token must not go there, and what stands there is not Slack's to give. */
const isElsewhere = (file: SlackFile): boolean => file.is_external === true || file.mode === 'external';

function attached(file: SlackFile): InboundAttachment[] {
  if (isElsewhere(file) || file.mode === 'tombstone' || file.mode === 'hidden_by_limit') return [];
  const url = file.url_private_download ?? file.url_private ?? '';
  return [{
    key: file.id,
    name: safeName(file.name ?? file.title) ?? `file-${file.id}`,
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.mimetype ?? '') ? (file.mimetype as string) : 'application/octet-stream', // tested a moment ago
    ...(file.size === undefined ? {} : { sizeBytes: file.size }),
    // Of a file from another company only the id is told; the rest is asked for.
    ref: `file:${file.id}|${url}`,
  }];
}

/** Rich text says of its emoji which character they are. */
function emojiOf(blocks: unknown[] | undefined): Map<string, string> {
  const found = new Map<string, string>();
  walk(blocks, (node) => {
    const { type, name, unicode } = node;
    if (type !== 'emoji' || typeof name !== 'string' || typeof unicode !== 'string' || !/^[0-9a-f]{2,6}(-[0-9a-f]{2,6}){0,9}$/i.test(unicode)) return;
    const points = unicode.split('-').map((hex) => parseInt(hex, 16));
    if (points.every((point) => point <= 0x10ffff)) found.set(name, String.fromCodePoint(...points));
  });
  return found;
}

/** Texts of blocks, for messages that have nothing else. */
function wordsOf(blocks: unknown[] | undefined): string {
  const words: string[] = [];
  walk(blocks, (node) => {
    if ((node['type'] === 'mrkdwn' || node['type'] === 'plain_text' || node['type'] === 'text') && typeof node['text'] === 'string') words.push(plainText(node['text']));
    else if (node['type'] === 'link' && typeof node['url'] === 'string') words.push(typeof node['text'] === 'string' ? `${node['text']} (${node['url']})` : node['url']);
    else if (node['type'] === 'image' && typeof node['alt_text'] === 'string') words.push(`🖼 ${node['alt_text']}`);
  });
  return words.join('\n').slice(0, 40_000);
}

/** Depth and number are bounded: blocks of a real message are few. */
function walk(root: unknown, visit: (node: Record<string, unknown>) => void): void {
  const waiting: { node: unknown; depth: number }[] = [{ node: root, depth: 0 }];
  for (let seen = 0; waiting.length > 0 && seen < 5_000; seen += 1) {
    const next = waiting.shift();
    if (next === undefined || typeof next.node !== 'object' || next.node === null || next.depth > 20) continue;
    if (!Array.isArray(next.node)) visit(next.node as Record<string, unknown>); // an object, see above
    waiting.unshift(...Object.values(next.node).slice(0, 1_000).map((node: unknown) => ({ node, depth: next.depth + 1 })));
  }
}

/** A file name is what the sender says it is: no path, no control or direction characters. */
function safeName(name: string | undefined): string | undefined {
  const clean = (name ?? '').split(/[/\\]/).at(-1)?.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim().slice(0, 200);
  return clean === undefined || clean === '' || /^\.+$/.test(clean) ? undefined : clean;
}
