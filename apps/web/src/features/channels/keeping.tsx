import { CalendarClock, Check, TriangleAlert } from 'lucide';
import type { CSSProperties } from 'react';
import type { ChannelView, HealthView } from '@kontuar/contract';
import { inWords } from '../../app/words/in-words';
import { formatDay, formatNumber, formatRelative, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon, RelativeTime, useNow } from '../../ui';
import { keepingStrings } from './keeping.strings';
import { RenewButton } from './renewal-state';
import type { Renewal } from './use-renewal';

/** The last comparison of what the platform holds with what we hold; differences are fetched by themselves. */
export function Reconciliation({ channel }: { channel: ChannelView }) {
  const t = useStrings(keepingStrings);
  const locale = useLocale();
  const now = useNow();
  const last = channel.reconciliation;
  if (last === null) return null;
  return (
    <section className="part" aria-labelledby="h-keep">
      <header><h2 id="h-keep">{t('reconciliation')}</h2></header>
      <div className="card">
        <p className="keep-s" data-s={last.error !== null ? 'failed' : last.missing > 0 ? 'warning' : 'ok'}>
          <Icon of={last.error === null && last.missing === 0 ? Check : TriangleAlert} />
          <span>{last.error !== null ? t('notFinished', { reason: inWords(last.error, locale) }) : last.missing > 0 ? t('mended', { count: last.missing }) : t('allThere')}</span>
        </p>
        <dl className="facts-l">
          <div><dt>{t('comparedAt')}</dt><dd><RelativeTime at={last.lastAt} />, {t('since', { when: formatRelative(locale, new Date(last.since), now) })}</dd></div>
          <div><dt>{t('seen')}</dt><dd>{formatNumber(locale, last.seen)}</dd></div>
          <div><dt>{t('missing')}</dt><dd>{formatNumber(locale, last.missing)}</dd></div>
          <div><dt>{t('fetched')}</dt><dd>{formatNumber(locale, last.fetched)}</dd></div>
        </dl>
      </div>
    </section>
  );
}

type Quota = NonNullable<HealthView['quotas']>[number];
const nearlyFull = 0.8;

/** Bars with their figures in words: how much of the platform's allowance is used. */
export function Quotas({ quotas }: { quotas: readonly Quota[] | undefined }) {
  const t = useStrings(keepingStrings);
  if (quotas === undefined || quotas.length === 0) return null;
  return (
    <section className="part" aria-labelledby="h-quotas">
      <header><h2 id="h-quotas">{t('quotas')}</h2></header>
      <div className="card quotas">{quotas.map((quota) => <Bar key={quota.label} quota={quota} />)}</div>
    </section>
  );
}

function Bar({ quota }: { quota: Quota }) {
  const t = useStrings(keepingStrings);
  const locale = useLocale();
  const now = useNow();
  const share = quota.limit <= 0 ? 1 : quota.used / quota.limit;
  const state = share >= 1 ? 'over' : share >= nearlyFull ? 'full' : undefined;
  const label = inWords(quota.label, locale);
  const words = t('used', { used: formatNumber(locale, quota.used), limit: formatNumber(locale, quota.limit) });
  return (
    <div className="quota">
      <p><b>{label}</b><span>{words}, {t('left', { left: formatNumber(locale, Math.max(0, quota.limit - quota.used)) })}</span></p>
      <span className="load" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={quota.limit} aria-valuenow={Math.min(quota.used, quota.limit)} aria-valuetext={words} data-s={state} style={{ '--l': share } as CSSProperties} />
      {(state !== undefined || quota.resetsAt !== undefined) && (
        <p className="help">
          {state === 'over' ? `${t('quotaFull')} ` : state === 'full' ? `${t('quotaNear')} ` : ''}
          {quota.resetsAt !== undefined && t('resets', { when: formatRelative(locale, new Date(quota.resetsAt), now) })}
        </p>
      )}
    </div>
  );
}

const dayMs = 86_400_000;
const soonDays = 30;

/** When the access ends, in days, and the step that mends it. Far away it is no news. */
export function AccessEnds({ channel, renewal }: { channel: ChannelView; renewal: Renewal }) {
  const t = useStrings(keepingStrings);
  const locale = useLocale();
  const now = useNow();
  if (channel.expiresAt === null) return null;
  const at = new Date(channel.expiresAt);
  const left = at.getTime() - now.getTime();
  const days = Math.floor(left / dayMs);
  if (days > soonDays) return null;
  const day = formatDay(locale, at, now);
  const words = left < 0 ? t('ended', { day }) : days < 1 ? t('endsToday', { time: formatTime(locale, at) }) : t('endsIn', { count: days, day });
  return (
    <p className="ends" data-t={left < 0 ? 'danger' : days < 14 ? 'waiting' : undefined}>
      <Icon of={CalendarClock} />
      <span><b>{t('expiry')} {words}.</b> {t(renewal.offered ? 'mendConsent' : 'mendHand')}</span>
      {renewal.offered ? <RenewButton renewal={renewal} /> : <a className="btn sm" href="#connection">{t('mend')}</a>}
    </p>
  );
}
