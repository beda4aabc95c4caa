import { createHash } from 'node:crypto';
import { fold } from '@kontuar/language';

/** The same for texts that differ in capitals, marks, spaces, emoji, numbers and names that are called: what is copied from place to place. Null: too short to be said twice on purpose. */
export function sameText(text: string): string | null {
  const bare = fold(text.slice(0, 2000)).replace(/@[\p{L}\p{N}._-]+/gu, ' ').replace(/[^\p{L}]+/gu, ' ').replace(/(\p{L})\1{2,}/gu, '$1').trim();
  return bare.replace(/\s/g, '').length < 8 ? null : createHash('sha256').update(bare).digest('base64url').slice(0, 22);
}
