import { Check, CornerUpLeft, ExternalLink, Flag, Forward, Inbox, Merge, Moon, SquareCheck, Tag as TagIcon, TextCursorInput, UserCheck, UserPlus } from 'lucide';
import { useRouter } from '@tanstack/react-router';
import type { View } from '@kontuar/contract';
import { cachedConversation } from '../../app/acts/cached';
import { target } from '../../app/acts/target';
import { runShortcut, useKeycaps, type ShortcutId } from '../../app/keys';
import { useHasFields } from '../../app/fields/fields';
import { useStrings } from '../../i18n';
import { MenuAt, MenuItem, MenuSeparator } from '../../ui';
import type { InboxSearch } from './filter';
import { inboxStrings } from './inbox.strings';

export interface RowMenuAt { id: string; x: number; y: number }

interface RowMenuProps { at: RowMenuAt | null; onClose: () => void; onOpen: (id: string) => void; onSelect: (id: string) => void; view: View; search: InboxSearch }

/** Everything that can be done with a row, for those who point: the same acts as the keys and the swipes. */
export function RowMenu({ at, onClose, onOpen, onSelect, view, search }: RowMenuProps) {
  const t = useStrings(inboxStrings);
  const router = useRouter();
  const fields = useHasFields();
  if (at === null) return null;
  const conversation = cachedConversation(at.id);
  const resolved = conversation?.state === 'resolved';
  const href = () => router.buildLocation({ to: '/inbox/$view/$conversationId', params: { view, conversationId: at.id }, search }).href;
  const act = (id: ShortcutId) => () => {
    target.change({ pointed: at.id });
    // The menu gives the focus back first; the act's own dialog then takes it.
    setTimeout(() => {
      runShortcut(id);
      target.change({ pointed: null });
    }, 0);
  };
  return (
    <MenuAt at={{ left: at.x, top: at.y }} onClose={onClose} label={t('menuOf', { name: conversation?.contact.name ?? '' })}>
      <MenuItem icon={CornerUpLeft} onSelect={() => onOpen(at.id)}>{t('openIt')}</MenuItem>
      <MenuItem icon={ExternalLink} onSelect={() => void window.open(href(), '_blank', 'noopener')}>{t('openTab')}</MenuItem>
      <MenuSeparator />
      <ActItem id="assign-me" icon={UserCheck} onSelect={act('assign-me')}>{t('assignMe')}</ActItem>
      <ActItem id="assign" icon={UserPlus} onSelect={act('assign')}>{t('assign')}</ActItem>
      <ActItem id="hand-over" icon={Forward} onSelect={act('hand-over')}>{t('handOver')}</ActItem>
      <ActItem id="unassign" icon={Inbox} onSelect={act('unassign')}>{t('unassign')}</ActItem>
      <MenuSeparator />
      <ActItem id="snooze" icon={Moon} onSelect={act('snooze')}>{t('snooze')}</ActItem>
      <ActItem id="resolve" icon={Check} onSelect={act('resolve')}>{t(resolved ? 'reopen' : 'resolve')}</ActItem>
      <ActItem id="priority" icon={Flag} onSelect={act('priority')}>{t('priority')}</ActItem>
      <ActItem id="label" icon={TagIcon} onSelect={act('label')}>{t('labels')}</ActItem>
      {fields && <ActItem id="fill-field" icon={TextCursorInput} onSelect={act('fill-field')}>{t('field')}</ActItem>}
      <ActItem id="merge" icon={Merge} onSelect={act('merge')}>{t('merge')}</ActItem>
      <MenuSeparator />
      <ActItem id="select" icon={SquareCheck} onSelect={() => onSelect(at.id)}>{t('selectIt')}</ActItem>
    </MenuAt>
  );
}

function ActItem({ id, icon, onSelect, children }: { id: ShortcutId; icon: typeof Check; onSelect: () => void; children: string }) {
  const keys = useKeycaps(id);
  return <MenuItem icon={icon} keys={keys} onSelect={onSelect}>{children}</MenuItem>;
}
