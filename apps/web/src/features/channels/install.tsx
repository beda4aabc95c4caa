import { ExternalLink } from 'lucide';
import type { ChannelView, ConnectorView } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { CopyButton, Icon } from '../../ui';
import { channelsStrings } from './channels.strings';
import { keepingStrings } from './keeping.strings';
import { demoAddress, widgetSnippet } from './widget-snippet';

/** What has to be done elsewhere: the code for the website, the address for the platform. */
export function Install({ channel, connector, titled = true }: { channel: ChannelView; connector: ConnectorView; titled?: boolean }) {
  const t = useStrings(channelsStrings);
  const k = useStrings(keepingStrings);
  const widget = connector.receives.includes('widget');
  const webhook = connector.receives.includes('webhook') ? channel.webhookUrl : null;
  const snippet = widgetSnippet(location.origin, channel.id);
  return (
    <>
      {widget && (
        <div className="code-box">
          {titled && (
            <p>
              <b>{t('snippetTitle')}</b>
            </p>
          )}
          <code tabIndex={0}>{snippet}</code>
          <p className="help">{t('snippetHelp')}</p>
          <p className="code-a">
            <CopyButton text={snippet} label={t('copySnippet')} />
            <a className="btn sm ghost" href={demoAddress(channel.id)} target="_blank" rel="noreferrer">
              <Icon of={ExternalLink} size={14} />
              {t('demo')}
            </a>
          </p>
        </div>
      )}
      {webhook !== null && (
        <div className="code-box">
          {titled && (
            <p>
              <b>{t('webhookTitle')}</b>
            </p>
          )}
          <code tabIndex={0}>{webhook}</code>
          <p className="help">{t('webhookHelp')} {k('webhookHow')}</p>
          <p className="code-a">
            <CopyButton text={webhook} label={t('copyAddress')} />
          </p>
        </div>
      )}
    </>
  );
}
