import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MessageView } from '@kontuar/contract';
import { translate } from '../../i18n';
import { announce, useToast } from '../../ui';
import { problemWords } from '../../app/problem-words';
import type { HeldPlace } from './held-place';
import { showAround } from './queries';
import { threadStrings } from './thread.strings';

/**
 * Brings the message that the address names into sight, however far back it lies, and says which one it is. Returns its seq while it
 * is to be marked. `found` is the same for the same wish: opening one hit twice goes there twice.
 */
export function useFoundMessage(conversationId: string, found: { seq: number; visit: string } | undefined, messages: readonly MessageView[], place: HeldPlace): number | undefined {
  const client = useQueryClient();
  const toast = useToast();
  const [wish, setWish] = useState<{ seq: number; visit: string }>();
  const done = useRef('');
  const loaded = messages.length > 0;
  // Something is loaded: either it is there, or the page around it is asked for.
  useEffect(() => {
    if (found === undefined || !loaded || done.current === found.visit) return;
    done.current = found.visit;
    if (messages.some(({ seq }) => seq === found.seq)) return setWish(found);
    let dropped = false;
    showAround(client, conversationId, found.seq).then(
      () => { if (!dropped) setWish(found); },
      (error: unknown) => void toast({ text: translate(threadStrings, 'foundFailed', { reason: problemWords(error) }), tone: 'danger' }),
    );
    return () => {
      dropped = true;
      // Left before it came: the next look asks again.
      done.current = '';
    };
  // oxlint-disable-next-line react/exhaustive-deps -- a new message is no reason to go there again
  }, [found?.visit, loaded, conversationId, client]);

  const { toSeq } = place;
  useLayoutEffect(() => {
    if (wish === undefined) return;
    toSeq(wish.seq);
    const message = messages.find(({ seq }) => seq === wish.seq);
    if (message !== undefined) announce(translate(threadStrings, 'foundAt', { name: message.author.name, text: message.text.slice(0, 200) }));
  // oxlint-disable-next-line react/exhaustive-deps -- what is drawn later is held in place by useHeldPlace
  }, [wish, toSeq]);
  return found === undefined ? undefined : wish?.seq;
}
