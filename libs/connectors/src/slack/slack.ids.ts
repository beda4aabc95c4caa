/** Ids, stored for ever. A message is named by its channel and its time; in its channel alone a time is unique. */
export const messageId = (channel: string, ts: string): string => `${channel}:${ts}`;

/** A message of ours that brings files is named by the first of them: Slack tells its time only later. */
export const fileMessageId = (channel: string, fileId: string): string => `${channel}:${fileId}`;

export interface Place { channel: string; ts?: string; fileId?: string }

export function placeOf(id: string): Place | undefined {
  const found = /^([CDG][A-Z0-9]+)(?::(?:(\d+\.\d+)|(F[A-Z0-9]+)))?$/.exec(id);
  if (found?.[1] === undefined) return undefined;
  return { channel: found[1], ...(found[2] === undefined ? {} : { ts: found[2] }), ...(found[3] === undefined ? {} : { fileId: found[3] }) };
}

/** A direct chat is one conversation; in a channel each thread is, unless the whole channel is meant to be. */
export function threadKeyOf({ channel, ts, thread }: { channel: string; ts: string; thread: string | undefined }, conversations: 'thread' | 'channel'): string {
  return channel.startsWith('D') || conversations === 'channel' ? channel : `${channel}:${thread ?? ts}`;
}

/** "1700000000.000100": seconds since 1970, exact to the millisecond for people. */
export function instant(ts: string | undefined): string {
  const seconds = Number(ts ?? '0');
  return new Date(Math.min(Math.round((Number.isFinite(seconds) ? seconds : 0) * 1000), 4_102_444_800_000)).toISOString();
}
