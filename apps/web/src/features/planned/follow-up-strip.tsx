import { Repeat2 } from 'lucide';
import { useState } from 'react';
import type { ConversationView, FollowUpView } from '@kontuar/contract';
import { HeldLine } from '../../app/crisis/held-line';
import { useCan } from '../../app/me';
import { plannedStrings } from '../../app/planned/planned.strings';
import { stopFollowUp } from '../../app/planned/queries';
import { bothClocks } from '../../app/planned/times';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Icon, useNow, useToast } from '../../ui';

const words = { send: 'stepSend', remind: 'stepRemind', close: 'stepClose' } as const;

/** With the names that will stand there; what only the server knows stays a gap that it fills. */
function named(text: string, { contact, number }: ConversationView): string {
  const first = /^\p{Lu}[\p{L}'’-]+(?= |$)/u.exec(contact.name.trim())?.[0] ?? '';
  const values: Record<string, string> = { 'contact.first': first, 'contact.name': contact.name, 'conversation.number': String(number) };
  return text.replace(/( ?)\{\{\s*([\w.]+)\s*\}\}/gu, (whole, space: string, key: string) => (values[key] === undefined ? whole : values[key] === '' ? '' : `${space}${values[key]}`));
}

/** What happens next unless the customer answers, and when. */
export function FollowUpStrip({ followUp, conversation }: { followUp: FollowUpView; conversation: ConversationView }) {
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
        {followUp.held !== null && <HeldLine held={followUp.held} />}
        {step?.act === 'send' && <p className="pl-t">{named(step.text, conversation)}</p>}
      </div>
      {may && <button type="button" className="lnk" disabled={busy} onClick={() => void stop()}>{t('stop')}</button>}
    </article>
  );
}
