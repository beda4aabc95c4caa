import './planned.css';
import type { ConversationView } from '@kontuar/contract';
import { usePlanned } from '../../app/planned/queries';
import { plannedStrings } from '../../app/planned/planned.strings';
import { useStrings } from '../../i18n';
import { FollowUpStrip } from './follow-up-strip';
import { PlannedCard } from './planned-card';

/** What waits, last in the thread: answers for their time or for a yes, and what follows unless the customer answers. */
export function PlannedTail({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(plannedStrings);
  const list = usePlanned(conversation);
  if (list === undefined || (list.items.length === 0 && list.followUp === null)) return null;
  return (
    <section className="pl" aria-label={t('waitsTitle')}>
      {list.items.map((planned) => <PlannedCard key={planned.id} planned={planned} conversation={conversation} />)}
      {list.followUp !== null && <FollowUpStrip followUp={list.followUp} />}
    </section>
  );
}
