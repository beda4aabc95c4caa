import './day.css';
import { useSyncExternalStore } from 'react';
import type { ListeningDay } from '@kontuar/contract';
import { networkName } from '../../app/network-names';
import { formatNumber, formatTime, useLocale, useStrings } from '../../i18n';
import { ChannelMark } from '../../ui';
import { DayChart } from './day-chart';
import { dayStrings } from './day.strings';
import { markOf } from './mention-card';

const wide = matchMedia('(min-width: 1240px)');
const subscribe = (changed: () => void) => {
  wide.addEventListener('change', changed);
  return () => wide.removeEventListener('change', changed);
};

interface DayProps { of: ListeningDay; /** The place to which the stream is narrowed. */ chosen: string; onPlace: (platform: string) => void }

/** How the last day went, beside the stream where there is room; folded away above it elsewhere. */
export function DayPart({ place, ...props }: DayProps & { place: 'beside' | 'above' }) {
  const t = useStrings(dayStrings);
  const isWide = useSyncExternalStore(subscribe, () => wide.matches);
  if (isWide !== (place === 'beside')) return null;
  if (isWide) return <aside className="hear-day" aria-label={t('day')}><h2>{t('day')} <Since at={props.of.since} /></h2><Day {...props} /></aside>;
  return <details className="hear-fold"><summary><b>{t('day')}</b> <Since at={props.of.since} /></summary><Day {...props} /></details>;
}

function Since({ at }: { at: string }) {
  const t = useStrings(dayStrings);
  return <span className="mut">{t('since', { time: formatTime(useLocale(), new Date(at)) })}</span>;
}

function Day({ of, chosen, onPlace }: DayProps) {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  const most = of.places[0]?.count ?? 0;
  return (
    <>
      <DayChart of={of} />
      {most > 0 && (
        <section>
          <h3>{t('where')}<span className="grow" /><span className="mut">{t('ofThem')}</span></h3>
          <ul className="hear-wh">
            {of.places.map(({ platform, count, negative }) => {
              const name = networkName(platform, undefined);
              return (
                <li key={platform}>
                  <button type="button" aria-pressed={chosen === platform} onClick={() => onPlace(chosen === platform ? '' : platform)}>
                    <ChannelMark connector={markOf(platform)} decorative /><span className="ell">{name}</span><i aria-hidden="true"><i style={{ inlineSize: `${(count / most) * 100}%` }}><i style={{ inlineSize: `${(negative / count) * 100}%` }} /></i></i><b>{formatNumber(locale, count)}</b><span className="hear-ng">{formatNumber(locale, negative)}<span className="vh"> {t('ofThem')}</span></span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}
