import { FolderInput, GitBranch, X } from 'lucide';
import { useEffect } from 'react';
import type { ConversationView, MessageView } from '@kontuar/contract';
import { moveMessages } from '../../app/acts/moves';
import { pickedMessages, usePicked } from '../../app/acts/picked-messages';
import { command } from '../../app/commands';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { formatTime, useLocale, useStrings } from '../../i18n';
import { Button, Icon, IconButton } from '../../ui';
import { moveStrings } from './moves.strings';

/** X picks the message that is pointed at or has the focus; Esc lets go of all. Elsewhere the keys are the list's. */
export function usePickingKeys(conversationId: string): void {
  const may = useCan('conversation.triage');
  useShortcut('select', () => {
    const entry = document.activeElement?.closest('.tl [data-pick]') ?? document.querySelector('.tl [data-pick]:hover');
    const id = entry?.getAttribute('data-pick');
    if (!may || id == null) return false;
    pickedMessages.toggle(conversationId, id);
    return true;
  }, { priority: 1 });
  useShortcut('back', () => {
    if (pickedMessages.get().ids.size === 0) return false;
    pickedMessages.clear();
    return true;
  }, { priority: 1 });
  useEffect(() => () => pickedMessages.clear(), [conversationId]);
}

/** In front of a message while something is picked: a thumb needs no key. */
export function PickBox({ conversationId, message }: { conversationId: string; message: MessageView }) {
  const t = useStrings(moveStrings);
  const locale = useLocale();
  const picked = usePicked(conversationId);
  if (picked.size === 0) return null;
  return (
    <label className="pickbox">
      <input type="checkbox" checked={picked.has(message.id)} onChange={() => pickedMessages.toggle(conversationId, message.id)} aria-label={t('pickIt', { who: message.author.name, time: formatTime(locale, new Date(message.at)) })} />
    </label>
  );
}

export function PickedBar({ conversation, onOpen }: { conversation: ConversationView; onOpen: ((id: string) => void) | undefined }) {
  const t = useStrings(moveStrings);
  const ids = [...usePicked(conversation.id)];
  if (ids.length === 0) return null;
  const own = async () => {
    const moved = await moveMessages(conversation.id, ids, null);
    if (moved === undefined) return;
    pickedMessages.clear();
    onOpen?.(moved.id);
  };
  return (
    <div className="picked-bar" role="toolbar" aria-label={t('pickedActs')}>
      <b aria-live="polite">{t('picked', { count: ids.length })}</b>
      <span className="grow" />
      <Button size="sm" onClick={() => command('move-messages', { conversationId: conversation.id, messageIds: ids })}><Icon of={FolderInput} size={14} />{t('move')}</Button>
      <Button size="sm" onClick={() => void own()}><Icon of={GitBranch} size={14} />{t('ownOne')}</Button>
      <IconButton size="sm" label={t('clear')} onClick={() => pickedMessages.clear()}><Icon of={X} size={14} /></IconButton>
    </div>
  );
}
