import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** Time-ordered, so that new rows land at the end of their index. */
export const newId = (): string => v7();

/** 32 random bytes for sessions, invitations and API tokens. */
export const newToken = (): string => randomBytes(32).toString('base64url');
