import './day.css';
import { useSyncExternalStore } from 'react';
import type { ListeningDay } from '@kontuar/contract';
import { networkName } from '../../app/network-names';
import { formatDay, formatNumber, formatTime, useLocale, useStrings } from '../../i18n';
import { ChannelMark, SegmentedControl } from '../../ui';
import { DayChart, type ChartProps } from './day-chart';
import { dayStrings } from './day.strings';
import { markOf } from './mention-card';
import { TrialRulePart } from './trial-rule-part';

const wide = matchMedia('(min-width: 1280px)');
const subscribe = (changed: () => void) => {
  wide.addEventListener('change', changed);
  return () => wide.removeEventListener('change', changed);
};
const spans = ['day', 'week', 'month'] as const satisfies readonly ListeningDay['span'][];

interface DayProps extends ChartProps { /** The place to which the stream is narrowed. */ place: string; onPlace: (platform: string) => void; onSpan: (span: ListeningDay['span']) => void }

/** How the last time went, beside the stream where there is room; folded away above it elsewhere. */
export function DayPart({ at, ...props }: DayProps & { at: 'beside' | 'above' }) {
  const t = useStrings(dayStrings);
  const isWide = useSyncExternalStore(subscribe, () => wide.matches);
  if (isWide !== (at === 'beside')) return null;
  const title = t(`last-${props.of.span}`);
  if (isWide) return <aside className="hear-day" aria-label={title}><h2>{title} <Since of={props.of} /></h2><Day {...props} /></aside>;
  return <details className="hear-fold"><summary><b>{title}</b> <Since of={props.of} /></summary><Day {...props} /></details>;
}

function Since({ of: { span, bars } }: { of: ListeningDay }) {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  const [first] = bars;
  if (first === undefined) return null;
  const at = new Date(first.since);
  return <span className="mut">{t('since', { time: span === 'day' ? formatTime(locale, at) : formatDay(locale, at, new Date()) })}</span>;
}

function Day({ of, chosen, place, onPlace, onSpan, onChoose }: DayProps) {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  const most = of.places[0]?.count ?? 0;
  return (
    <>
      <p className="hear-sp"><SegmentedControl label={t('span')} value={of.span} choices={spans.map((value) => ({ value, label: t(`span-${value}`) }))} onValueChange={onSpan} /></p>
      <DayChart of={of} chosen={chosen} onChoose={onChoose} />
      {most > 0 && (
        <section>
          <h3>{t('where')}<span className="grow" /><span className="mut">{t('ofThem')}</span></h3>
          <ul className="hear-wh">
            {of.places.map(({ platform, count, negative }) => {
              const name = networkName(platform, undefined);
              return (
                <li key={platform}>
                  <button type="button" aria-pressed={place === platform} onClick={() => onPlace(place === platform ? '' : platform)}>
                    <ChannelMark connector={markOf(platform)} decorative /><span className="ell">{name}</span><i aria-hidden="true"><i style={{ inlineSize: `${(count / most) * 100}%` }}><i style={{ inlineSize: `${(negative / count) * 100}%` }} /></i></i><b>{formatNumber(locale, count)}</b><span className="hear-ng">{formatNumber(locale, negative)}<span className="vh"> {t('ofThem')}</span></span>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <TrialRulePart />
    </>
  );
}
