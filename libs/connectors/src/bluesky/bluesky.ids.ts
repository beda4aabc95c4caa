import { createHash } from 'node:crypto';

/** `at://<did>/<collection>/<rkey>`. */
export interface RecordAddress { repo: string; collection: string; rkey: string }

const address = /^at:\/\/([^/]+)\/([a-zA-Z0-9.-]+)\/([a-zA-Z0-9._:~-]{1,512})$/;

export function parseUri(uri: string): RecordAddress | undefined {
  const [, repo, collection, rkey] = address.exec(uri) ?? [];
  return repo === undefined || collection === undefined || rkey === undefined ? undefined : { repo, collection, rkey };
}

export function isPublicId(id: string): boolean {
  return id.startsWith('at://');
}

/** One conversation for each person below each first post. */
export function publicThread(rootUri: string, authorDid: string): string {
  return `${rootUri}:${authorDid}`;
}

/** A message of a chat: ids are unique within a conversation only. */
export function chatMessageId(convoId: string, messageId: string): string {
  return `${convoId}:${messageId}`;
}

export function parseChatMessageId(id: string): { convoId: string; messageId: string } | undefined {
  const [convoId, messageId, more] = id.split(':');
  return isPublicId(id) || !convoId || !messageId || more !== undefined ? undefined : { convoId, messageId };
}

const alphabet = '234567abcdefghijklmnopqrstuvwxyz';
const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** When an id of ours was made; records carry it as their time, so that the same message is the same record at every try. */
export function timeOf(messageId: string): Date | undefined {
  return uuid7.test(messageId) ? new Date(parseInt(messageId.replaceAll('-', '').slice(0, 12), 16)) : undefined;
}

/**
 * The record key of a post of ours: time in microseconds and a clock's number, as the network makes them, all from our own id. The same
 * message sent again meets its own record instead of making a second one.
 */
export function recordKey(messageId: string): string {
  const hash = createHash('sha256').update(messageId).digest();
  const madeAt = timeOf(messageId)?.getTime() ?? Date.UTC(2025, 0, 1) + hash.readUInt32BE(4);
  const micros = BigInt(madeAt) * 1000n + BigInt(hash.readUInt16BE(0) % 1000);
  let rest = (micros << 10n) | BigInt(hash.readUInt16BE(2) & 0x3ff);
  let key = '';
  for (let place = 0; place < 13; place += 1) {
    key = (alphabet[Number(rest & 31n)] ?? '2') + key;
    rest >>= 5n;
  }
  return key;
}
