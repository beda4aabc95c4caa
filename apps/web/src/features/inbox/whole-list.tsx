import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Filter } from '@kontuar/contract';
import { target } from '../../app/acts/target';
import { countQuery, countWords } from '../../app/views/queries';
import { useStrings } from '../../i18n';
import { Button } from '../../ui';
import { inboxStrings } from './inbox.strings';

/** All that is loaded is selected and there is more: one step takes everything that matches, and says how many that are. */
export function WholeList({ filter }: { filter: Filter }) {
  const t = useStrings(inboxStrings);
  const { data } = useQuery(countQuery(filter));
  const whole = useSyncExternalStore(target.subscribe, () => target.get().whole);
  const total = data === undefined ? '…' : countWords(data);
  if (whole !== null) return <b aria-live="polite">{t('wholeOn', { total: whole.total })}</b>;
  return <Button size="sm" className="whole" onClick={() => target.change({ whole: { filter, total } })}>{t('wholeOffer', { total })}</Button>;
}
