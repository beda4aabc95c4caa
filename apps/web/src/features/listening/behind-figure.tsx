import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide';
import type { MonitorView, ReportDefinitions } from '@kontuar/contract';
import { request } from '../../app/client';
import { languageName } from '../../app/language-name';
import { networkName } from '../../app/network-names';
import type { ListeningSearch } from '../../app/router';
import { useLocale, useStrings } from '../../i18n';
import { Banner, Button, Icon } from '../../ui';
import { behindStrings } from './behind-figure.strings';

/** What the address asks for: exactly the mentions that a point of a figure counted. */
export function behindOf({ figure, monitor, from, to, zone, cut, key }: ListeningSearch): { path: string; query: Record<string, string> } | undefined {
  if (figure === undefined || from === undefined || to === undefined) return undefined;
  const query = Object.fromEntries(Object.entries({ from, to, zone, by: cut, key, monitorId: monitor }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return { path: `/listening/insight/${encodeURIComponent(figure)}/mentions`, query };
}

/** Which figure the stream stands behind at this moment, and the way back to all. */
export function BehindFigure({ search, monitors, topic, onLeave }: { search: ListeningSearch; monitors: readonly MonitorView[]; /** As its mentions call it. */ topic: string | undefined; onLeave: () => void }) {
  const t = useStrings(behindStrings);
  const locale = useLocale();
  const { data } = useQuery({ queryKey: ['insight', 'definitions'], queryFn: ({ signal }) => request<ReportDefinitions>('GET', '/listening/insight', undefined, { signal }), staleTime: 60_000 });
  const name = data?.items.find(({ key }) => key === search.figure)?.name[locale] ?? search.figure ?? '';
  const days = daysWords(locale, search.from ?? '', search.to ?? '');
  const what = wordsOf(search, { locale, monitors, topic, mood: (key) => t(`mood-${key as 'unsure'}`) });
  return (
    <Banner tone="info" boxed action={<><Button size="sm" onClick={onLeave}><Icon of={X} size={14} />{t('leave')}</Button><Link to="/listening/insight" className="lnk">{t('toFigures')}</Link></>}>
      {t('behind', { name, what: what === '' ? days : `${what}, ${days}` })}
    </Banner>
  );
}

/** Whole days, as the address names them; what is no day is said as it stands there. */
function daysWords(locale: 'en' | 'pl', from: string, to: string): string {
  const [first, last] = [from, to].map((day) => new Date(`${day}T12:00:00Z`));
  if (first === undefined || last === undefined || Number.isNaN(first.getTime() + last.getTime())) return `${from} – ${to}`;
  return new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).formatRange(first, last);
}

interface Says { locale: 'en' | 'pl'; monitors: readonly MonitorView[]; topic: string | undefined; mood: (key: string) => string }

/** What a row of a figure is called; a span of time is told by its beginning. */
function wordsOf({ cut: by, key }: ListeningSearch, { locale, monitors, topic, mood }: Says): string {
  if (by === undefined || key === undefined || by === 'none') return '';
  const date = (options: Intl.DateTimeFormatOptions, at: Date) => new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', options).format(at);
  switch (by) {
    case 'hour': return date({ dateStyle: 'medium', timeStyle: 'short' }, new Date(key));
    case 'day': case 'week': case 'month': return date({ dateStyle: 'medium', timeZone: 'UTC' }, new Date(`${key}T12:00:00Z`));
    case 'weekday': return date({ weekday: 'long', timeZone: 'UTC' }, new Date(Date.UTC(2024, 0, Number(key))));
    case 'hour-of-day': return `${key}:00`;
    case 'monitor': return monitors.find(({ id }) => id === key)?.name ?? '';
    case 'mood': return mood(key === 'none' ? 'unsure' : key);
    case 'platform': return networkName(key, undefined);
    case 'language': return languageName(locale, key) ?? key;
    case 'author': return key.slice(key.indexOf(' ') + 1);
    case 'topic': return topic ?? key;
    case 'named': return key.slice(key.indexOf(':') + 1);
    default: return key;
  }
}
