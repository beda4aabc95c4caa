import { Check, LoaderCircle, Minus, TriangleAlert } from 'lucide';
import { useEffect, useState } from 'react';
import type { HealthView } from '@kontuar/contract';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { channelsStrings } from './channels.strings';
import { stepWords } from './connector-words';

const revealEveryMs = 140;
const looks = {
  ok: { icon: Check, said: 'stepOk' },
  warning: { icon: TriangleAlert, said: 'stepWarning' },
  failed: { icon: TriangleAlert, said: 'stepFailed' },
  skipped: { icon: Minus, said: 'stepSkipped' },
} as const;

export interface ChecksProps {
  steps: HealthView['steps'];
  /** One after the other, in the order in which they ran. */
  reveal?: boolean;
  /** Whose steps they are: some words are a platform's own. */
  connectorId?: string;
}

/** What was tested, what passed, and the repair for what did not. */
export function Checks({ steps, reveal = false, connectorId }: ChecksProps) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const shown = useRevealed(steps, reveal);
  return (
    <ul className="checks" aria-live={reveal ? 'polite' : undefined}>
      {steps.slice(0, shown).map((step) => {
        const look = looks[step.state];
        const words = stepWords(step, locale, connectorId);
        return (
          <li key={step.id} data-s={step.state}>
            <Icon of={look.icon} />
            <span>
              <b>{words.label}</b>
              <span className="vh">, {t(look.said)}</span>
              {words.detail !== undefined && <span>{words.detail}</span>}
              {step.state === 'ok' && words.detail === undefined && step.tookMs !== undefined && (
                <span>{t('seconds', { value: formatNumber(locale, step.tookMs / 1000, { maximumFractionDigits: 1, minimumFractionDigits: 1 }) })}</span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function useRevealed(steps: HealthView['steps'], reveal: boolean): number {
  const [shown, setShown] = useState(reveal ? 1 : steps.length);
  useEffect(() => {
    if (!reveal) return setShown(steps.length);
    setShown(1);
    const timer = setInterval(() => setShown((count) => count + 1), revealEveryMs);
    return () => clearInterval(timer);
  }, [steps, reveal]);
  return shown;
}

/** While the platform is asked: it answers all at once, so one line is the truth. */
export function Asking() {
  const t = useStrings(channelsStrings);
  return (
    <ul className="checks" role="status">
      <li data-s="busy">
        <Icon of={LoaderCircle} />
        <span>
          <b>{t('testing')}</b>
          <span>{t('testingStep')}</span>
        </span>
      </li>
    </ul>
  );
}
