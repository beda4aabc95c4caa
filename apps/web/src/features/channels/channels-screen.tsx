import './channels.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, Plus, TriangleAlert } from 'lucide';
import type { ChannelSummary } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { NoPermission } from '../../app/states';
import { inWords } from '../../app/words/in-words';
import { formatList, formatNumber, useLocale, useStrings } from '../../i18n';
import { Banner, Button, ChannelMark, Dot, EmptyState, Icon, RelativeTime, Skeleton } from '../../ui';
import { alarmKey, byUrgency, stateLooks, lookOf } from './channel-state';
import { channelsStrings } from './channels.strings';
import { Expiry } from './expiry';

export function ChannelsScreen() {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const manages = useCan('channel.manage');
  // Also without a live line: a channel that fell silent must show here by itself.
  const channels = useQuery({ ...channelsQuery, refetchInterval: 20_000, staleTime: 5000 });
  if (channels.error instanceof ApiProblem && channels.error.status === 403) return <NoPermission />;
  const list = byUrgency(channels.data ?? []);
  const troubled = list.filter((channel) => stateLooks[channel.state].needsSomebody);
  const add = manages && (
    <Link className="btn primary" to="/channels/new">
      <Icon of={Plus} size={14} />
      {t('add')}
    </Link>
  );
  return (
    <main className="page" id="content" tabIndex={-1}>
      <header className="page-h">
        <div>
          <h1>{t('title')}</h1>
          <p>{t('lead')}</p>
        </div>
        {list.length > 0 && add}
      </header>
      {channels.isPending && (
        <div className="card chl" role="status" aria-label={t('title')}>
          {[0, 1, 2, 3].map((each) => (
            <div className="chl-r" key={each}>
              <Skeleton width={32} height={32} />
              <div className="chl-n">
                <Skeleton width={160} />
                <Skeleton width={90} />
              </div>
            </div>
          ))}
        </div>
      )}
      {channels.isError && channels.data === undefined && (
        <EmptyState art="broken" title={t('loadFailed')} action={<Button tone="primary" onClick={() => void channels.refetch()}>{t('tryAgain')}</Button>}>
          {problemWords(channels.error)}
        </EmptyState>
      )}
      {channels.data && list.length === 0 && (
        <EmptyState art="bell" title={t('emptyTitle')} action={add}>
          {t('emptyBody')}
        </EmptyState>
      )}
      {troubled.length > 0 && (
        <Banner boxed urgent tone={troubled.some((channel) => stateLooks[channel.state].tone === 'danger') ? 'danger' : 'waiting'} icon={<Icon of={TriangleAlert} />}>
          {t('needsYou', { count: troubled.length, names: formatList(locale, troubled.map((channel) => channel.name)) })}
        </Banner>
      )}
      {list.length > 0 && (
        <ul className="card chl">
          {list.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} manages={manages} openCount={formatNumber(locale, channel.openCount)} />
          ))}
        </ul>
      )}
    </main>
  );
}

function ChannelRow({ channel, manages, openCount }: { channel: ChannelSummary; manages: boolean; openCount: string }) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const look = lookOf(channel);
  const moment = (at: string | null) => (at === null ? <span className="mut">{t('never')}</span> : <RelativeTime at={at} />);
  return (
    <li className="chl-i" data-t={look.tone}>
      <div className="chl-r">
        <ChannelMark connector={channel.connectorId} size="lg" decorative />
        <div className="chl-n">
          {manages ? (
            <Link className="chl-a ell" to="/channels/$channelId" params={{ channelId: channel.id }}>
              {channel.name}
            </Link>
          ) : (
            <b className="ell">{channel.name}</b>
          )}
          <p className="chl-s" data-t={look.tone}>
            <Dot {...(look.dot === undefined ? {} : { tone: look.dot })} />
            {t(look.words)}
            {channel.expiresAt !== null && <Expiry at={channel.expiresAt} />}
          </p>
        </div>
        <dl>
          <div>
            <dt>{t('lastIn')}</dt>
            <dd>{moment(channel.lastInboundAt)}</dd>
          </div>
          <div>
            <dt>{t('lastOut')}</dt>
            <dd>{moment(channel.lastOutboundAt)}</dd>
          </div>
          <div className="chl-o">
            <dt>{t('openCount')}</dt>
            <dd>{openCount}</dd>
          </div>
        </dl>
        <span className="chl-go" aria-hidden="true">
          {manages && <Icon of={ChevronRight} />}
        </span>
      </div>
      {channel.alarm && (
        <p className="chl-alarm" data-t={look.tone}>
          <span>
            {t(alarmKey(channel.alarm.code))} <span className="mut">{inWords(channel.alarm.detail, locale)}</span>
          </span>
          <span className="mut chl-since">
            <RelativeTime at={channel.alarm.since} />
          </span>
        </p>
      )}
    </li>
  );
}
