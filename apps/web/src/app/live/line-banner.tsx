import { CircleArrowUp, TriangleAlert, WifiOff } from 'lucide';
import { formatTime, useLocale, useStrings } from '../../i18n';
import { live, useLive } from '../../realtime/live';
import { Banner, Button, Icon } from '../../ui';
import { useWaitingActs, waitingActs } from '../acts/use-waiting-acts';
import type { WaitingAct } from '../acts/waiting-acts';
import { loadNewVersion, useNewVersion } from '../offline/installed';
import { useOutboxEntries } from '../outbox/use-outbox';
import { liveStrings } from './live.strings';
import './line-banner.css';

const heldWords = { wrote: 'heldWrote', changed: 'heldChanged', reply: 'heldReply', refused: 'heldRefused' } as const satisfies Record<NonNullable<WaitingAct['why']>, string>;

/**
 * After eight seconds without a line: up to when the screen is certain, what waits here, one thing to do. When it is back: what
 * was done meanwhile and could not leave as it was meant, one at a time.
 */
export function LineBanner() {
  const t = useStrings(liveStrings);
  const locale = useLocale();
  const { state, certainAt } = useLive();
  const acts = useWaitingActs();
  const waiting = acts.filter((act) => act.state === 'waiting').length + useOutboxEntries().filter((entry) => entry.state === 'waiting' || entry.state === 'sending').length;
  const newVersion = useNewVersion();
  const held = acts.find((act) => act.state === 'held');
  if (state === 'offline') {
    return (
      <Banner icon={<Icon of={WifiOff} />} action={<Button tone="ghost" size="sm" onClick={live.tryNow}>{t('tryNow')}</Button>}>
        <b>{t('offline')}</b> {certainAt === null ? t('offlineNever') : t('offlineUpTo', { time: formatTime(locale, new Date(certainAt)) })}
        {waiting > 0 && <> {t('waits', { count: waiting })}</>}
      </Banner>
    );
  }
  if (held !== undefined) {
    return (
      <Banner
        urgent icon={<Icon of={TriangleAlert} />}
        action={<><Button size="sm" onClick={() => waitingActs()?.drop(held.id)}>{t('leaveIt')}</Button><Button tone="ghost" size="sm" onClick={() => waitingActs()?.insist(held.id)}>{t('doIt')}</Button></>}
      >
        {t(heldWords[held.why ?? 'refused'], { who: held.known.contact.name, what: held.text })}
      </Banner>
    );
  }
  if (newVersion) return <Banner tone="info" icon={<Icon of={CircleArrowUp} />} action={<Button tone="ghost" size="sm" onClick={loadNewVersion}>{t('load')}</Button>}>{t('newVersion')}</Banner>;
  return null;
}
