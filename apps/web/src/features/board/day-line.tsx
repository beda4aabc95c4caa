import { useQuery } from '@tanstack/react-query';
import { ChartSpline, Table2 } from 'lucide';
import { useState } from 'react';
import type { BoardDay, BoardFigures } from '@kontuar/contract';
import { formatNumber, formatSpan, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon, IconButton, useNow } from '../../ui';
import { boardStrings } from './board.strings';
import { dayShape, WIDTH } from './day-shape';
import { dayQuery } from './queries';

/** How many wait now, and what the day comes to: two lines, and the gap between them is the queue. */
export function DayLine({ figures }: { figures: BoardFigures | undefined }) {
  const t = useStrings(boardStrings);
  const locale = useLocale();
  const now = useNow();
  const { data: day, isError } = useQuery(dayQuery);
  const ended = (day?.kept ?? 0) + (day?.broken ?? 0);
  const longest = figures?.longestAt == null ? null : formatSpan(now.getTime() - Date.parse(figures.longestAt));
  return (
    <section className="bd-today card" aria-label={t('today')}>
      <dl>
        <div className="w"><dt>{t('waitForUs')}</dt><dd>{figures === undefined ? '–' : formatNumber(locale, figures.waiting)}</dd></div>
        <div className="l"><dt>{t('longestWait')}</dt><dd>{longest ?? '–'}</dd></div>
        <div><dt>{t('medianReply')}</dt><dd>{day?.medianFirstReplyMs == null ? '–' : formatSpan(day.medianFirstReplyMs)}</dd></div>
        <div><dt>{t('kept')}</dt><dd>{ended === 0 ? '–' : formatNumber(locale, (day?.kept ?? 0) / ended, { style: 'percent' })}</dd></div>
      </dl>
      {day === undefined ? <p className="mut">{isError ? t('dayFailed') : ''}</p> : <Drawing day={day} waiting={figures?.waiting ?? 0} now={now} />}
    </section>
  );
}

/** On the workspace's own clock, wherever the window is. */
function minuteOf(now: Date, timeZone: string): number {
  const [hour = '0', minute = '0'] = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now).split(':');
  return Number(hour) * 60 + Number(minute);
}

function Drawing({ day, waiting, now }: { day: BoardDay; waiting: number; now: Date }) {
  const t = useStrings(boardStrings);
  const locale = useLocale();
  const [table, setTable] = useState(false);
  const shape = dayShape(day, minuteOf(now, day.timeZone));
  const [came, answered] = [day.cameIn.at(-1) ?? 0, day.answered.at(-1) ?? 0];
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day.day}T12:00:00Z`));
  const usualNow = day.usual?.[day.cameIn.length - 1];
  const summary = [
    t('daySummary', { time: formatTime(locale, now), came, answered, waiting }), ...(day.carried > 0 ? [t('dayCarried', { count: day.carried })] : []),
    ...(usualNow === undefined ? [] : [t('dayUsual', { day: weekday, usual: Math.round(usualNow) })]),
  ].join(' ');
  const anchor = shape.now.x > 300 ? 'e' : undefined;
  // The day has hardly begun: there is no room on the left for the word.
  const early = shape.now.x < 90;
  if (table) {
    return (
      <div className="bd-day-t" role="region" aria-label={t('today')} tabIndex={0}>
        <table className="tbl">
          <thead><tr><th scope="col">{t('time')}</th><th scope="col" className="num">{t('cameIn')}</th><th scope="col" className="num">{t('answered')}</th>{day.usual !== null && <th scope="col" className="num">{t('usual', { day: weekday })}</th>}</tr></thead>
          <tbody>
            {day.cameIn.map((sum, at) => (at % 2 === 0 && at !== day.cameIn.length - 1) || at < shape.from * 2 ? null : (
              <tr key={at}><td>{`${Math.floor((at + 1) / 2)}:${(at + 1) % 2 === 0 ? '00' : '30'}`}</td><td className="num">{sum}</td><td className="num">{day.answered[at] ?? 0}</td>{day.usual !== null && <td className="num">{Math.round(day.usual[at] ?? 0)}</td>}</tr>
            ))}
          </tbody>
        </table>
        <IconButton label={t('dayLines')} size="sm" onClick={() => setTable(false)}><Icon of={ChartSpline} size={14} /></IconButton>
      </div>
    );
  }
  return (
    <div className="bd-day-b">
      <IconButton label={t('dayTable')} size="sm" onClick={() => setTable(true)}><Icon of={Table2} size={14} /></IconButton>
      <svg className="bd-day" viewBox={`0 0 ${WIDTH} 122`} role="img" aria-label={summary}>
        <g className="ax">{shape.ticks.map(({ x, hour }, at) => <g key={hour}><path d={`M${x} 4V104`} /><text x={x} y="118" className={at === 0 ? 'st' : undefined}>{`${hour}:00`}</text></g>)}</g>
        {shape.usual !== null && <path className="us" d={shape.usual} />}
        <path className="gap" d={shape.gap} />
        <path className="in" d={shape.cameIn} />
        <path className="an" d={shape.answered} />
        <circle className="in-d" cx={shape.now.x} cy={shape.now.cameIn} r="2.5" />
        <circle className="an-d" cx={shape.now.x} cy={shape.now.answered} r="2.5" />
        <g className="lb">
          <text className={early ? undefined : 'e'} x={early ? shape.now.x + 6 : shape.now.x - 5} y={Math.max(11, shape.now.cameIn - 6)}><tspan className="b">{came}</tspan> {t('cameIn')}</text>
          <text className={anchor} x={anchor === 'e' ? shape.now.x - 4 : shape.now.x + 6} y={Math.min(102, shape.now.answered + 12)}><tspan className="b">{answered}</tspan> {t('answered')}</text>
          {shape.usual !== null && <text x={WIDTH - 4} y="14" className="e m">{t('usual', { day: weekday })}</text>}
        </g>
      </svg>
    </div>
  );
}
