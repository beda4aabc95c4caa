import { Check, CheckCheck, CircleQuestionMark, Clock, TriangleAlert, type IconNode } from 'lucide';
import { useEffect, useState } from 'react';
import type { MessageView } from '@kontuar/contract';
import { command } from '../../app/commands';
import { failureDetail, failureWords } from '../../app/failure-words';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatTime, useLocale, useStrings } from '../../i18n';
import { Button, Icon, useToast } from '../../ui';
import { useMessageActs } from './queries';
import { threadStrings } from './thread.strings';

const icons: Partial<Record<MessageView['status'], IconNode>> = {
  queued: Clock, sending: Clock, sent: Check, logged: Check, delivered: CheckCheck, read: CheckCheck,
};

/** What became of a message of ours: a mark and a word; while it can still be undone, the seconds that are left. */
export function Delivery({ message }: { message: MessageView }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const mark = icons[message.status];
  // A failure is told inside of the message.
  if (!mark || message.deletedAt !== null) return null;
  if (message.status === 'queued' && message.failure !== null) {
    return <span className="dlv" data-s="retry" title={failureDetail(message.failure.detail)}><Icon of={Clock} size={14} />{t('retrySoon')}: {failureWords(message.failure.code)}</span>;
  }
  if (message.status === 'queued' && message.sendAt !== null) return <Leaving message={message} sendAt={message.sendAt} />;
  const key = message.status === 'failed' || message.status === 'unknown' || message.status === 'received' ? null : message.status;
  const words = key === null ? '' : key === 'read' && message.readAt !== null ? t('readAt', { time: formatTime(locale, new Date(message.readAt)) }) : t(key);
  return (
    <span className="dlv" data-s={message.status}>
      <Icon of={mark} size={14} />
      {words}
    </span>
  );
}

/** Ticks once a second and only while it is on screen. */
function Leaving({ message, sendAt }: { message: MessageView; sendAt: string }) {
  const t = useStrings(threadStrings);
  const toast = useToast();
  const { undo, sendNow } = useMessageActs(message.conversationId);
  const left = useSecondsUntil(sendAt);
  const may = useCan('conversation.reply');
  const takeBack = async () => {
    try {
      if (await undo.mutateAsync(message)) restoreToComposer(message);
      else toast({ text: t('undoFailed') });
    } catch (error) {
      toast({ text: t('actFailed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return (
    <span className="dlv" data-s="queued">
      <Icon of={Clock} size={14} />
      <span>{left > 0 ? t('queuedFor', { count: left }) : t('leavesNow')}</span>
      {left > 0 && may && (
        <>
          <button type="button" className="lnk" disabled={undo.isPending} onClick={() => void takeBack()}>{t('undo')}</button>
          <button type="button" className="lnk" disabled={sendNow.isPending} onClick={() => sendNow.mutate(message)}>{t('sendNow')}</button>
        </>
      )}
    </span>
  );
}

export function restoreToComposer(message: MessageView): void {
  command('restore', {
    conversationId: message.conversationId, private: message.kind === 'note', text: message.text, attachments: message.attachments,
    cc: message.cc.map((party) => party.address), ...(message.kind === 'message' ? { side: message.visibility } : {}),
  });
}

export function useSecondsUntil(instant: string): number {
  const until = Date.parse(instant);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= until) clearInterval(timer);
    }, 500);
    return () => clearInterval(timer);
  }, [until]);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** It left, and yet not everybody got it: said at the message, in a sentence. */
export function SentBut({ warnings }: { warnings: readonly string[] }) {
  const t = useStrings(threadStrings);
  return warnings.map((detail) => (
    <p key={detail} className="sent-but">
      <Icon of={TriangleAlert} size={14} />
      <span>{t('sentBut')}{detail !== '' && <> {failureDetail(detail)}</>}</span>
    </p>
  ));
}

/** Inside of the message that failed: what happened in plain words, and the best ways out. */
export function Failure({ message }: { message: MessageView }) {
  return message.status === 'failed' || message.status === 'unknown' ? <Failed message={message} /> : null;
}

function Failed({ message }: { message: MessageView }) {
  const t = useStrings(threadStrings);
  const toast = useToast();
  const { retry } = useMessageActs(message.conversationId);
  const [asking, setAsking] = useState(false);
  const may = useCan('conversation.reply');
  const again = (confirm: boolean) => {
    setAsking(false);
    retry.mutate({ message, confirm }, { onError: (error) => toast({ text: t('actFailed', { reason: problemWords(error) }), tone: 'danger' }) });
  };
  const unknown = message.status === 'unknown';
  const detail = failureDetail(message.failure?.detail ?? '');
  return (
    <footer className="fail" data-s={message.status}>
      <Icon of={unknown ? CircleQuestionMark : TriangleAlert} />
      <div>
        <b>{unknown ? t('unknownTitle') : t('failedBecause', { reason: failureWords(message.failure?.code) })}</b>
        <span>{unknown ? (asking ? t('unknownAsked') : t('unknownBody')) : detail}</span>
      </div>
      {may && <span className="fail-b">
        {unknown && !asking
          ? <Button size="sm" busy={retry.isPending} onClick={() => setAsking(true)}>{t('tryAgain')}</Button>
          : <Button size="sm" busy={retry.isPending} onClick={() => again(unknown)}>{unknown ? t('sendAgainAnyway') : t('retry')}</Button>}
        <Button size="sm" tone="ghost" onClick={() => restoreToComposer(message)}>{t('toComposer')}</Button>
      </span>}
    </footer>
  );
}
