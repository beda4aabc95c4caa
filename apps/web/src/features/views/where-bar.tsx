import { useNavigate, useSearch } from '@tanstack/react-router';
import { X } from 'lucide';
import { command } from '../../app/commands';
import { useCan } from '../../app/me';
import { useShownView } from '../../app/views/queries';
import { useSpeaker } from '../../app/views/speaker';
import { sentenceOf } from '../../app/views/sentence';
import { useStrings } from '../../i18n';
import { Icon, IconButton } from '../../ui';
import { viewStrings } from '../../app/filters/conversations/editor.strings';
import './views.css';

/** A filter that has no name yet, said as a sentence above the list, with the way to keep it and the way out. */
export function WhereBar() {
  const t = useStrings(viewStrings);
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { saved?: string; where?: string };
  const { tree, view } = useShownView(search);
  const speaker = useSpeaker();
  const maySave = useCan('view.save');
  if (search.where === undefined || tree === undefined) return null;
  return (
    <div className="where" role="group" aria-label={t('filtered')}>
      <p>{sentenceOf(tree, speaker)}</p>
      <button type="button" className="lnk" onClick={() => command('view-editor', { naming: false })}>{t('edit')}</button>
      {maySave && view === undefined && <button type="button" className="lnk" onClick={() => command('view-editor', { naming: true })}>{t('saveThis')}</button>}
      <IconButton size="sm" tone="ghost" label={t('clear')} onClick={() => void navigate({ to: '/inbox/$view', params: { view: view === undefined ? 'mine' : 'all' }, search: view === undefined ? {} : { saved: view.id } })}>
        <Icon of={X} size={14} />
      </IconButton>
    </div>
  );
}
