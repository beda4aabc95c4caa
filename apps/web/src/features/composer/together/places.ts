import { browserStorage } from '../../../app/outbox/use-outbox';
import type { KeptState } from './port';
import { fromBase64, toBase64 } from './port';

const choiceKey = (memberId: string, conversationId: string): string => `kontuar.together.${memberId}.${conversationId}`;
const wordsKey = (memberId: string, draftId: string): string => `kontuar.together-words.${memberId}.${draftId}`;

/** Whether this member, on this machine, is in the draft: by their own choice, else because they shared it. */
export function isIn(memberId: string, conversationId: string, draft: { id: string; ownerId: string }): boolean {
  const choice = read(choiceKey(memberId, conversationId));
  return choice === `in:${draft.id}` || (draft.ownerId === memberId && choice !== `out:${draft.id}`);
}

export function choose(memberId: string, conversationId: string, draftId: string, into: boolean): void {
  write(choiceKey(memberId, conversationId), `${into ? 'in' : 'out'}:${draftId}`);
}

/** Words that the server has not acknowledged: here after a crash of the browser, and after days without a line. */
export function keptWords(memberId: string, draftId: string): KeptState {
  const key = wordsKey(memberId, draftId);
  return {
    read: () => {
      const kept = read(key);
      try {
        return kept === null ? null : fromBase64(kept);
      } catch {
        return null;
      }
    },
    keep: (state) => write(key, state === null ? null : toBase64(state)),
  };
}

function read(key: string): string | null {
  try {
    return browserStorage()?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) browserStorage()?.removeItem(key);
    else browserStorage()?.setItem(key, value);
  } catch { /* storage is full or refused: the server, a tenth of a second later, has to do */ }
}
