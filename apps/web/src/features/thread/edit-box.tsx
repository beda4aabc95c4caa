import { useId, useState, type KeyboardEvent } from 'react';
import type { ChannelSummary, MessageView } from '@kontuar/contract';
import { networkName } from '../../app/network-names';
import { problemWords } from '../../app/problem-words';
import { capabilitiesOn } from '../../app/sides';
import { lengthReport } from '../../app/text-length';
import { useStrings } from '../../i18n';
import { Button, useToast } from '../../ui';
import { publicStrings } from './public.strings';
import { useMessageActs } from './queries';
import { threadStrings } from './thread.strings';

/** Changes a message of ours in its place. Ctrl Enter saves, Esc leaves it as it was. */
export function EditBox({ message, begun, channel, connectorId, onDone }: {
  message: MessageView;
  /** What it says, or what it should have said when the platform refused it. */
  begun: string;
  channel: ChannelSummary | undefined;
  connectorId: string;
  onDone: () => void;
}) {
  const t = useStrings(publicStrings);
  const w = useStrings(threadStrings);
  const toast = useToast();
  const hintId = useId();
  const { edit } = useMessageActs(message.conversationId);
  const [text, setText] = useState(begun);
  const length = channel === undefined ? null : lengthReport(text, capabilitiesOn(channel.capabilities, message.visibility));
  const bad = text.trim() === '' || length?.state === 'over';
  const save = () => {
    if (bad) return;
    onDone();
    if (text.trim() === message.text.trim()) return;
    edit.mutate({ message, text: text.trim() }, { onError: (error) => toast({ text: w('actFailed', { reason: problemWords(error) }), tone: 'danger' }) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onDone();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      save();
    }
  };
  return (
    <div className="edit-b">
      <textarea className="inp" autoFocus aria-label={t('editLabel')} aria-describedby={hintId} aria-invalid={bad || undefined} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={onKeyDown} />
      <p>
        <span className="mut" id={hintId}>{length !== null && length.state !== 'quiet' ? `${length.used} / ${length.max}` : t('editHint', { network: networkName(connectorId, channel?.name) })}</span>
        <Button size="sm" tone="ghost" onClick={onDone}>{t('cancel')}</Button>
        <Button size="sm" tone="primary" aria-disabled={bad || undefined} onClick={save}>{t('save')}</Button>
      </p>
    </div>
  );
}
