import type { Locale, ReportDefinition, ReportFigure, ReportUnit } from '@kontuar/contract';
import { formatNumber } from '../../i18n';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The two largest parts: '40 s', '4 m 10 s', '6 h 12 m', '3 d 4 h'. The units are the same letters in both languages. */
export function durationWords(ms: number): string {
  const steps = [[DAY, 'd', HOUR, 'h'], [HOUR, 'h', MINUTE, 'm'], [MINUTE, 'm', SECOND, 's']] as const;
  const whole = Math.round(ms / SECOND) * SECOND;
  for (const [size, name, small, smallName] of steps) {
    if (whole < size) continue;
    const rest = Math.floor((whole % size) / small);
    return rest === 0 ? `${Math.floor(whole / size)} ${name}` : `${Math.floor(whole / size)} ${name} ${rest} ${smallName}`;
  }
  return `${whole / SECOND} s`;
}

export function valueWords(locale: Locale, unit: ReportUnit, value: number | null): string {
  if (value === null) return '–';
  switch (unit) {
    case 'count': return formatNumber(locale, value);
    case 'duration': case 'sum': return durationWords(value);
    case 'share': return formatNumber(locale, value, { style: 'percent', maximumFractionDigits: 1 });
    case 'score': return formatNumber(locale, value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    case 'index': return formatNumber(locale, value, { maximumFractionDigits: 0 });
    default: throw new Error(`no words for ${JSON.stringify(unit satisfies never)}`);
  }
}

export interface Change { way: 'up' | 'down' | 'same'; good: boolean | null; words: { key: 'faster' | 'slower' | 'points' | 'percent' | 'fromNone' | 'score' | 'same'; amount: string } }

/** How a figure moved, in its own terms: seconds, points, percent. Null where there was nothing before. */
export function changeOf(locale: Locale, { unit, better }: Pick<ReportDefinition, 'unit' | 'better'>, now: ReportFigure, before: ReportFigure | null): Change | null {
  if (before === null || now.value === null || before.value === null) return null;
  const moved = now.value - before.value;
  const way = moved === 0 ? 'same' : moved > 0 ? 'up' : 'down';
  const good = moved === 0 || better === null ? null : (better === 'more') === (moved > 0);
  const size = Math.abs(moved);
  const words = ((): Change['words'] => {
    if (moved === 0) return { key: 'same', amount: '' };
    if (unit === 'duration') return { key: moved < 0 ? 'faster' : 'slower', amount: durationWords(size) };
    if (unit === 'share') return { key: 'points', amount: formatNumber(locale, size * 100, { maximumFractionDigits: 1 }) };
    if (unit === 'index') return { key: 'score', amount: formatNumber(locale, size, { maximumFractionDigits: 1 }) };
    if (unit === 'score') return { key: 'score', amount: formatNumber(locale, size, { maximumFractionDigits: 2 }) };
    if (before.value === 0) return { key: 'fromNone', amount: formatNumber(locale, size) };
    return { key: 'percent', amount: formatNumber(locale, size / (before.value ?? 1), { style: 'percent', maximumFractionDigits: 0 }) };
  })();
  return { way, good, words };
}
