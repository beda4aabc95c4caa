import { Plus, X } from 'lucide';
import { useState } from 'react';
import type { FollowUpStep } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan } from '../../app/me';
import { plannedStrings } from '../../app/planned/planned.strings';
import type { FollowUpRequest } from '../../app/planned/queries';
import { problemWords } from '../../app/problem-words';
import { queryClient } from '../../app/query-client';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, Icon, IconButton, TextInput, useToast } from '../../ui';

type Draft = FollowUpStep & { key: number };
const begun = (key: number, act: FollowUpStep['act']): Draft => ({ key, after: { amount: 2, unit: 'days' }, act, text: '' });
const variables = '{{contact.first}}, {{contact.name}}, {{agent.name}}, {{workspace.name}}, {{conversation.number}}';

/** A chain of one's own: what, after how long, and whether it is kept for the next time. */
export function ChainEditor({ onClose, onBegin }: { onClose: () => void; onBegin: (input: FollowUpRequest) => void }) {
  const t = useStrings(plannedStrings);
  const toast = useToast();
  const mayShare = useCan('canned.manage');
  const [name, setName] = useState('');
  const [steps, setSteps] = useState<Draft[]>([begun(1, 'send'), begun(2, 'close')]);
  const [businessDays, setBusinessDays] = useState(true);
  const [reassigned, setReassigned] = useState(false);
  const [keep, setKeep] = useState(false);
  const [shared, setShared] = useState(false);
  const change = (key: number, more: Partial<FollowUpStep>) => setSteps((before) => before.map((step) => (step.key === key ? { ...step, ...more } : step)));
  const ready = name.trim() !== '' && steps.length > 0 && steps.every((step) => step.act !== 'send' || step.text.trim() !== '');
  const begin = async () => {
    const chain = { name: name.trim(), steps: steps.map(({ after, act, text }) => ({ after, act, text: text.trim() })), businessDays, stopWhen: { resolved: true, reassigned } };
    if (keep) {
      try {
        await request('POST', '/follow-up-presets', { ...chain, shared });
        void queryClient.invalidateQueries({ queryKey: ['follow-up-presets'] });
      } catch (error) {
        toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
      }
    }
    onBegin(chain);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('followTitle')} size="wide" footer={<Button tone="primary" disabled={!ready} onClick={() => void begin()}>{t('begin')}</Button>}>
      <Field label={t('name')}><TextInput value={name} onChange={(event) => setName(event.target.value)} maxLength={200} /></Field>
      <ol className="fu-s">
        {steps.map((step) => (
          <li key={step.key}>
            <p className="fu-l">
              <span>{t('after')}</span>
              <input className="inp" type="number" min={1} max={999} aria-label={t('after')} value={step.after.amount} onChange={(event) => change(step.key, { after: { ...step.after, amount: Math.min(999, Math.max(1, Math.round(Number(event.target.value)) || 1)) } })} />
              <select className="inp" aria-label={t('after')} value={step.after.unit} onChange={(event) => change(step.key, { after: { ...step.after, unit: event.target.value as FollowUpStep['after']['unit'] } })}>
                {(['minutes', 'hours', 'days'] as const).map((unit) => <option key={unit} value={unit}>{t(unit)}</option>)}
              </select>
              <select className="inp" aria-label={t('previewTitle')} value={step.act} onChange={(event) => change(step.key, { act: event.target.value as FollowUpStep['act'] })}>
                <option value="send">{t('actSend')}</option><option value="remind">{t('actRemind')}</option><option value="close">{t('actClose')}</option>
              </select>
              {steps.length > 1 && <IconButton size="sm" label={t('removeStep')} onClick={() => setSteps((before) => before.filter(({ key }) => key !== step.key))}><Icon of={X} /></IconButton>}
            </p>
            {step.act === 'send' && <textarea className="inp" rows={3} aria-label={t('stepText')} placeholder={t('stepText')} value={step.text} onChange={(event) => change(step.key, { text: event.target.value })} />}
          </li>
        ))}
      </ol>
      {steps.length < 10 && <Button size="sm" tone="ghost" onClick={() => setSteps((before) => [...before, begun(Math.max(...before.map(({ key }) => key)) + 1, 'remind')])}><Icon of={Plus} size={14} />{t('addStep')}</Button>}
      <p className="help">{t('variables', { list: variables })}</p>
      <label className="fu-c"><input type="checkbox" checked={businessDays} onChange={(event) => setBusinessDays(event.target.checked)} /> {t('businessDays')}</label>
      <label className="fu-c"><input type="checkbox" checked={reassigned} onChange={(event) => setReassigned(event.target.checked)} /> {t('stopReassigned')}</label>
      <label className="fu-c"><input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} /> {t('keepPreset')}</label>
      {keep && mayShare && <label className="fu-c"><input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} /> {t('shared')}</label>}
    </Dialog>
  );
}
