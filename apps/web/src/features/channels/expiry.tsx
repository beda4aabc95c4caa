import { formatRelative, useLocale, useStrings } from '../../i18n';
import { useNow } from '../../ui';
import { channelsStrings } from './channels.strings';

const soonMs = 14 * 86_400_000;

/** When the access ends; amber two weeks before, brick after. */
export function Expiry({ at }: { at: string }) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const now = useNow();
  const left = new Date(at).getTime() - now.getTime();
  const when = formatRelative(locale, new Date(at), now);
  return (
    <span className="expiry" data-t={left < 0 ? 'danger' : left < soonMs ? 'waiting' : undefined}>
      {left < 0 ? t('accessEnded', { when }) : t('accessEnds', { when })}
    </span>
  );
}
