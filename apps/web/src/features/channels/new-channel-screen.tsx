import { Link, useSearch } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide';
import { useCan } from '../../app/me';
import { NoPermission } from '../../app/states';
import { useStrings } from '../../i18n';
import { Button, Icon } from '../../ui';
import { ChannelWizard } from './channel-wizard';
import { channelsStrings } from './channels.strings';

export function NewChannelScreen() {
  const t = useStrings(channelsStrings);
  const { connector } = useSearch({ from: '/shell/channels/new' });
  if (!useCan('channel.manage')) return <NoPermission />;
  return (
    <main className="page" id="content" tabIndex={-1}>
      <header className="page-h">
        <div>
          <p className="crumb">
            <Link to="/channels">
              <Icon of={ChevronLeft} size={14} />
              {t('title')}
            </Link>
          </p>
          <h1>{t('pickTitle')}</h1>
          <p>{t('pickLead')}</p>
        </div>
      </header>
      <ChannelWizard
        key={connector}
        {...(connector === undefined ? {} : { initial: connector })}
        after={(channel, again) => (
          <>
            <Button onClick={again}>{t('another')}</Button>
            <span className="grow" />
            <Link className="btn primary" to="/channels/$channelId" params={{ channelId: channel.id }}>
              {t('toChannel')}
            </Link>
          </>
        )}
      />
    </main>
  );
}
