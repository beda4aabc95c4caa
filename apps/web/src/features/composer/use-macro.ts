import { useCallback, useEffect, useRef, useState } from 'react';
import type { AttachmentView, Canned } from '@kontuar/contract';
import { applyMacro } from '../../app/acts/perform';
import { request } from '../../app/client';
import { useActionWords } from '../../app/macros/action-words';
import { macroStrings } from '../../app/macros/macros.strings';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';

export interface ChosenMacro {
  /** Its actions go with the next reply of this conversation. */
  chosen: Canned | null;
  take: (answer: Canned) => void;
  drop: () => void;
}

/** What a canned answer brings beside its words: files at once, actions with the reply; an answer without words acts at once, and can be undone. */
export function useMacro(conversationId: string, attach: (files: readonly AttachmentView[]) => void): ChosenMacro {
  const t = useStrings(macroStrings);
  const toast = useToast();
  const words = useActionWords();
  const latestWords = useRef(words);
  useEffect(() => { latestWords.current = words; });
  const [chosen, setChosen] = useState<Canned | null>(null);
  const here = useRef(attach);
  useEffect(() => { here.current = attach; });
  useEffect(() => setChosen(null), [conversationId]);
  const take = useCallback((answer: Canned) => {
    if (answer.attachments.length > 0) {
      request<AttachmentView[]>('POST', `/canned/${answer.id}/files`, {})
        .then((files) => here.current(files))
        .catch((error: unknown) => void toast({ text: t('notDone', { title: answer.title, reason: problemWords(error) }), tone: 'danger' }));
    }
    if (answer.actions.length === 0) return;
    if (answer.text.trim() !== '') return setChosen(answer);
    void applyMacro(conversationId, answer, latestWords.current);
  }, [conversationId, t, toast]);
  return { chosen, take, drop: useCallback(() => setChosen(null), []) };
}
