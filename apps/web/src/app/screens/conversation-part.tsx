import './conversation-part.css';
import type { ReactNode } from 'react';
import { Related } from '../../features/acts/related';
import { AsidesTail } from '../../features/asides/asides-tail';
import { AssistantBar } from '../../features/assistant';
import { PinsStrip } from '../../features/contacts/pins-strip';
import { Composer } from '../../features/composer';
import { CustomerPanel as Panel } from '../../features/contacts/customer-panel';
import { WatchKey } from '../../features/contacts/use-watching';
import { PlannedTail } from '../../features/planned/planned-tail';
import { CaseSection } from '../../features/cases/case-section';
import { Thread } from '../../features/thread';
import { useAfterWords } from '../after-words';
import { command } from '../commands';
import { useKeysToCome } from '../keys';
import { lazily } from '../lazily';
import { useTakenFromMe } from '../supervision';

const PromisesTail = lazily(() => import('../../features/after/promises-tail').then((part) => part.PromisesTail));
const ModerationTail = lazily(() => import('../../features/moderation/moderation-tail').then((part) => part.ModerationTail));
const SupervisionBar = lazily(() => import('../../features/quality/supervision-bar').then((part) => part.SupervisionBar));
const LeadSection = lazily(() => import('../../features/leads/lead-section').then((part) => part.LeadSection));

export { LineBanner } from '../live/line-banner';
/**
 * The person, and what belongs to the conversation beside them: drawn when what they said is on the screen, and whoever walks through a list does not wait for
 * it at every step. Never the one before: what is done here is done to who is shown.
 */
export function CustomerPanel({ conversationId }: { conversationId: string }) {
  if (!useAfterWords(conversationId)) return <aside className="panel" aria-busy="true" />;
  return <Panel conversationId={conversationId} cases={<><CaseSection conversationId={conversationId} /><LeadSection conversationId={conversationId} /></>} related={<Related conversationId={conversationId} />} />;
}

/** Whose conversation was taken over sees what they were writing, and cannot go on with it. */
function Held({ conversationId, children }: { conversationId: string; children: ReactNode }) {
  return <div className="cmp-held" inert={useTakenFromMe(conversationId)}>{children}</div>;
}

/** What is asked for and drawn when the words and the answer are on the screen. */
function Behind({ what, children }: { what: string; children: ReactNode }) {
  const drawn = useAfterWords(what);
  useKeysToCome(drawn);
  return drawn ? children : null;
}

export interface ConversationPartProps {
  conversationId: string | undefined;
  found: { seq: number; visit: string } | undefined;
  onFoundLeft: () => void;
  onBack: () => void;
  onOpen: (conversationId: string) => void;
  notice?: ReactNode;
}

/** Thread, answer and what waits: the larger half of the desk. The list doesn't wait for it. */
export function ConversationPart({ onOpen, ...rest }: ConversationPartProps) {
  return (
    <Thread
      {...rest}
      composer={(conversation) => <><WatchKey conversationId={conversation.id} /><Behind key={`aids-${conversation.id}`} what={conversation.id}><div className="aids"><PinsStrip conversationId={conversation.id} /><AssistantBar conversation={conversation} /></div><SupervisionBar conversation={conversation} /></Behind><Held conversationId={conversation.id}><Composer key={conversation.id} conversation={conversation} onNext={() => command('onward', { after: conversation.id })} onReturn={onOpen} /></Held></>}
      tail={(conversation) => <Behind key={conversation.id} what={conversation.id}><ModerationTail conversation={conversation} /><PlannedTail conversation={conversation} /><PromisesTail conversation={conversation} /><AsidesTail conversation={conversation} /></Behind>}
      onOpenConversation={onOpen}
    />
  );
}
