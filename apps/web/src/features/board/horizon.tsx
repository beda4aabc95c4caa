import { Link } from '@tanstack/react-router';
import { Briefcase, Inbox, TrendingDown } from 'lucide';
import { type CSSProperties } from 'react';
import type { BoardFigures, Member } from '@kontuar/contract';
import { formatSpan, useLocale, useStrings } from '../../i18n';
import { Avatar, ChannelMark, Icon, useNow, VisuallyHidden } from '../../ui';
import { boardStrings } from './board.strings';
import { HOUR_AT, NOW_AT, placePins, type PlacedPin } from './pins';

/** Who breaks a promise next, at the minute at which it breaks. */
export function Horizon({ figures, members, onPeek }: { figures: BoardFigures | undefined; members: ReadonlyMap<string, Member>; onPeek: (id: string) => void }) {
  const t = useStrings(boardStrings);
  const locale = useLocale();
  const now = useNow().getTime();
  const horizon = figures?.horizon;
  const { placed, hidden } = placePins(horizon?.pins ?? [], now);
  const unseen = hidden + Math.max(0, (horizon?.total ?? 0) - (horizon?.pins.length ?? 0));
  const { claims, forecast } = figures ?? {};
  const at = (minutes: number) => `${NOW_AT + (minutes / 60) * (HOUR_AT - NOW_AT)}%`;
  const day = claims === undefined ? '' : new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${claims.by}T12:00:00Z`));
  return (
    <section className="bd-risk card" aria-labelledby="bd-risk">
      <header>
        <h2 id="bd-risk">{t('horizon')}</h2>
        {horizon !== undefined && horizon.total > 0 && <span className="mut">{t('dueSum', { count: horizon.total })}{horizon.nobodys > 0 && `, ${t('nobodys', { count: horizon.nobodys })}`}{unseen > 0 && `, ${t('more', { count: unseen })}`}</span>}
        {forecast !== undefined && forecast.breaks > 0 && <span className="bd-fc"><Icon of={TrendingDown} size={14} />{t('breaks', { count: forecast.breaks, due: forecast.due, minutes: forecast.minutes })}</span>}
        <span className="grow" />
        {claims !== undefined && claims.late > 0 && <Link className="lnk bad" to="/cases" search={{ due: 'late' }}>{t('claimsLate', { count: claims.late })}</Link>}
        {claims !== undefined && claims.due > 0 && <Link className="lnk" to="/cases" search={{ due: 'week' }}><Icon of={Briefcase} size={14} />{t('claims', { count: claims.due, day })}</Link>}
      </header>
      <div className="hz">
        <i className="hz-late" />
        <ol className="hz-ax" aria-hidden="true">
          <li className="lt" style={place('0.2%')}>{t('late')}</li>
          <li className="now" style={place(`${NOW_AT}%`)}>{t('now')}</li>
          {[15, 30, 45, 60].map((count) => <li key={count} style={place(at(count))}>{t('minutes', { count })}</li>)}
        </ol>
        {placed.length === 0 ? <p className="hz-none">{horizon === undefined ? '' : t('noneDue')}</p> : <ul className="pins">{placed.map((each) => <Pin key={each.pin.conversationId} {...each} members={members} onPeek={onPeek} />)}</ul>}
      </div>
    </section>
  );
}

const place = (x: string): CSSProperties => ({ '--x': x }) as CSSProperties;

function Pin({ pin, x, lane, state, ms, members, onPeek }: PlacedPin & { members: ReadonlyMap<string, Member>; onPeek: (id: string) => void }) {
  const t = useStrings(boardStrings);
  const owner = pin.assigneeId === null ? undefined : members.get(pin.assigneeId);
  const span = formatSpan(ms);
  return (
    <li style={{ '--x': `${x}%`, '--y': lane } as CSSProperties}>
      <button type="button" className="pin" data-s={state} onClick={() => onPeek(pin.conversationId)} aria-label={t(state === 'late' ? 'lateBy' : 'dueIn', { name: pin.contactName, span, who: owner?.name ?? t('nobody') })}>
        <ChannelMark connector={pin.connectorId} decorative />
        <b>{pin.contactName}</b>
        <span>{state === 'late' ? `+${span}` : span}</span>
        <span className="pin-o">{owner === undefined ? <Icon of={Inbox} size={12} /> : <Avatar name={owner.name} src={owner.avatarUrl} size="xs" />}</span>
        {state === 'late' && <VisuallyHidden>!</VisuallyHidden>}
      </button>
    </li>
  );
}
