import { Copy, CornerUpLeft, Ellipsis, FileText, Image, Trash2 } from 'lucide-react';
import type { ChannelSummary, MessageView } from '@kontuar/contract';
import { command } from '../../app/commands';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Icon, Menu, MenuItem, useToast } from '../../ui';
import { needsFrame } from './mail-document';
import { useMessageActs } from './queries';
import { threadStrings } from './thread.strings';

export interface MessageMenuProps {
  message: MessageView;
  channel: ChannelSummary | undefined;
  /** Letters: which of the two shapes is shown now. */
  plain?: boolean;
  onPlain?: (plain: boolean) => void;
}

/** What one can do with a message; the button shows on hover and on focus. */
export function MessageMenu({ message, channel, plain = false, onPlain }: MessageMenuProps) {
  const t = useStrings(threadStrings);
  const toast = useToast();
  const { remove } = useMessageActs(message.conversationId);
  const may = useCan('conversation.reply');
  const sent = message.direction === 'out' && ['sent', 'delivered', 'read'].includes(message.status);
  const copy = async () => {
    await navigator.clipboard.writeText(message.text);
    toast({ text: t('copied') });
  };
  return (
    <Menu
      label={t('actions')}
      align="end"
      trigger={<button type="button" className="btn ghost icon sm msg-m" aria-label={t('actions')}><Icon of={Ellipsis} /></button>}
    >
      {may && message.kind === 'message' && channel?.capabilities.logOnly !== true && (
        <MenuItem icon={CornerUpLeft} onSelect={() => command('quote', { conversationId: message.conversationId, message })}>{t('replyTo')}</MenuItem>
      )}
      {message.text !== '' && <MenuItem icon={Copy} onSelect={() => void copy()}>{t('copyText')}</MenuItem>}
      {onPlain !== undefined && needsFrame(message.html) && (
        <MenuItem icon={plain ? Image : FileText} onSelect={() => onPlain(!plain)}>{plain ? t('showOriginal') : t('showPlain')}</MenuItem>
      )}
      {may && sent && channel?.capabilities.delete === true && (
        <MenuItem icon={Trash2} tone="danger" onSelect={() => remove.mutate(message, { onError: (error) => toast({ text: t('removeFailed', { reason: problemWords(error) }), tone: 'danger' }) })}>
          {t('remove')}
        </MenuItem>
      )}
    </Menu>
  );
}
