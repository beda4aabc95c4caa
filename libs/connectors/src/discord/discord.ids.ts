/** Ids, stored for ever. A message is named with its channel, for every call about it needs both. */
export const messageId = (channel: string, id: string): string => `${channel}:${id}`;

export function placeOfMessage(externalId: string): { channel: string; id: string } | undefined {
  const [, channel, id] = /^(\d+):(\d+)$/.exec(externalId) ?? [];
  return channel === undefined || id === undefined ? undefined : { channel, id };
}

/** Private: the chat. In a channel: what one person asks there. A thread is one conversation. Public keys alone have a colon. */
export const directKey = (channel: string): string => channel;
export const channelKey = (channel: string, person: string): string => `${channel}:${person}`;
export const roomKey = (thread: string): string => `${thread}:*`;

export const channelOf = (threadKey: string): string | undefined => /^(\d+)(:(\d+|\*))?$/.exec(threadKey)?.[1];
export const isPublicKey = (threadKey: string): boolean => threadKey.includes(':');

const epoch = 1_420_070_400_000n;

/** The smallest id that Discord would have given then. */
export const snowflakeAt = (milliseconds: number): string => {
  const since = BigInt(Math.max(0, Math.floor(milliseconds))) - epoch;
  return ((since > 0n ? since : 0n) << 22n).toString();
};
export const timeOf = (snowflake: string): number => Number((BigInt(snowflake) >> 22n) + epoch);
export const isLater = (id: string, than: string): boolean => BigInt(id) > BigInt(than);

/** Our own id within the 25 characters that Discord carries along, and back. */
export function nonceOf(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}
export function uuidOf(nonce: unknown): string | undefined {
  if (typeof nonce !== 'string' || !/^[\w-]{22}$/.test(nonce)) return undefined;
  const hex = Buffer.from(nonce, 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
/** When we made it: our ids begin with the time. */
export const madeAt = (uuid: string): number => parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
