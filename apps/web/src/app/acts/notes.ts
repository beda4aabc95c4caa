import type { MessageView, NotePatch } from '@kontuar/contract';
import { translate } from '../../i18n';
import { mergeMessage, type MessagePages } from '../message-pages';
import { queryClient } from '../query-client';
import { queryKeys } from '../query-keys';
import { actsStrings } from './acts.strings';
import { perform } from './perform';

/** As it will be; without a line it stays so until the server is told. */
function show(note: MessageView): void {
  queryClient.setQueryData<MessagePages>(queryKeys.messages(note.conversationId), (pages) => {
    if (pages === undefined) return undefined;
    const merged = mergeMessage(pages, note);
    return merged.outcome === 'merged' ? merged.pages : pages;
  });
}

async function change(note: MessageView, next: MessageView, { method, path, body, words, back }: { method: 'PATCH' | 'DELETE' | 'POST'; path: string; body: object; words: 'noteChanged' | 'noteDeleted' | 'noteBack'; back?: () => void }): Promise<void> {
  show(next);
  const changed = await perform({
    ids: [note.conversationId], guess: () => ({}), one: () => ({ method, path: `/notes/${note.id}${path}`, body: { ...body } }), later: { touches: [], answers: false },
    words: () => translate(actsStrings, words), ...(back === undefined ? {} : { back }),
  });
  if (changed === 0) show(note);
}

export function editNote(note: MessageView, patch: NotePatch): Promise<void> {
  return change(note, { ...note, text: patch.text, mentions: patch.mentions, editedAt: new Date().toISOString() }, { method: 'PATCH', path: '', body: patch, words: 'noteChanged' });
}

export function deleteNote(note: MessageView): Promise<void> {
  const gone = { ...note, text: '', attachments: [], deletedAt: new Date().toISOString() };
  return change(note, gone, { method: 'DELETE', path: '', body: {}, words: 'noteDeleted', back: () => void change(gone, note, { method: 'POST', path: '/restore', body: {}, words: 'noteBack' }) });
}
