import type { ListeningDay } from '@kontuar/contract';
import { formatNumber, formatTime, useLocale, useStrings } from '../../i18n';
import { picture, shapeOf } from './day-shape';
import { dayStrings } from './day.strings';

const HOUR_MS = 3_600_000;
const LABELLED = 6;

/** The hours of the day with what is usual behind them; the same is said in a sentence. */
export function DayChart({ of: { hours, since } }: { of: ListeningDay }) {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  const sum = (which: (hour: ListeningDay['hours'][number]) => number) => hours.reduce((all, hour) => all + which(hour), 0);
  const [negative, all] = [sum((hour) => hour.negative), sum((hour) => hour.positive + hour.other + hour.negative)];
  const [usualNegative, usual] = [sum((hour) => hour.usual?.negative ?? 0), sum((hour) => (hour.usual?.rest ?? 0) + (hour.usual?.negative ?? 0))];
  const whole = (value: number) => formatNumber(locale, value, { maximumFractionDigits: value < 10 ? 1 : 0 });
  const isKnown = hours.some((hour) => hour.usual !== null);
  const time = (at: number) => formatTime(locale, new Date(Date.parse(since) + at * HOUR_MS));
  const said = [t('chart', { time: time(0), number: whole(all), negative: whole(negative) }), isKnown ? t('against', { number: whole(usual), negative: whole(usualNegative) }) : t('unknown')].join(' ');
  const { bars, ticks, zero } = shapeOf(hours);
  const right = picture.left + picture.step * hours.length;
  return (
    <>
      {all === 0 && <p className="mut">{t('quiet')}</p>}
      {(all > 0 || usual > 0) && (
        <figure className="hear-vol">
          <svg viewBox={`0 0 ${picture.width} ${picture.height + 16}`} role="img" aria-label={said}>
            {ticks.map(({ y, value }) => <g key={y}><path className="g" d={`M${picture.left} ${y.toFixed(1)}H${right}`} /><text x={picture.left - 5} y={y + 3.5} textAnchor="end">{formatNumber(locale, value, { notation: 'compact' })}</text></g>)}
            {bars.map(({ x, usual: band }) => band !== undefined && <rect key={x} className="u" x={x - 1.4} y={zero - band.above} width={picture.step} height={band.above + band.below} />)}
            {bars.map(({ x, positive, other, negative: bad }) => (
              <g key={x}>
                <rect className="p" x={x} y={positive.y} width={picture.bar} height={positive.height} /><rect className="o" x={x} y={other.y} width={picture.bar} height={other.height} /><rect className="n" x={x} y={bad.y} width={picture.bar} height={bad.height} />
              </g>
            ))}
            <path className="z" d={`M${picture.left} ${zero.toFixed(1)}H${right}`} />
            {hours.map((_, at) => at % LABELLED === 0 && <text key={at} x={picture.left + at * picture.step} y={picture.height + 13}>{time(at)}</text>)}
            <text x={right} y={picture.height + 13} textAnchor="end">{t('now')}</text>
          </svg>
          <figcaption><span><i data-m="p" />{t('isPositive')}</span><span><i data-m="o" />{t('isOther')}</span><span><i data-m="n" />{t('isNegative')}</span>{isKnown && <span><i data-m="u" />{t('isUsual')}</span>}</figcaption>
        </figure>
      )}
      <p className="mut hear-say">{isKnown ? t('against', { number: whole(usual), negative: whole(usualNegative) }) : t('unknown')}</p>
    </>
  );
}
