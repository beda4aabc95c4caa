import './channels.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ChevronLeft, Pause, Play, RefreshCw, Trash2, TriangleAlert } from 'lucide';
import { useState } from 'react';
import type { ChannelView, ConnectorView } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { NoPermission, NothingHere } from '../../app/states';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Banner, Button, ChannelMark, Dialog, Dot, EmptyState, Icon, RelativeTime, Skeleton, useToast } from '../../ui';
import { AccessForm } from './access-form';
import { alarmKey, lookOf } from './channel-state';
import { channelsStrings } from './channels.strings';
import { Checks } from './checks';
import { ConnectionForm } from './connection-form';
import { connectorName } from './connector-words';
import { Deliveries } from './deliveries';
import { Expiry } from './expiry';
import { Install } from './install';
import { AccessEnds, Quotas, Reconciliation } from './keeping';
import { changeChannel, channelQuery, checkChannel, connectorsQuery, removeChannel } from './queries';
import { RenewalState, RenewButton } from './renewal-state';
import { useRenewal } from './use-renewal';
import { VisitorIdentity } from './visitor-identity';

export function ChannelScreen() {
  const t = useStrings(channelsStrings);
  const { channelId } = useParams({ from: '/shell/channels/$channelId' });
  const manages = useCan('channel.manage');
  const channel = useQuery({ ...channelQuery(channelId), refetchInterval: 20_000, enabled: manages });
  const connectors = useQuery({ ...connectorsQuery, enabled: manages });
  if (!manages) return <NoPermission />;
  if (channel.error instanceof ApiProblem && channel.error.status === 404) return <NothingHere />;
  const connector = connectors.data?.find((each) => each.id === channel.data?.connectorId);
  const failed = channel.error ?? connectors.error;
  return (
    <main className="page" id="content" tabIndex={-1}>
      {channel.data && connector ? (
        <Loaded key={channelId} channel={channel.data} connector={connector} />
      ) : failed ? (
        <EmptyState
          art="broken"
          title={t('loadFailed')}
          action={
            <Button
              tone="primary"
              onClick={() => {
                void channel.refetch();
                void connectors.refetch();
              }}
            >
              {t('tryAgain')}
            </Button>
          }
        >
          {problemWords(failed)}
        </EmptyState>
      ) : (
        <div className="parts" role="status" aria-label={t('title')}>
          <Skeleton height={32} width={260} />
          <Skeleton height={180} />
          <Skeleton height={240} />
        </div>
      )}
    </main>
  );
}

/** Alarms that new access may end. */
const renewable = new Set(['unauthorized', 'expiring', 'failing', 'permissions']);

