import { Check, Flag, Merge, Moon, TextCursorInput, Tag as TagIcon, UserPlus, X } from 'lucide';
import type { ReactNode } from 'react';
import { runShortcut, useKeycaps, type ShortcutId } from '../../app/keys';
import { useHasFields } from '../../app/fields/fields';
import { useStrings } from '../../i18n';
import { Button, Icon, IconButton } from '../../ui';
import { inboxStrings } from './inbox.strings';

const acts = [
  { id: 'assign', icon: UserPlus, words: 'assign' },
  { id: 'snooze', icon: Moon, words: 'snooze' },
  { id: 'label', icon: TagIcon, words: 'labels' },
  { id: 'priority', icon: Flag, words: 'priority' },
  { id: 'fill-field', icon: TextCursorInput, words: 'field' },
  { id: 'merge', icon: Merge, words: 'merge' },
  { id: 'resolve', icon: Check, words: 'resolve' },
] as const;

/** What can be done with the rows that are picked; acting keeps the selection until Esc. */
export function BulkBar({ count, whole, onClear }: { count: number; whole: ReactNode; onClear: () => void }) {
  const t = useStrings(inboxStrings);
  const fields = useHasFields();
  return (
    <div className="bulk" role="toolbar" aria-label={t('selectionActs')}>
      {whole ?? <b aria-live="polite">{t('selected', { count })}</b>}
      <span className="grow" />
      {acts.filter(({ id }) => id !== 'fill-field' || fields).map(({ id, icon, words }) => (
        <BulkAct key={id} id={id} label={t(words)}>
          <Icon of={icon} />
        </BulkAct>
      ))}
      <Button size="sm" onClick={onClear} aria-label={t('clearSelection')}>
        <Icon of={X} size={14} />
        <kbd aria-hidden="true">Esc</kbd>
      </Button>
    </div>
  );
}

function BulkAct({ id, label, children }: { id: ShortcutId; label: string; children: ReactNode }) {
  const keys = useKeycaps(id);
  return (
    <IconButton label={label} keys={keys} size="sm" onClick={() => void runShortcut(id)}>
      {children}
    </IconButton>
  );
}
