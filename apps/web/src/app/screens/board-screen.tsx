import { useNavigate } from '@tanstack/react-router';
import { ExternalLink, X } from 'lucide';
import { Board } from '../../features/board';
import { boardStrings } from '../../features/board/board.strings';
import { useStrings } from '../../i18n';
import { Icon, IconButton } from '../../ui';
import { lazily } from '../lazily';

const ConversationPart = lazily(() => import('./conversation-part').then((part) => part.ConversationPart));

/** The board, and beside it the whole conversation that one looks into: answer and notes work there as in the inbox. */
export function BoardScreen() {
  return <Board peek={(about) => <Peek key={about.conversationId} {...about} />} />;
}

function Peek({ conversationId, onClose, onOpen }: { conversationId: string; onClose: () => void; onOpen: (id: string) => void }) {
  const t = useStrings(boardStrings);
  const navigate = useNavigate();
  return (
    <>
      <div className="bd-peek-h">
        <IconButton label={t('openInInbox')} size="sm" onClick={() => void navigate({ to: '/inbox/$view/$conversationId', params: { view: 'all', conversationId }, search: {} })}><Icon of={ExternalLink} size={14} /></IconButton>
        <IconButton label={t('closePeek')} keys={['Esc']} size="sm" onClick={onClose}><Icon of={X} size={14} /></IconButton>
      </div>
      <ConversationPart conversationId={conversationId} found={undefined} onFoundLeft={() => undefined} onBack={onClose} onOpen={onOpen} />
    </>
  );
}
