import { Hourglass, Moon } from 'lucide';
import { useState, useSyncExternalStore } from 'react';
import { formatMoment, formatRelative, formatTime, useLocale, useStrings } from '../i18n';
import { Icon } from './icon';
import { uiStrings } from './ui.strings';
import { readClock, type ClockInput } from './waiting-clock';

const tickMs = 30_000;
let tick = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One timer for all clocks of the page, none while no clock is shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tick = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present, refreshed every 30 seconds. One clock that begins moves no other: each begins with its own present, and they go on together. */
export function useNow(): Date {
  const [begun] = useState(Date.now);
  return new Date(Math.max(begun, useSyncExternalStore(subscribe, () => tick)));
}

export interface WaitingClockProps extends Omit<ClockInput, 'waitingSince' | 'lastMessageAt' | 'snoozedUntil' | 'due'> {
  /** ISO 8601, as the API gives them. */
  waitingSince: string | null;
  lastMessageAt: string;
  snoozedUntil: string | null;
  due?: { at: string; since: string } | null | undefined;
}

/** How long somebody waits, and how much of the promise is used: the sign of the product. */
export function WaitingClock({ waitingSince, lastMessageAt, snoozedUntil, due, promiseMs }: WaitingClockProps) {
  const t = useStrings(uiStrings);
  const locale = useLocale();
  const now = useNow();
  const date = (at: string | null) => (at === null ? null : new Date(at));
  const reading = readClock(
    { waitingSince: date(waitingSince), lastMessageAt: new Date(lastMessageAt), snoozedUntil: date(snoozedUntil), due: due == null ? null : { at: new Date(due.at), since: new Date(due.since) }, ...(promiseMs === undefined ? {} : { promiseMs }) },
    now,
  );
  const until = reading.state === 'snoozed' && snoozedUntil !== null ? wakeTime(locale, new Date(snoozedUntil), now) : '';
  const words = {
    fresh: () => t('waits', { span: reading.text }),
    due: () => t('waitsDue', { span: reading.text }),
    late: () => (reading.text === '0 m' ? t('waitsLateNow') : t('waitsLate', { span: reading.text.slice(1) })),
    theirs: () => t('waitsTheirs', { span: reading.text }),
    snoozed: () => t('snoozedUntil', { time: until }),
  }[reading.state]();
  const shown = reading.state === 'snoozed' ? until : reading.text === '0 m' ? t('now') : reading.text;
  return (
    <span className="row-t">
      <span className="clock" data-s={reading.state}>
        {reading.state === 'theirs' && <Icon of={Hourglass} size={12} />}
        {reading.state === 'snoozed' && <Icon of={Moon} size={12} />}
        <b aria-hidden="true">{shown}</b>
        <span className="vh">{words}</span>
      </span>
      {reading.fuse !== null && <i className="fuse" data-s={reading.state} style={{ '--f': Math.min(1, reading.fuse) } as React.CSSProperties} />}
    </span>
  );
}

function wakeTime(locale: 'en' | 'pl', at: Date, now: Date): string {
  return at.toDateString() === now.toDateString() ? formatTime(locale, at) : formatRelative(locale, at, now);
}

export interface RelativeTimeProps {
  /** ISO 8601. */
  at: string;
  className?: string;
}

/** '5 min ago', with the whole moment as its title. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const locale = useLocale();
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={formatMoment(locale, date)} className={className}>
      {formatRelative(locale, date, now)}
    </time>
  );
}

