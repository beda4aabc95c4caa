import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide';
import { runShortcut, useKeycaps, type ShortcutId } from '../../app/keys';
import { useStrings } from '../../i18n';
import { Button, Icon, IconButton } from '../../ui';
import { boardStrings } from './board.strings';
import { amount } from './moves';
import { previewQuery } from './queries';

const acts = [
  { id: 'assign', words: 'assign' }, { id: 'board-spread', words: 'spreadShort' }, { id: 'unassign', words: 'toQueue' }, { id: 'board-team', words: 'team' }, { id: 'snooze', words: 'snooze' },
] as const;

/** What can be done with the rows that are selected, on whatever columns they stand. */
export function PickBar({ ids, onClear }: { ids: readonly string[]; onClear: () => void }) {
  const t = useStrings(boardStrings);
  const { data: preview } = useQuery(previewQuery(ids));
  return (
    <div className="bd-pick" role="toolbar" aria-label={t('selectionActs')}>
      <b aria-live="polite">{t('selected', { count: ids.length })}</b>
      {preview !== undefined && <span className="mut">{t('weight', { weight: amount(preview.weight) })}</span>}
      {acts.map(({ id, words }) => <Act key={id} id={id}>{t(words)}</Act>)}
      <IconButton label={t('clearSelection')} keys={['Esc']} size="sm" onClick={onClear}><Icon of={X} size={14} /></IconButton>
    </div>
  );
}

function Act({ id, children }: { id: ShortcutId; children: string }) {
  const keys = useKeycaps(id);
  return <Button size="sm" keys={keys} onClick={() => void runShortcut(id)}>{children}</Button>;
}
