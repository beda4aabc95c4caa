import { TriangleAlert } from 'lucide';
import type { ConnectorView } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Banner, CopyButton, Icon } from '../../ui';
import { redirectStrings } from './redirect.strings';

const asks = { https: 'asksHttps', 'https-or-local': 'asksHttpsOrLocal', name: 'asksName', 'no-port': 'asksNoPort', slash: 'asksSlash' } as const;
const breaks = { https: 'breaksHttps', 'https-or-local': 'breaksHttps', name: 'breaksName', 'no-port': 'breaksPort', slash: 'breaksSlash' } as const;

/** The address that has to stand on the platform's list before its screen leads anybody back here, and why it would not be taken there. */
export function RedirectAddress({ consent, name }: { consent: NonNullable<ConnectorView['consent']>; name: string }) {
  const t = useStrings(redirectStrings);
  const { redirectUrl, redirectRules, redirectBreaks } = consent;
  return (
    <div className="code-box">
      <p><b>{t('callback')}</b></p>
      <code tabIndex={0}>{redirectUrl}</code>
      {redirectBreaks.length > 0 && (
        <Banner boxed tone="danger" icon={<Icon of={TriangleAlert} />}>
          <b>{t('refused', { name })}</b> {redirectBreaks.map((rule) => t(breaks[rule])).join(' ')} {t('publicUrl')}
        </Banner>
      )}
      <p className="help">{[t('exact'), ...redirectRules.map((rule) => t(asks[rule]))].join(' ')}</p>
      <p className="code-a"><CopyButton text={redirectUrl} label={t('copyCallback')} /></p>
    </div>
  );
}
