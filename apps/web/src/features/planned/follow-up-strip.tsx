import { Repeat2 } from 'lucide-react';
import { useState } from 'react';
import type { FollowUpView } from '@kontuar/contract';
import { useCan } from '../../app/me';
import { plannedStrings } from '../../app/planned/planned.strings';
import { stopFollowUp } from '../../app/planned/queries';
import { bothClocks } from '../../app/planned/times';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Icon, useNow, useToast } from '../../ui';

const words = { send: 'stepSend', remind: 'stepRemind', close: 'stepClose' } as const;

/** What happens next unless the customer answers, and when. */
export function FollowUpStrip({ followUp }: { followUp: FollowUpView }) {
  const t = useStrings(plannedStrings);
  const locale = useLocale();
  const now = useNow();
  const toast = useToast();
  const may = useCan('conversation.reply');
  const [busy, setBusy] = useState(false);
  const step = followUp.steps[followUp.nextStep];
  const stop = async () => {
    setBusy(true);
    try {
      await stopFollowUp(followUp.conversationId);
      toast({ text: t('stopped') });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <article className="pl-c" data-state="follow-up">
      <Icon of={Repeat2} />
      <div className="pl-m">
        <p className="pl-h"><b>{t('followUp', { name: followUp.name })}</b> <span className="tag">{t('step', { step: String(followUp.nextStep + 1), steps: String(followUp.steps.length) })}</span></p>
        {step !== undefined && followUp.dueAt !== null && <p className="mut">{t(words[step.act], { time: bothClocks(locale, new Date(followUp.dueAt), null, now).here })}, {t('untilAnswer')}</p>}
        {step?.act === 'send' && <p className="pl-t">{step.text}</p>}
      </div>
      {may && <button type="button" className="lnk" disabled={busy} onClick={() => void stop()}>{t('stop')}</button>}
    </article>
  );
}
