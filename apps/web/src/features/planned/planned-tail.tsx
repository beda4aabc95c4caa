import './planned.css';
import { useEffect } from 'react';
import type { ConversationView, PlanSummary } from '@kontuar/contract';
import { useMembers } from '../../app/directory';
import { onHeld } from '../../app/outbox/use-outbox';
import { usePlanned } from '../../app/planned/queries';
import { plannedStrings } from '../../app/planned/planned.strings';
import { formatList, useLocale, useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { FollowUpStrip } from './follow-up-strip';
import { PlannedCard } from './planned-card';

/** What waits, last in the thread: answers for their time or for a yes, and what follows unless the customer answers. */
export function PlannedTail({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(plannedStrings);
  const locale = useLocale();
  const members = useMembers();
  const toast = useToast();
  // What was sent and did not leave is said: nobody should believe that the customer has it.
  useEffect(() => onHeld(({ planned }) => {
    const names = (planned.approval?.askedIds ?? []).flatMap((id) => members.find((member) => member.id === id)?.name ?? []);
    toast({ text: names.length === 0 ? t('awaiting') : t('heldToast', { names: formatList(locale, names) }) });
  }), [members, toast, t, locale]);
  // Mounted anew for each plan: what waited before is gone, and must not flash up with its buttons until the answer is here.
  return conversation.plan === null || onlyPromised(conversation.plan) ? null : <Waiting conversation={conversation} />;
}

/** What was promised is shown below, and asks for nothing here. */
const onlyPromised = (plan: PlanSummary): boolean => plan.scheduled + plan.awaiting + plan.returned + plan.cancelled === 0 && plan.followUp === null;

function Waiting({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(plannedStrings);
  const list = usePlanned(conversation);
  if (list === undefined || (list.items.length === 0 && list.followUp === null)) return null;
  return (
    <section className="pl" aria-label={t('waitsTitle')}>
      {list.items.map((planned) => <PlannedCard key={planned.id} planned={planned} conversation={conversation} />)}
      {list.followUp !== null && <FollowUpStrip followUp={list.followUp} conversation={conversation} />}
    </section>
  );
}
