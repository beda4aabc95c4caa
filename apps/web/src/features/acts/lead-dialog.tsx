import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { ConversationView, LeadChange, LeadInput } from '@kontuar/contract';
import { perform } from '../../app/acts/perform';
import { request } from '../../app/client';
import { command } from '../../app/commands';
import { instantOf, leadOfQuery, localInput } from '../../app/leads/leads';
import { queryKeys } from '../../app/query-keys';
import { presets } from '../../app/times/when';
import { translate, useStrings } from '../../i18n';
import { Button, Dialog, Field, TextInput } from '../../ui';
import { takeLeadStrings } from './lead.strings';
import '../../app/leads/sales.css';

/** S and Enter take it up; what is done next may be said at once. Where it is a lead already, there it is. */
export function LeadDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const t = useStrings(takeLeadStrings);
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useId();
  const id = ids[0] ?? '';
  const { data } = useQuery(leadOfQuery(id));
  const [now] = useState(() => new Date());
  const [nextStep, setNextStep] = useState('');
  const [nextAt, setNextAt] = useState('');
  const [wants, setWants] = useState('');
  const open = data?.lead?.state === 'open' ? data.lead : undefined;
  const often = presets(now).flatMap(({ id: which, at }) => (which === 'tomorrow' ? [[t('tomorrow'), at] as const] : which === 'three-days' ? [[t('inThree'), at] as const] : which === 'week' ? [[t('inWeek'), at] as const] : []));
  const take = () => {
    onClose();
    if (open !== undefined) return void navigate({ to: '/leads/$leadId', params: { leadId: open.id } });
    const input: LeadInput = { ...(nextStep.trim() === '' ? {} : { nextStep: nextStep.trim() }), ...(instantOf(nextAt) === null ? {} : { nextAt: instantOf(nextAt) }), ...(wants.trim() === '' ? {} : { wants: wants.trim() }) };
    let code = '';
    void perform({
      ids: [id], guess: () => ({}),
      one: async () => {
        const { lead, conversation, undoToken } = await request<LeadChange>('POST', `/conversations/${id}/lead`, input);
        code = lead.code;
        client.setQueryData(queryKeys.leadOf(id), { lead });
        command('panel', { open: true });
        return { conversation: conversation as ConversationView, undoToken };
      },
      words: () => translate(takeLeadStrings, 'taken', { code }),
    });
  };
  const many = ids.length > 1;
  return (
    <Dialog open onOpenChange={(stays) => { if (!stays) onClose(); }} title={t('title')} footer={<Button tone="primary" type="submit" form={form} disabled={many}>{t('take')}</Button>}>
      <form id={form} className="led-x" onSubmit={(event) => { event.preventDefault(); if (!many) take(); }}>
        {many && <p role="alert">{t('one')}</p>}
        {open !== undefined && <p role="status">{t('already', { code: open.code })}</p>}
        <Field label={t('nextStep')} optional help={t('nextHelp')}><TextInput autoFocus maxLength={300} value={nextStep} onChange={(event) => setNextStep(event.target.value)} /></Field>
        <Field label={t('nextAt')} optional><TextInput type="datetime-local" value={nextAt} onChange={(event) => setNextAt(event.target.value)} /></Field>
        <p className="led-w">{often.map(([words, at]) => <Button key={words} size="sm" onClick={() => setNextAt(localInput(at.toISOString()))}>{words}</Button>)}</p>
        <Field label={t('wants')} optional help={t('wantsHelp')}><TextInput maxLength={500} value={wants} onChange={(event) => setWants(event.target.value)} /></Field>
      </form>
    </Dialog>
  );
}
