import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { ExternalLink } from 'lucide';
import { ChannelWizard } from '../../features/channels/channel-wizard';
import { connectorsQuery } from '../../features/channels/queries';
import { demoAddress } from '../../features/channels/widget-snippet';
import { FirstRun } from '../../features/session/first-run';
import { sessionStrings } from '../../features/session/session.strings';
import { InvitePeople } from '../../features/settings/invite-people';
import { useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { request } from '../client';
import { channelsQuery } from '../directory';
import { meQuery } from '../me';
import type { RunStep, SetupState } from '../session-gate';

/** The first run: two steps before there is an account, three that can be skipped after it. */
export function FirstRunScreen() {
  const t = useStrings(sessionStrings);
  const { step = 'workspace' } = useSearch({ from: '/setup' });
  const navigate = useNavigate();
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => request<SetupState>('GET', '/setup', undefined, { expects401: true }), staleTime: Infinity });
  const opened = step !== 'workspace' && step !== 'you';
  const me = useQuery({ ...meQuery, enabled: opened, retry: false });
  const go = (next: RunStep) => void navigate({ to: '/setup', search: { step: next } });
  if (setup.isPending || (opened && me.isPending)) return null;
  if (setup.data?.needed === false && !opened) return <Navigate to="/inbox" replace />;
  if (opened && me.isError) return <Navigate to="/login" replace />;
  return (
    <FirstRun
      step={step}
      go={go}
      {...(me.data ? { workspaceName: me.data.workspace.name } : {})}
      channel={
        <ChannelWizard
          aside={
            <p className="go-on">
              <Button tone="ghost" onClick={() => go('team')}>
                {t('skip')}
              </Button>
            </p>
          }
          after={(_, again) => (
            <>
              <Button onClick={again}>{t('another')}</Button>
              <span className="grow" />
              <Button tone="primary" onClick={() => go('team')}>
                {t('next')}
              </Button>
            </>
          )}
        />
      }
      team={
        <>
          <InvitePeople />
          <p className="go-on">
            <Button tone="primary" size="lg" onClick={() => go('try')}>
              {t('next')}
            </Button>
          </p>
        </>
      }
      tryIt={<TryIt />}
    />
  );
}

function TryIt() {
  const t = useStrings(sessionStrings);
  const channels = useQuery(channelsQuery).data ?? [];
  const connectors = useQuery(connectorsQuery).data ?? [];
  const chat = channels.find((channel) => connectors.some((connector) => connector.id === channel.connectorId && connector.receives.includes('widget')));
  return (
    <div className="form gate-solo">
      {chat ? (
        <div>
          <a className="btn lg" href={demoAddress(chat.id)} target="_blank" rel="noreferrer">
            <Icon of={ExternalLink} size={14} />
            {t('tryDemo')}
          </a>
          <p className="help">{t('tryDemoHelp')}</p>
        </div>
      ) : (
        <p>{t('tryNoChat')}</p>
      )}
      <p className="go">
        <Link className="btn primary lg" to="/inbox">
          {t('finish')}
        </Link>
      </p>
    </div>
  );
}
