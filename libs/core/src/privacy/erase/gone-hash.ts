import { createHash, createHmac } from 'node:crypto';
import type { Secrets } from '@kontuar/platform';

/**
 * What of the erased is kept to know them again is kept as hashes under a key of the installation: addresses and ids of messages are few enough to be tried one
 * after the other, and a copy of the database alone must not tell whose they were.
 */
export const goneKey = (secrets: Secrets): Buffer => secrets.keyFor('erased');

const keyed = (key: Buffer, text: Buffer | string): Buffer => createHmac('sha256', key).update(text).digest();

/** As version 1 kept them, without a key: 16 bytes. */
export const plainGoneHash = (channelId: string, externalId: string): Buffer => createHash('sha256').update(`${channelId} ${externalId}`).digest().subarray(0, 16);
const GONE_BYTES = 20;
/** Of what was kept without a key, too: so nothing has to be known again to put it under the key. */
export const underKey = (key: Buffer, plain: Buffer): Buffer => keyed(key, plain).subarray(0, GONE_BYTES);
/** Of a message that a platform may tell of again: its id there, as it is kept once the message is gone. */
export const goneHash = (key: Buffer, channelId: string, externalId: string): Buffer => underKey(key, plainGoneHash(channelId, externalId));

const KEYED = 'k1.';
export const isKeyed = (hash: string): boolean => hash.startsWith(KEYED);
/** Of what was kept without a key: SHA-256 in hex. */
export const wordUnderKey = (key: Buffer, plain: string): string => (isKeyed(plain) ? plain : KEYED + keyed(key, plain).toString('base64url'));
/** To tell whether an address is one that was erased, without keeping it. */
export const wordHash = (key: Buffer, word: string): string => wordUnderKey(key, createHash('sha256').update(word.trim().toLowerCase()).digest('hex'));
