import { createHash } from 'node:crypto';

/** Of a message that a platform may tell of again: its id there, as it is kept once the message is gone. */
export const goneHash = (channelId: string, externalId: string): Buffer => createHash('sha256').update(`${channelId} ${externalId}`).digest().subarray(0, 16);
