import { WifiOff } from 'lucide-react';
import { formatTime, useLocale, useStrings } from '../../i18n';
import { live, useLive } from '../../realtime/live';
import { Banner, Button, Icon } from '../../ui';
import { liveStrings } from './live.strings';
import './line-banner.css';

/** After eight seconds without a line: up to when the screen is certain, what is safe, one thing to do. */
export function LineBanner() {
  const t = useStrings(liveStrings);
  const locale = useLocale();
  const { state, certainAt } = useLive();
  if (state !== 'offline') return null;
  return (
    <Banner icon={<Icon of={WifiOff} />} action={<Button tone="ghost" size="sm" onClick={live.tryNow}>{t('tryNow')}</Button>}>
      <b>{t('offline')}</b> {certainAt === null ? t('offlineNever') : t('offlineUpTo', { time: formatTime(locale, new Date(certainAt)) })}
    </Banner>
  );
}
