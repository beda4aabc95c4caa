import type { AttachmentView, LetterChoices, Visibility } from '@kontuar/contract';
import { standsIn } from '../../app/letter/stands-in';

/** What one person has begun to write in one conversation. */
export interface LocalDraft {
  text: string;
  /** Of a letter that is more than its words. */
  html: string | null;
  letter: LetterChoices;
  attachments: AttachmentView[];
  /** Newest seq on screen when writing began: the server refuses the reply once when there is a newer one. */
  sinceSeq: number;
  cc: string[] | null;
  /** Whom the words are meant for; null: nobody chose, so it is where the customer spoke last. 'unknown': begun where nobody said for whom. */
  side: Visibility | 'unknown' | null;
  updatedAt: string;
}
export type DraftKind = 'reply' | 'note';
export interface LocalDrafts { kind: DraftKind; reply: LocalDraft | null; note: LocalDraft | null }

export const noDrafts: LocalDrafts = { kind: 'reply', reply: null, note: null };

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'> | null;

export function readDrafts(storage: Storage, memberId: string, conversationId: string): LocalDrafts {
  try {
    const kept = JSON.parse(storage?.getItem(keyOf(memberId, conversationId)) ?? 'null') as Partial<LocalDrafts> | null;
    return { kind: kept?.kind === 'note' ? 'note' : 'reply', reply: whole(kept?.reply), note: whole(kept?.note) };
  } catch {
    return noDrafts;
  }
}

export function keepDrafts(storage: Storage, memberId: string, conversationId: string, drafts: LocalDrafts): void {
  try {
    if (isEmpty(drafts.reply) && isEmpty(drafts.note)) storage?.removeItem(keyOf(memberId, conversationId));
    else storage?.setItem(keyOf(memberId, conversationId), JSON.stringify(drafts));
  } catch { /* storage is full or refused: the server's copy, a second later, has to do */ }
}

export function isEmpty(draft: Pick<LocalDraft, 'text' | 'attachments'> | null): boolean {
  return draft === null || (draft.text.trim() === '' && draft.attachments.length === 0);
}

/** Pictures in the text are not beside it; those that were taken out of it again are nowhere, and come back with undo. */
export function beside({ html, attachments }: Pick<LocalDraft, 'html' | 'attachments'>): AttachmentView[] {
  return attachments.filter((file) => !file.inline && !standsIn(html, file));
}

/** The files that leave: those beside the text, and the pictures that stand in it. */
export function leaving({ html, attachments }: Pick<LocalDraft, 'html' | 'attachments'>): AttachmentView[] {
  return attachments.filter((file) => !file.inline || standsIn(html, file));
}

/** After a reload: the one changed last wins. The browser's copy is newer at every key, the server's after another device. */
export function newerDraft(local: LocalDraft | null, server: LocalDraft | null): LocalDraft | null {
  if (isEmpty(local)) return isEmpty(server) ? null : server;
  if (isEmpty(server) || server === null || local === null) return local;
  return Date.parse(server.updatedAt) > Date.parse(local.updatedAt) ? server : local;
}

function whole(draft: LocalDraft | null | undefined): LocalDraft | null {
  if (!draft || typeof draft.text !== 'string' || typeof draft.updatedAt !== 'string') return null;
  return {
    text: draft.text, html: typeof draft.html === 'string' ? draft.html : null, letter: draft.letter ?? {}, attachments: Array.isArray(draft.attachments) ? draft.attachments : [],
    sinceSeq: typeof draft.sinceSeq === 'number' ? draft.sinceSeq : 0, cc: Array.isArray(draft.cc) ? draft.cc : null, side: draft.side ?? null, updatedAt: draft.updatedAt,
  };
}

function keyOf(memberId: string, conversationId: string): string {
  return `kontuar.draft.${memberId}.${conversationId}`;
}
