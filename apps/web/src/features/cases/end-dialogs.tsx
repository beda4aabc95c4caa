import { useState } from 'react';
import type { CaseView } from '@kontuar/contract';
import { useStrings } from '../../i18n';
import { Button, Check, Dialog, Field, TextInput } from '../../ui';
import { casePageStrings } from './case.strings';
import type { CaseActs } from './use-case-acts';

export function CloseDialog({ of, acts, onClose }: { of: CaseView; acts: CaseActs; onClose: () => void }) {
  const t = useStrings(casePageStrings);
  const [outcome, setOutcome] = useState(of.outcome);
  const [withdrew, setWithdrew] = useState(false);
  const close = async () => { if (await acts.post('/close', { outcome, customerWithdrew: withdrew })) onClose(); };
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={t('closeTitle')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={acts.busy} disabled={of.clock === 'running' && !withdrew} onClick={() => void close()}>{t('closeIt')}</Button></>}>
      <div className="let">
        <Field label={t('outcome')} optional><TextInput maxLength={1000} value={outcome} onChange={(event) => setOutcome(event.target.value)} /></Field>
        {of.clock === 'running' && <Check checked={withdrew} onCheckedChange={setWithdrew} help={t('withdrewHelp')}>{t('withdrew')}</Check>}
      </div>
    </Dialog>
  );
}

export function ReopenDialog({ acts, onClose }: { acts: CaseActs; onClose: () => void }) {
  const t = useStrings(casePageStrings);
  const [reason, setReason] = useState('');
  const [anew, setAnew] = useState(false);
  const reopen = async () => { if (await acts.post('/reopen', { reason: reason.trim(), ...(anew ? { receivedAt: new Date().toISOString() } : {}) })) onClose(); };
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={t('reopenTitle')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={acts.busy} disabled={reason.trim() === ''} onClick={() => void reopen()}>{t('reopen')}</Button></>}>
      <div className="let">
        <Field label={t('reopenReason')}><TextInput maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></Field>
        <Check checked={anew} onCheckedChange={setAnew}>{t('anew')}</Check>
      </div>
    </Dialog>
  );
}
