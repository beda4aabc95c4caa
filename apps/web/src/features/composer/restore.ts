import type { AttachmentView, LetterChoices, SharedDraftAnswer, Visibility } from '@kontuar/contract';
import { request } from '../../app/client';
import { command } from '../../app/commands';
import { linesAsHtml } from '../../app/letter/lines-as-html';
import { browserStorage } from '../../app/outbox/use-outbox';
import { isEmpty, keepDrafts, readDrafts, type DraftKind, type LocalDraft } from './drafts';
import { sentHere } from './together/sent-here';

export interface Restored { conversationId: string; private: boolean; text: string; html?: string | null | undefined; letter?: LetterChoices | undefined; attachments: AttachmentView[]; cc: string[]; side?: Visibility | undefined; sharedDraft?: string | undefined }

/** Conversations whose composer is on screen. */
const mounted = new Set<string>();

export function markMounted(conversationId: string): () => void {
  mounted.add(conversationId);
  return () => void mounted.delete(conversationId);
}

/** Back into the composer when it is on screen, else into the draft that it will find; what was written together comes back to all who wrote it. */
export async function restore(memberId: string, { sharedDraft, ...own }: Restored): Promise<void> {
  const together = sharedDraft !== undefined && (await isOpenAgain(own.conversationId, sharedDraft));
  if (together) sentHere.open(sharedDraft);
  const restored: Restored = together ? { ...own, sharedDraft } : own;
  if (mounted.has(restored.conversationId)) return command('restore', restored);
  if (together) return;
  const drafts = readDrafts(browserStorage(), memberId, restored.conversationId);
  const kind: DraftKind = restored.private ? 'note' : 'reply';
  keepDrafts(browserStorage(), memberId, restored.conversationId, { ...drafts, kind, [kind]: { ...joined(drafts[kind], restored), updatedAt: new Date().toISOString() } });
}

/** Unless another one was shared meanwhile. Where nobody answers, it never left. */
async function isOpenAgain(conversationId: string, draftId: string): Promise<boolean> {
  try {
    return (await request<SharedDraftAnswer>('GET', `/conversations/${conversationId}/shared-draft`)).draft?.id === draftId;
  } catch {
    return true;
  }
}

/** What comes back stands before what was begun meanwhile; nothing is lost. */
export function joined(draft: LocalDraft | null, restored: Pick<Restored, 'text' | 'html' | 'letter' | 'attachments' | 'cc' | 'side'>): Omit<LocalDraft, 'updatedAt'> {
  const begun = draft === null || isEmpty(draft) || draft.text.trim() === restored.text.trim() ? '' : draft.text;
  const known = new Map([...restored.attachments, ...(draft?.attachments ?? [])].map((file) => [file.id, file]));
  return {
    text: begun === '' ? restored.text : `${restored.text}\n\n${begun}`, html: joinedHtml(restored, begun, draft), letter: restored.letter ?? draft?.letter ?? {}, attachments: [...known.values()],
    sinceSeq: draft?.sinceSeq ?? 0, cc: restored.cc.length > 0 ? restored.cc : draft?.cc ?? null, side: restored.side ?? draft?.side ?? null,
  };
}

/** Where either of them has a look, both get one. */
function joinedHtml(restored: Pick<Restored, 'text' | 'html'>, begun: string, draft: LocalDraft | null): string | null {
  const html = restored.html ?? null;
  if (begun === '') return html;
  if (html === null && (draft?.html ?? null) === null) return null;
  return `${html ?? linesAsHtml(restored.text)}<p><br></p>${draft?.html ?? linesAsHtml(begun)}`;
}
