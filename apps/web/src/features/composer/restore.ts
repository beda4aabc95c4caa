import type { AttachmentView, Visibility } from '@kontuar/contract';
import { command } from '../../app/commands';
import { browserStorage } from '../../app/outbox/use-outbox';
import { isEmpty, keepDrafts, readDrafts, type DraftKind, type LocalDraft } from './drafts';

export interface Restored { conversationId: string; private: boolean; text: string; attachments: AttachmentView[]; cc: string[]; side?: Visibility | undefined }

/** Conversations whose composer is on screen. */
const mounted = new Set<string>();

export function markMounted(conversationId: string): () => void {
  mounted.add(conversationId);
  return () => void mounted.delete(conversationId);
}

/** Back into the composer when it is on screen, else into the draft that it will find. */
export function restore(memberId: string, restored: Restored): void {
  if (mounted.has(restored.conversationId)) return command('restore', restored);
  const drafts = readDrafts(browserStorage(), memberId, restored.conversationId);
  const kind: DraftKind = restored.private ? 'note' : 'reply';
  keepDrafts(browserStorage(), memberId, restored.conversationId, { ...drafts, kind, [kind]: { ...joined(drafts[kind], restored), updatedAt: new Date().toISOString() } });
}

/** What comes back stands before what was begun meanwhile; nothing is lost. */
export function joined(draft: LocalDraft | null, restored: Pick<Restored, 'text' | 'attachments' | 'cc' | 'side'>): Omit<LocalDraft, 'updatedAt'> {
  const begun = draft === null || isEmpty(draft) || draft.text.trim() === restored.text.trim() ? '' : draft.text;
  const known = new Map([...restored.attachments, ...(draft?.attachments ?? [])].map((file) => [file.id, file]));
  return {
    text: begun === '' ? restored.text : `${restored.text}\n\n${begun}`, attachments: [...known.values()],
    sinceSeq: draft?.sinceSeq ?? 0, cc: restored.cc.length > 0 ? restored.cc : draft?.cc ?? null, side: restored.side ?? draft?.side ?? null,
  };
}
