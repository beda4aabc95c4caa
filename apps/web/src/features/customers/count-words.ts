import type { ConversationCount } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { customersStrings } from './customers.strings';

/** How many customers, in words; nothing while it is not known. */
export function useCountWords(): (count: ConversationCount | undefined) => string {
  const t = useStrings(customersStrings);
  const locale = useLocale();
  return (count) => (count === undefined ? '' : count.count === null ? t('unknown') : count.more ? t('countMore', { count: formatNumber(locale, count.count) }) : t('count', { count: count.count }));
}
