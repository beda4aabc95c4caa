import type { ListeningDay } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { DayBars, type BarChoice } from './day-bars';
import { callOutOf, picture, shapeOf, stepOf, type CallOut } from './day-shape';
import { tickWords } from './day-times';
import { dayStrings } from './day.strings';

const LABELLED: Readonly<Record<ListeningDay['span'], number>> = { day: 6, week: 4, month: 7 };
const HEIGHT = picture.height + 16;

export interface ChartProps { of: ListeningDay; chosen: { since: string; negative: boolean } | undefined; onChoose: (choice: BarChoice) => void }

/** The bars of the day, week or month with what is usual behind them; the same is said in a sentence, and each opens its mentions. */
export function DayChart({ of, chosen, onChoose }: ChartProps) {
  const t = useStrings(dayStrings);
  const locale = useLocale();
  const { bars: counted, span } = of;
  const sum = (which: (bar: ListeningDay['bars'][number]) => number) => counted.reduce((all, bar) => all + which(bar), 0);
  const [negative, all] = [sum((bar) => bar.negative), sum((bar) => bar.positive + bar.other + bar.negative)];
  const [usualNegative, usual] = [sum((bar) => bar.usual?.negative ?? 0), sum((bar) => (bar.usual?.rest ?? 0) + (bar.usual?.negative ?? 0))];
  const whole = (value: number) => formatNumber(locale, value, { maximumFractionDigits: value < 10 ? 1 : 0 });
  const isKnown = counted.some((bar) => bar.usual !== null);
  const against = isKnown ? t('against', { number: whole(usual), negative: whole(usualNegative) }) : t('unknown');
  const { bars, ticks, zero, width } = shapeOf(counted);
  const step = stepOf(counted);
  const callOut = callOutOf(counted);
  const words = callOut === undefined ? '' : t(callOut.side === 'negative' ? 'calledNegative' : 'calledRest', { number: whole(callOut.count), time: t(`lasts-${span}`, { count: (callOut.to - callOut.from + 1) * (span === 'week' ? 6 : 1) }) });
  return (
    <>
      {all === 0 && <p className="mut">{t('quiet')}</p>}
      {(all > 0 || usual > 0) && (
        <figure className="hear-vol">
          <div className="hear-vb">
            <svg viewBox={`0 0 ${picture.width} ${HEIGHT}`} aria-hidden="true">
              {ticks.map(({ y, value }) => <g key={y}><path className="g" d={`M${picture.left} ${y.toFixed(1)}H${picture.right}`} /><text x={picture.left - 5} y={y + 3.5} textAnchor="end">{formatNumber(locale, value, { notation: 'compact' })}</text></g>)}
              {bars.map(({ x, usual: band }) => band !== undefined && <rect key={x} className="u" x={x - step * 0.09} y={zero - band.above} width={step} height={band.above + band.below} />)}
              {bars.map(({ x, positive, other, negative: bad }) => (
                <g key={x}>
                  <rect className="p" x={x} y={positive.y} width={width} height={positive.height} /><rect className="o" x={x} y={other.y} width={width} height={other.height} /><rect className="n" x={x} y={bad.y} width={width} height={bad.height} />
                </g>
              ))}
              <path className="z" d={`M${picture.left} ${zero.toFixed(1)}H${picture.right}`} />
              {counted.map(({ since }, at) => at % LABELLED[span] === 0 && at <= counted.length - 5 && <text key={since} x={picture.left + at * step} y={picture.height + 13}>{tickWords(locale, span, new Date(since))}</text>)}
              <text x={picture.right} y={picture.height + 13} textAnchor="end">{t('now')}</text>
              {callOut !== undefined && <Pointer of={callOut} words={words} bars={bars} step={step} />}
            </svg>
            <DayBars of={of} height={HEIGHT} said={`${t('chart', { number: whole(all), negative: whole(negative) })} ${against}${words === '' ? '' : ` ${words}.`}`} chosen={chosen} onChoose={onChoose} />
          </div>
          <figcaption><span><i data-m="p" />{t('isPositive')}</span><span><i data-m="o" />{t('isOther')}</span><span><i data-m="n" />{t('isNegative')}</span>{isKnown && <span><i data-m="u" />{t('isUsual')}</span>}</figcaption>
        </figure>
      )}
      <p className="mut hear-say">{against}</p>
    </>
  );
}

/** Words beside what stands out, on the side where there is room, with a line to it. */
function Pointer({ of: { side, from, to }, words, bars, step }: { of: CallOut; words: string; bars: ReturnType<typeof shapeOf>['bars']; step: number }) {
  const drawn = bars.slice(from, to + 1);
  const ends = drawn.map(({ negative, other }) => side === 'negative' ? negative.y + negative.height : other.y);
  const y = side === 'negative' ? Math.max(...ends) - 7 : Math.min(...ends) + 9;
  const isLeft = from > bars.length / 2;
  const edge = isLeft ? picture.left + from * step - 2 : picture.left + (to + 1) * step + 2;
  const away = edge + (isLeft ? -18 : 18);
  return <><path className="c" d={`M${edge.toFixed(1)} ${y.toFixed(1)}H${away.toFixed(1)}`} /><text className="cw" x={away + (isLeft ? -4 : 4)} y={y + 3.5} textAnchor={isLeft ? 'end' : 'start'}>{words}</text></>;
}
