import { KeyRound, TriangleAlert } from 'lucide';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Banner, Button, Icon } from '../../ui';
import { ConsentState } from './consent-state';
import { consentStrings } from './consent.strings';
import type { Renewal } from './use-renewal';

export function RenewButton({ renewal }: { renewal: Renewal }) {
  const t = useStrings(consentStrings);
  return (
    <Button size="sm" busy={renewal.saving || renewal.consent.state === 'starting'} onClick={renewal.start}>
      <Icon of={KeyRound} size={14} />
      {t('renew')}
    </Button>
  );
}

/** How far the renewal is; nothing before it was begun. */
export function RenewalState({ renewal, name }: { renewal: Renewal; name: string }) {
  const t = useStrings(consentStrings);
  const { consent, problem } = renewal;
  if (problem !== null) return <div className="renewing"><Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>{t('notRenewed', { reason: problemWords(problem) })}</Banner></div>;
  if (consent.state === 'none' && consent.problem === null) return null;
  return (
    <div className="renewing">
      <ConsentState consent={consent} name={name} />
      {consent.state === 'ready' && consent.choices.length > 1 && <p className="row-end"><Button tone="primary" busy={renewal.saving} onClick={renewal.save}>{t('renew')}</Button></p>}
    </div>
  );
}
