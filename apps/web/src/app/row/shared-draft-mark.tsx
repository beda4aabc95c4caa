import { PencilLine } from 'lucide';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { rowStrings } from './row.strings';

/** On a row: an answer is being written that one may go on with. */
export function SharedDraftMark({ by }: { by: string }) {
  const t = useStrings(rowStrings);
  const words = t('sharedDraft', { name: by });
  return <span className="row-pub" role="img" aria-label={words} title={words}><Icon of={PencilLine} size={12} /></span>;
}
