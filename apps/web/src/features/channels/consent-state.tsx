import { Check as Tick, LoaderCircle, TriangleAlert } from 'lucide';
import { problemWords } from '../../app/problem-words';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Banner, Button, Check, Icon } from '../../ui';
import { consentStrings } from './consent.strings';
import type { Consent } from './use-consent';

/** How far the consent is, and what to do now; the choice where one consent opens several accounts. */
export function ConsentState({ consent, name }: { consent: Consent; name: string }) {
  const t = useStrings(consentStrings);
  const locale = useLocale();
  if (consent.problem !== null) return <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>{t('failed', { reason: problemWords(consent.problem) })}</Banner>;
  switch (consent.state) {
    case 'none': return <p className="help">{t('how', { name })}</p>;
    case 'starting':
    case 'waiting': return (
      <div className="code-box" role="status">
        <p className="cons-w"><Icon of={LoaderCircle} /><b>{t('waiting', { name })}</b></p>
        {consent.blockedUrl === null
          ? <p className="help">{t('waitingHelp')}</p>
          : <p>{t('blocked')} <a className="lnk" href={consent.blockedUrl} target="_blank" rel="opener">{t('openHere')}</a></p>}
        <p className="code-a">
          <Button size="sm" disabled={consent.state === 'starting'} onClick={consent.again}>{t('openAgain')}</Button>
          <Button size="sm" tone="ghost" onClick={consent.stop}>{t('stop')}</Button>
        </p>
      </div>
    );
    case 'closed': return <Banner boxed tone="waiting" icon={<Icon of={TriangleAlert} />} action={<Button size="sm" onClick={consent.again}>{t('openAgain')}</Button>}>{t('closed')}</Banner>;
    case 'expired': return <Banner boxed urgent tone="waiting" icon={<Icon of={TriangleAlert} />}>{t('expired')}</Banner>;
    case 'failed': return <Banner boxed urgent tone="danger" icon={<Icon of={TriangleAlert} />}>{t('failed', { reason: inWords(consent.error ?? '', locale) })}</Banner>;
    case 'ready': return (
      <>
        <Banner boxed tone="ok" icon={<Icon of={Tick} />}>{t('ready', { name })}</Banner>
        {consent.choices.length > 1 && (
          <fieldset className="plain">
            <legend className="lab">{t('choose')}</legend>
            {consent.choices.map((each, index) => <Check key={index} kind="radio" name="consent-choice" checked={consent.choice === index} onCheckedChange={() => consent.choose(index)}>{each.label}</Check>)}
          </fieldset>
        )}
      </>
    );
    default: return consent.state satisfies never;
  }
}
