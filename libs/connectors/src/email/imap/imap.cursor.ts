import type { Json } from '../../contract';

/** How far a mailbox was read: everything up to `lastUid` is stored. */
export interface MailboxCursor {
  uidValidity: string;
  lastUid: number;
  /** ISO 8601: mails that arrived before are never fetched (the channel starts from its first connection). */
  since: string;
  /** ISO 8601: arrival of the newest mail that is stored; from where a mailbox is listed again when its UIDs changed. */
  newestAt?: string;
}

export type ImapCursor = Record<string, MailboxCursor>;

export function readCursor(cursor: Json | undefined): ImapCursor {
  if (cursor === undefined || cursor === null || typeof cursor !== 'object' || Array.isArray(cursor)) return {};
  const read: ImapCursor = {};
  for (const [mailbox, state] of Object.entries(cursor)) {
    if (state === null || typeof state !== 'object' || Array.isArray(state)) continue;
    const { uidValidity, lastUid, since, newestAt } = state;
    if (typeof uidValidity !== 'string' || typeof lastUid !== 'number') continue;
    read[mailbox] = { uidValidity, lastUid, since: typeof since === 'string' ? since : new Date(0).toISOString(), ...(typeof newestAt === 'string' ? { newestAt } : {}) };
  }
  return read;
}

export function writeCursor(cursor: ImapCursor): Json {
  return Object.fromEntries(Object.entries(cursor).map(([mailbox, state]) => [mailbox, { ...state }]));
}
