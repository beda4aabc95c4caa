import { Copy, CornerUpLeft, Gavel, Eye, EyeOff, FileText, FolderInput, GitBranch, Globe, Image, MessageCircle, SquareCheck, SquarePen, ThumbsUp, Trash2, type IconNode } from 'lucide';
import { useState } from 'react';
import { channelKindOf } from '@kontuar/contract/filter';
import type { ChannelSummary, ConversationView, MessageActKind, MessageView } from '@kontuar/contract';
import { splitFrom } from '../../app/acts/moves';
import { pickedMessages, usePicked } from '../../app/acts/picked-messages';
import { command } from '../../app/commands';
import { useCan } from '../../app/me';
import { passes, sidesOf } from '../../app/sides';
import { useStrings } from '../../i18n';
import { Menu, MenuItem, useToast } from '../../ui';
import { actsFor } from './acts';
import { needsFrame } from '../../app/mail/mail-document';
import { DeleteDialog, useAct } from './moderation';
import { moveStrings } from './moves.strings';
import { publicStrings } from './public.strings';
import { threadStrings } from './thread.strings';

export interface MessageMenuProps {
  message: MessageView;
  channel: ChannelSummary | undefined;
  conversation: ConversationView;
  /** Letters: which of the two shapes is shown now. */
  plain?: boolean;
  onPlain?: (plain: boolean) => void;
  onEdit: () => void;
}

const icons: Record<MessageActKind, IconNode> = { like: ThumbsUp, unlike: ThumbsUp, hide: EyeOff, unhide: Eye, delete: Trash2, edit: SquarePen };

/** What one can do with a message; the button shows on hover and on focus. What is in it is made when it opens: a thread has a menu for each message. */
export function MessageMenu(props: MessageMenuProps) {
  const t = useStrings(threadStrings);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu label={t('actions')} align="end" trigger={<button type="button" className="btn ghost icon sm msg-m" aria-label={t('actions')}><i className="msg-dots" aria-hidden="true" /></button>}>
        <Items {...props} onDelete={() => setDeleting(true)} />
      </Menu>
      {deleting && <DeleteDialog message={props.message} channel={props.channel} connectorId={props.conversation.connectorId} onClose={() => setDeleting(false)} />}
    </>
  );
}

function Items({ message, channel, conversation, plain = false, onPlain, onEdit, onDelete }: MessageMenuProps & { onDelete: () => void }) {
  const t = useStrings(threadStrings);
  const toast = useToast();
  const p = useStrings(publicStrings);
  const act = useAct(message);
  const may = useCan('conversation.reply');
  const mayAct = useCan('message.act');
  const mayMove = useCan('conversation.triage');
  const mayDecide = useCan('case.edit');
  const m = useStrings(moveStrings);
  const picked = usePicked(message.conversationId);
  const acts = mayAct && message.moderation?.pending == null ? actsFor(message, channel) : [];
  const opensPrivate = message.visibility === 'public' && message.direction === 'in' && sidesOf(conversation, channel?.capabilities, new Date()).some((side) => side.side === 'private' && passes(side));
  const quote = (side?: 'private') => command('quote', { conversationId: message.conversationId, message, ...(side === undefined ? {} : { side }) });
  // What we wrote can be the decision itself; whether it stops the clock is said before.
  const decides = mayDecide && message.kind === 'message' && message.direction === 'out' && conversation.case?.state === 'open' ? conversation.case : null;
  const copy = async () => {
    await navigator.clipboard.writeText(message.text);
    toast({ text: t('copied') });
  };
  return (
    <>
        {may && message.kind === 'message' && channel?.capabilities.logOnly !== true && (
          <MenuItem icon={message.visibility === 'public' ? Globe : CornerUpLeft} onSelect={() => quote()}>{message.visibility === 'public' ? p('replyPublicly') : t('replyTo')}</MenuItem>
        )}
        {may && opensPrivate && <MenuItem icon={MessageCircle} onSelect={() => quote('private')}>{p('replyPrivately')}</MenuItem>}
        {message.text !== '' && <MenuItem icon={Copy} onSelect={() => void copy()}>{t('copyText')}</MenuItem>}
        {onPlain !== undefined && needsFrame(message.html) && (
          <MenuItem icon={plain ? Image : FileText} onSelect={() => onPlain(!plain)}>{plain ? t('showOriginal') : t('showPlain')}</MenuItem>
        )}
        {decides !== null && <MenuItem icon={Gavel} onSelect={() => void setTimeout(() => command('case-answer', { caseId: decides.id, code: decides.code, message, mail: channel !== undefined && channelKindOf(channel.capabilities) === 'mail' }), 0)}>{m('isDecision', { code: decides.code })}</MenuItem>}
        {mayMove && <MenuItem icon={SquareCheck} onSelect={() => pickedMessages.toggle(message.conversationId, message.id)}>{m(picked.has(message.id) ? 'unpick' : 'pick')}</MenuItem>}
        {mayMove && <MenuItem icon={FolderInput} onSelect={() => void setTimeout(() => command('move-messages', { conversationId: message.conversationId, messageIds: [message.id] }), 0)}>{m('move')}</MenuItem>}
        {mayMove && message.seq > 1 && <MenuItem icon={GitBranch} onSelect={() => void splitFrom(message.conversationId, message.id)}>{m('splitHere')}</MenuItem>}
        {acts.map((kind) => (
          <MenuItem
            key={kind} icon={icons[kind]} {...(kind === 'delete' ? { tone: 'danger' as const } : {})}
            // A menu gives the focus back to its button when it closes; what opens next takes it after that.
            onSelect={() => { if (kind === 'edit') setTimeout(onEdit, 0); else if (kind === 'delete') setTimeout(onDelete, 0); else act(kind); }}
          >
            {kind === 'delete' && message.visibility === 'private' ? t('remove') : p(kind)}
          </MenuItem>
        ))}
    </>
  );
}