function Loaded({ channel, connector }: { channel: ChannelView; connector: ConnectorView }) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const look = lookOf(channel);
  const renewal = useRenewal(channel, connector);
  const external = channel.capabilities.logOnly !== true;
  const installs = connector.receives.includes('widget') || (connector.receives.includes('webhook') && channel.webhookUrl !== null);
  const moment = (at: string | null) => (at === null ? <span className="mut">{t('never')}</span> : <RelativeTime at={at} />);
  return (
    <>
      <header className="page-h">
        <div>
          <p className="crumb">
            <Link to="/channels">
              <Icon of={ChevronLeft} size={14} />
              {t('title')}
            </Link>
          </p>
          <div className="ch-title">
            <ChannelMark connector={channel.connectorId} size="lg" decorative />
            <div>
              <h1>{channel.name}</h1>
              <p className="chl-s" data-t={look.tone}>
                <Dot {...(look.dot === undefined ? {} : { tone: look.dot })} />
                {t(look.words)}
                {channel.expiresAt !== null && <Expiry at={channel.expiresAt} />}
              </p>
            </div>
          </div>
        </div>
        <Acts channel={channel} external={external} />
      </header>
      {channel.alarm && (
        <Banner
          boxed
          urgent
          tone={look.tone === 'danger' ? 'danger' : 'waiting'}
          icon={<Icon of={TriangleAlert} />}
          action={renewal.offered && renewable.has(channel.alarm.code) ? <RenewButton renewal={renewal} /> : channel.state === 'unauthorized' ? <a className="btn sm" href="#connection">{t('reconnect')}</a> : undefined}
        >
          <b>{t(renewal.offered && channel.alarm.code === 'unauthorized' ? 'alarmRefused' : alarmKey(channel.alarm.code))}</b> {inWords(channel.alarm.detail, locale)} (<RelativeTime at={channel.alarm.since} />)
        </Banner>
      )}
      <AccessEnds channel={channel} renewal={renewal} />
      <RenewalState renewal={renewal} name={connectorName(connector, locale)} />
      <div className="parts">
        <div className="cols">
          <div className="parts">
            {external && (
              <section className="part" aria-labelledby="h-health">
                <header>
                  <h2 id="h-health">{t('health')}</h2>
                  <span className="grow" />
                  <CheckNow channelId={channel.id} />
                </header>
                <div className="card">
                  {channel.health ? <Checks steps={channel.health.steps} connectorId={channel.connectorId} /> : <p className="mut">{t('healthNone')}</p>}
                  <dl className="facts-l">
                    <div>
                      <dt>{t('lastIn')}</dt>
                      <dd>{moment(channel.lastInboundAt)}</dd>
                    </div>
                    <div>
                      <dt>{t('lastOut')}</dt>
                      <dd>{moment(channel.lastOutboundAt)}</dd>
                    </div>
                  </dl>
                </div>
              </section>
            )}
            {external && <Quotas quotas={channel.health?.quotas} />}
            {external && <Reconciliation channel={channel} />}
            {installs && (
              <section className="part" aria-labelledby="h-install">
                <header>
                  <h2 id="h-install">{connector.receives.includes('widget') ? t('snippetTitle') : t('webhookTitle')}</h2>
                </header>
                <Install channel={channel} connector={connector} titled={false} />
              </section>
            )}
            {connector.receives.includes('widget') && <VisitorIdentity channel={channel} />}
            <AccessForm channel={channel} />
          </div>
          <ConnectionForm key={`${channel.id}:${channel.name}:${renewal.round}`} channel={channel} connector={connector} renewal={renewal} />
        </div>
        {external && <Deliveries channelId={channel.id} />}
      </div>
    </>
  );
}

function CheckNow({ channelId }: { channelId: string }) {
  const t = useStrings(channelsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const check = useMutation({
    mutationFn: () => checkChannel(cache, channelId),
    onError: (error) => toast({ text: t('testImpossible', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (
    <Button size="sm" busy={check.isPending} onClick={() => check.mutate()}>
      <Icon of={RefreshCw} size={14} />
      {check.isPending ? t('checking') : t('checkNow')}
    </Button>
  );
}

function Acts({ channel, external }: { channel: ChannelView; external: boolean }) {
  const t = useStrings(channelsStrings);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const paused = channel.state === 'paused';
  const failed = (error: Error) => void toast({ text: t('notSaved', { reason: problemWords(error) }), tone: 'danger' });
  const pause = useMutation({
    mutationFn: (next: boolean) => changeChannel(cache, channel.id, { paused: next }),
    onSuccess: (_, next) => toast({ text: next ? t('paused', { name: channel.name }) : t('resumed', { name: channel.name }), undo: () => pause.mutate(!next) }),
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => removeChannel(cache, channel.id),
    onSuccess: async () => {
      toast({ text: t('removed', { name: channel.name }) });
      await navigate({ to: '/channels' });
    },
    onError: failed,
    onSettled: () => setAsking(false),
  });
  return (
    <div className="page-a">
      {external && (
        <Button busy={pause.isPending} onClick={() => pause.mutate(!paused)}>
          <Icon of={paused ? Play : Pause} size={14} />
          {paused ? t('resume') : t('pause')}
        </Button>
      )}
      <Button tone="ghost" onClick={() => setAsking(true)}>
        <Icon of={Trash2} size={14} />
        {t('remove')}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t('removeTitle', { name: channel.name })}
        description={t('removeBody')}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            <Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
              {t('removeConfirm')}
            </Button>
          </>
        }
      />
    </div>
  );
}
