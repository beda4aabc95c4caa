import { redactText, type RedactionKind } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { goneHash, plainGoneHash } from '../privacy/erase/gone-hash';
import { externalIdOf, type ChatwootConversation } from './chatwoot-shape';

/** A file brings what arrived elsewhere: the same numbers are masked in it as in what arrives here. */
export async function masksOf(tx: Tx): Promise<(text: string) => string> {
  const [workspace] = await tx.query<{ redact: RedactionKind[] }>('SELECT redact FROM workspaces WHERE id = $1', [tx.workspaceId]);
  const kinds = workspace?.redact ?? [];
  return (text) => (kinds.length === 0 ? text : redactText(text, kinds).text);
}

interface Coming { line: number; conversation: ChatwootConversation }

/** What of these conversations may be kept: masked, and without what somebody had erased here. Of whom nothing may come, no person is made either. */
export async function mayCome<C extends Coming>(tx: Tx, read: readonly C[], { channelOf, erasedKey }: { channelOf: Readonly<Record<string, string>>; erasedKey: Buffer }): Promise<{ good: C[]; gone: number }> {
  const mask = await masksOf(tx);
  const erased = await erasedOf(tx, read, channelOf, erasedKey);
  const good = read.flatMap((each): C[] => {
    const { conversation } = each;
    const messages = conversation.messages.filter((message) => !erased.has(`${channelOf[conversation.inbox_id] ?? ''} ${externalIdOf(conversation, message)}`));
    if (messages.length === 0 && conversation.messages.length > 0) return [];
    const { sender } = conversation.meta;
    return [{ ...each, conversation: {
      ...conversation, meta: { ...conversation.meta, sender: { ...sender, name: mask(sender.name) } },
      messages: messages.map((message) => ({ ...message, content: mask(message.content) })),
    } }];
  });
  return { good, gone: read.length - good.length };
}

async function erasedOf(tx: Tx, read: readonly Coming[], channelOf: Readonly<Record<string, string>>, key: Buffer): Promise<Set<string>> {
  const channels = [...new Set(Object.values(channelOf))];
  const [any] = await tx.query('SELECT 1 FROM erased_messages WHERE channel_id = ANY($1::uuid[]) LIMIT 1', [channels]);
  if (any === undefined) return new Set();
  const hashes = new Map(read.flatMap(({ conversation }) => {
    const channel = channelOf[conversation.inbox_id];
    return channel === undefined ? [] : conversation.messages.flatMap((message) => {
      const id = externalIdOf(conversation, message);
      return [goneHash(key, channel, id), plainGoneHash(channel, id)].map((hash) => [hash.toString('hex'), `${channel} ${id}`] as const);
    });
  }));
  const rows = await tx.query<{ hash: string }>(`SELECT encode(hash, 'hex') AS hash FROM erased_messages WHERE channel_id = ANY($1::uuid[]) AND hash IN (SELECT decode(h, 'hex') FROM unnest($2::text[]) h)`, [channels, [...hashes.keys()]]);
  return new Set(rows.map(({ hash }) => hashes.get(hash) ?? ''));
}
