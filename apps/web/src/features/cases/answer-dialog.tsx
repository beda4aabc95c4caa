import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, TriangleAlert } from 'lucide';
import { useState } from 'react';
import type { AnswerInput, CaseChange, CaseDecision, MessageView } from '@kontuar/contract';
import { request } from '../../app/client';
import type { Commands } from '../../app/commands';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, Icon, Select, TextArea, useToast } from '../../ui';
import { answerStrings } from './answer.strings';

const decisions = ['accepted', 'partly', 'refused'] as const;

/** What marking this answer does to the clock, said before it is done. */
export function effectOf({ mail, message: { status } }: { mail: boolean; message: Pick<MessageView, 'status'> }): { key: 'chat' | 'stops' | 'later' | 'failed'; good: boolean } {
  if (!mail) return { key: 'chat', good: false };
  if (status === 'sent' || status === 'delivered' || status === 'read') return { key: 'stops', good: true };
  return status === 'queued' || status === 'sending' ? { key: 'later', good: true } : { key: 'failed', good: false };
}

/** An ordinary answer said the decision: it is kept with the case as one, and counts as far as it arrived on what the law takes for paper. */
export function AnswerDialog({ about, onClose }: { about: Commands['case-answer']; onClose: () => void }) {
  const t = useStrings(answerStrings);
  const toast = useToast();
  const client = useQueryClient();
  const [decision, setDecision] = useState<CaseDecision>('accepted');
  const [reason, setReason] = useState('');
  const effect = effectOf(about);
  const mark = useMutation({
    mutationFn: (input: AnswerInput) => request<CaseChange>('POST', `/cases/${about.caseId}/answers`, input),
    onSuccess: ({ case: next }) => {
      client.setQueryData(queryKeys.case(about.caseId), next);
      void client.invalidateQueries({ queryKey: queryKeys.conversation(about.message.conversationId) });
      toast({ text: t(next.clock === 'stopped' ? 'markedStopped' : 'marked', { code: about.code }) });
      onClose();
    },
    onError: (error: Error) => void toast({ text: t('notDone', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose(); }} title={t('title', { code: about.code })}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={mark.isPending} onClick={() => mark.mutate({ messageId: about.message.id, decision, reason: reason.trim() })}>{t('mark')}</Button></>}
    >
      <div className="let">
        <blockquote className="cas-b" dir="auto">{about.message.text.slice(0, 300)}</blockquote>
        <Field label={t('decision')}><Select value={decision} options={decisions.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => setDecision(value as CaseDecision)} /></Field>
        <Field label={t('reason')} optional><TextArea rows={3} maxLength={5000} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
        <p className="case-n" data-tone={effect.good ? 'ok' : 'bad'}><Icon of={effect.good ? Check : TriangleAlert} size={14} />{t(effect.key)}</p>
      </div>
    </Dialog>
  );
}
