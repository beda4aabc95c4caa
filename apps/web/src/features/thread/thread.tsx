import './thread.css';
import type { ReactNode } from 'react';
import type { ConversationView } from '@kontuar/contract';
import { useChannel } from '../../app/directory';
import { useStrings } from '../../i18n';
import { useWatching } from '../../realtime/live';
import { PublicPost } from './public-post';
import { useConversation } from './queries';
import { ThreadHeader } from './thread-header';
import { NothingOpen, ThreadProblem, ThreadSkeleton } from './thread-states';
import { threadStrings } from './thread.strings';
import { Timeline } from './timeline';

export interface ThreadProps {
  conversationId?: string | undefined;
  /** Opens at this message; `visit` differs for every time that it was asked for. */
  found?: { seq: number; visit: string } | undefined;
  onFoundLeft?: () => void;
  acts?: (conversation: ConversationView) => ReactNode;
  composer?: (conversation: ConversationView) => ReactNode;
  /** Last in the thread: what is not said yet. */
  tail?: (conversation: ConversationView) => ReactNode;
  /** Above the header: the line is lost, the conversation was handed on. */
  notice?: ReactNode;
  onBack?: () => void;
  onOpenConversation?: (conversationId: string) => void;
}

/** One conversation; acts and composer are put in by the screen that composes features. */
export function Thread({ conversationId, ...rest }: ThreadProps) {
  return conversationId === undefined ? <NothingOpen /> : <OpenThread key={conversationId} conversationId={conversationId} {...rest} />;
}

function OpenThread({ conversationId, found, onFoundLeft, acts, composer, tail, notice, onBack, onOpenConversation }: ThreadProps & { conversationId: string }) {
  const t = useStrings(threadStrings);
  const { data: conversation, isError, error, refetch } = useConversation(conversationId);
  const channel = useChannel(conversation?.channelId);
  useWatching(conversation === undefined ? undefined : conversationId);
  if (!conversation) {
    return (
      <section className="thread" aria-label={t('messages')}>
        {notice}
        {isError ? <ThreadProblem error={error} onRetry={() => void refetch()} /> : <ThreadSkeleton />}
      </section>
    );
  }
  return (
    <section className="thread" aria-label={t('conversationWith', { name: conversation.contact.name })}>
      {notice}
      <ThreadHeader conversation={conversation} acts={acts?.(conversation)} onBack={onBack} />
      <PublicPost conversation={conversation} channel={channel} />
      <Timeline conversation={conversation} channel={channel} found={found} onFoundLeft={onFoundLeft} onOpenConversation={onOpenConversation} tail={tail?.(conversation)} />
      {composer?.(conversation)}
    </section>
  );
}
