import { MessagesSquare } from 'lucide';
import type { AsideSummary } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { rowMarkStrings } from '../views/row-marks.strings';

/** On a row: somebody was asked beside the conversation, and has answered or not. What is done is nothing to see. */
export function AsideMark({ asides }: { asides: AsideSummary }) {
  const t = useStrings(rowMarkStrings);
  if (asides.ours + asides.theirs === 0) return null;
  const words = asides.ours > 0 ? t('rowOurs', { count: asides.ours }) : t('rowTheirs', { count: asides.theirs });
  return <span className="row-pub" data-aside={asides.ours > 0 ? 'ours' : 'theirs'} role="img" aria-label={words} title={words}><Icon of={MessagesSquare} size={12} /></span>;
}
