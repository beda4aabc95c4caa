import './asides.css';
import { MessagesSquare } from 'lucide';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { ConversationView } from '@kontuar/contract';
import { asideStrings } from '../../app/asides/asides.strings';
import { useAsides } from '../../app/asides/queries';
import { onCommand } from '../../app/commands';
import { useShortcut } from '../../app/keys';
import { lazily } from '../../app/lazily';
import { useCan } from '../../app/me';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { AsideCard } from './aside-card';

const AsideDialog = lazily(() => import('./aside-dialog').then((part) => part.AsideDialog));

/** The side conversations of a conversation, below what was said to the customer and above the answer. */
export function AsidesTail({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(asideStrings);
  const may = useCan('conversation.reply');
  const asides = useAsides(conversation);
  const [opening, setOpening] = useState(false);
  const [shownId, setShown] = useState<string | null>(null);
  useShortcut('aside', () => setOpening(true), { when: may });
  // A search hit names the one in which it was said: `#aside-<id>`. Every step through the history is a visit of its own.
  const named = useRouterState({ select: ({ location }) => /^aside-([0-9a-f-]{36})$/.exec(location.hash)?.[1] ?? null });
  const visit = useRouterState({ select: ({ location }) => location.state.__TSR_key ?? '' });
  useEffect(() => { if (named !== null) setShown(named); }, [named, visit]);
  useEffect(() => onCommand('aside', ({ conversationId, asideId }) => { if (conversationId === conversation.id) setShown(asideId); }), [conversation.id]);
  return (
    <>
      {asides.length > 0 && (
        <section className="as" aria-label={t('title')}>
          <h3 className="as-t"><Icon of={MessagesSquare} size={14} />{t('title')} <span>{t('hint', { name: conversation.contact.name })}</span></h3>
          {asides.map((aside) => <AsideCard key={aside.id} aside={aside} open={shownId === aside.id} onOpen={(open) => setShown(open ? aside.id : null)} />)}
        </section>
      )}
      {opening && <AsideDialog conversation={conversation} onClose={() => setOpening(false)} onOpened={setShown} />}
    </>
  );
}
