import './thread.css';
import { History } from 'lucide';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ConversationView } from '@kontuar/contract';
import { noteOpened } from '../../app/acts/moves';
import { movesStrings } from '../../app/acts/moves.strings';
import { isOwnAct } from '../../app/acts/target';
import { ApiProblem } from '../../app/client';
import { useChannel } from '../../app/directory';
import { translate, useStrings } from '../../i18n';
import { useKeycaps, useShortcut } from '../../app/keys';
import { IconButton, ChannelMark, Icon } from '../../ui';
import { useWatching } from '../../realtime/live';
import { PersonTimeline, useAnswerIn } from './person-timeline';
import { personStrings } from './person.strings';
import { showToast } from '../../ui/toast-store';
import { PickedBar } from './picking';
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

let wholePerson = false;
/** One timeline over all channels, or this conversation alone; stays as chosen from one conversation to the next. */
function useWhole(): [boolean, () => void] {
  const [whole, setWhole] = useState(wholePerson);
  return [whole, () => { wholePerson = !whole; setWhole(!whole); }];
}

/** One conversation; acts and composer are put in by the screen that composes features. */
export function Thread({ conversationId, ...rest }: ThreadProps) {
  return conversationId === undefined ? <NothingOpen /> : <OpenThread key={conversationId} conversationId={conversationId} {...rest} />;
}

function OpenThread({ conversationId, found, onFoundLeft, acts, composer, tail, notice, onBack, onOpenConversation }: ThreadProps & { conversationId: string }) {
  const t = useStrings(threadStrings);
  const { data: conversation, isError, error, fetchStatus, refetch } = useConversation(conversationId, found?.seq);
  const channel = useChannel(conversation?.channelId);
  useWatching(conversation === undefined ? undefined : conversationId);
  const [whole, toggle] = useWhole();
  useShortcut('whole-person', toggle, { when: conversation !== undefined });
  // It went up in another one, perhaps while it was open: reading goes on there.
  const on = conversation === undefined || conversation.id === conversationId ? conversation?.mergedInto : { id: conversation.id, number: conversation.number };
  const [onId, onNumber] = [on?.id, on?.number];
  const goOn = useRef(onOpenConversation);
  useEffect(() => { goOn.current = onOpenConversation; });
  useEffect(() => noteOpened(conversationId), [conversationId]);
  useEffect(() => {
    if (onId === undefined || onNumber === undefined) return;
    // Who merged it has a toast of their own, with the way back in it.
    if (!isOwnAct(conversationId)) showToast({ text: translate(movesStrings, 'wentOn', { number: onNumber }) });
    goOn.current?.(onId);
  }, [conversationId, onId, onNumber]);
  if (!conversation) {
    return (
      <section className="thread" aria-label={t('messages')}>
        {notice}
        {isError || fetchStatus === 'paused' ? <ThreadProblem error={error ?? new ApiProblem(0, 'network.unreachable', '')} onRetry={() => void refetch()} /> : <ThreadSkeleton />}
      </section>
    );
  }
  return (
    <section className="thread" aria-label={t('conversationWith', { name: conversation.contact.name })}>
      {notice}
      <ThreadHeader conversation={conversation} acts={acts?.(conversation)} beside={<WholeSwitch name={conversation.contact.name} whole={whole} onToggle={toggle} />} onBack={onBack} />
      <div data-brief={conversation.id} />
      {whole ? <WholePerson conversation={conversation} composer={composer} onOpenConversation={onOpenConversation} /> : <>
      <PublicPost conversation={conversation} channel={channel} />
      <Timeline conversation={conversation} channel={channel} found={found} onFoundLeft={onFoundLeft} onOpenConversation={onOpenConversation} tail={tail?.(conversation)} />
      <PickedBar conversation={conversation} onOpen={onOpenConversation} />
      {composer?.(conversation)}
      </>}
    </section>
  );
}

function WholeSwitch({ name, whole, onToggle }: { name: string; whole: boolean; onToggle: () => void }) {
  const t = useStrings(personStrings);
  const caps = useKeycaps('whole-person');
  return <IconButton label={t('whole')} keys={caps} className={whole ? 'on' : undefined} aria-pressed={whole} title={whole ? t('oneHint') : t('wholeHint', { name })} onClick={onToggle}><Icon of={History} /></IconButton>;
}

/** The person instead of the conversation; the answer goes to where they wrote last, and that is said. */
function WholePerson({ conversation, composer, onOpenConversation }: { conversation: ConversationView; composer: ThreadProps['composer'] | undefined; onOpenConversation: ThreadProps['onOpenConversation'] | undefined }) {
  const t = useStrings(personStrings);
  const target = useAnswerIn(conversation.contact.id, conversation);
  const channel = useChannel(target.channelId);
  const words = { channel: channel?.name ?? '', name: target.contact.name, number: target.number };
  return (
    <>
      <PersonTimeline conversation={conversation} onOpenConversation={onOpenConversation} />
      <p className="goes-to"><ChannelMark connector={target.connectorId} decorative /><span>{target.id === conversation.id ? t('goes', words) : t('goesElsewhere', words)}</span></p>
      {composer?.(target)}
    </>
  );
}
