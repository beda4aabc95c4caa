import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ModerationAction, ModerationCondition, ModerationRule, ModerationRuleInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Field, SegmentedControl, Select, Switch, TextArea, TextInput, useToast } from '../../ui';
import { ChannelChecks } from './moderation-channels';
import { Actions, Conditions } from './moderation-conditions';
import { contradicts, fresh, isOpen, isUnsaid, linesOf, newAction } from './moderation-form-state';
import { ModerationTrialBox } from './moderation-trial';
import { moderationStrings } from '../../app/moderation/moderation.strings';
import { FormDialog, useFailed } from './parts';

type Form = Omit<ModerationRuleInput, 'actions' | 'conditions'> & { actions: ModerationAction[]; conditions: ModerationCondition[] };
const begun: Form = { name: '', channelIds: null, match: 'all', conditions: [fresh('words')], actions: [newAction('hide')], exceptions: { authorIds: [], postIds: [], words: [] }, stage: 'trial', active: true };

/** What makes it as it stands. */
export const asInput = ({ name, channelIds, match, conditions, actions, exceptions, stage, active }: ModerationRuleInput): ModerationRuleInput => ({ name, channelIds, match, conditions, actions, exceptions, stage, active });

export function ModerationForm({ rule, close }: { rule: ModerationRule | undefined; close: () => void }) {
  const t = useStrings(moderationStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  /** As the server has it: exceptions made in the trial are kept at once. */
  const [kept, setKept] = useState(rule);
  const [form, setForm] = useState<Form>(rule ?? begun);
  const [tried, setTried] = useState(false);
  const set = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const isWrong = { name: form.name.trim() === '', conditions: form.conditions.some(isOpen), actions: form.actions.some(isUnsaid), contradict: contradicts(form.actions) };
  const { name, channelIds, match, conditions, actions, exceptions, stage, active } = form;
  const input = { name: name.trim(), channelIds, match, conditions, actions, exceptions, stage, active };
  const save = useMutation({
    mutationFn: () => (kept === undefined ? request<ModerationRule>('POST', '/moderation/rules', input) : request<ModerationRule>('PATCH', `/moderation/rules/${kept.id}`, { ...input, version: kept.version })),
    onSuccess: async ({ id, version }) => {
      close();
      toast({ text: t('saved'), undo: () => takeBack.mutate(rule === undefined ? { method: 'DELETE', path: `/moderation/rules/${id}` } : { method: 'PATCH', path: `/moderation/rules/${id}`, body: { ...asInput(rule), version } }) });
      await cache.invalidateQueries({ queryKey: queryKeys.moderation });
    },
    onError: failed,
  });
  const takeBack = useMutation({ mutationFn: ({ method, path, body }: { method: 'DELETE' | 'PATCH'; path: string; body?: object }) => request(method, path, body), onError: failed, onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.moderation }) });
  const submit = () => {
    setTried(true);
    if (!Object.values(isWrong).some(Boolean)) save.mutate();
  };
  const excepted = (changed: ModerationRule) => {
    setKept(changed);
    set({ exceptions: changed.exceptions });
    void cache.invalidateQueries({ queryKey: queryKeys.moderation });
  };
  return (
    <FormDialog wide title={rule === undefined ? t('add') : rule.name} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('name')} error={tried && isWrong.name ? t('nameMissing') : undefined}><TextInput autoFocus maxLength={80} value={form.name} onChange={(event) => set({ name: event.target.value })} /></Field>
      <ChannelChecks chosen={form.channelIds} onChange={(ids) => set({ channelIds: ids })} />
      <Field label={t('match')}><Select value={form.match} options={[{ value: 'all', label: t('matchAll') }, { value: 'any', label: t('matchAny') }]} onValueChange={(value) => set({ match: value === 'any' ? 'any' : 'all' })} /></Field>
      <Conditions conditions={form.conditions} onChange={(next) => set({ conditions: next })} />
      {tried && isWrong.conditions && <p className="field-bad" role="alert">{t('conditionMissing')}</p>}
      <Actions actions={form.actions} onChange={(next) => set({ actions: next })} />
      {tried && (isWrong.actions || isWrong.contradict) && <p className="field-bad" role="alert">{t(isWrong.contradict ? 'contradict' : 'actionMissing')}</p>}
      <fieldset className="mod-l"><legend>{t('exceptions')}</legend>
        <Field label={t('exceptWords')} optional><TextArea rows={2} key={form.exceptions.words.join('\n')} defaultValue={form.exceptions.words.join('\n')} onBlur={(event) => set({ exceptions: { ...form.exceptions, words: linesOf(event.target.value) } })} /></Field>
        {form.exceptions.authorIds.length > 0 && <p className="help">{t('exceptedAuthors', { count: form.exceptions.authorIds.length })} <Button size="sm" tone="ghost" onClick={() => set({ exceptions: { ...form.exceptions, authorIds: [] } })}>{t('forget')}</Button></p>}
        {form.exceptions.postIds.length > 0 && <p className="help">{t('exceptedPosts', { count: form.exceptions.postIds.length })} <Button size="sm" tone="ghost" onClick={() => set({ exceptions: { ...form.exceptions, postIds: [] } })}>{t('forget')}</Button></p>}
      </fieldset>
      <div className="mod-s"><span className="lab">{t('stage')}</span><SegmentedControl label={t('stage')} value={form.stage} choices={(['trial', 'suggest', 'act'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(value) => set({ stage: value })} /><p className="help">{t(`${form.stage}Help`)}</p></div>
      <ModerationTrialBox rule={kept} input={{ channelIds, match, conditions, exceptions }} isReady={!isWrong.conditions} onExcepted={excepted} />
      <Switch label={t('active')} checked={form.active} onCheckedChange={(on) => set({ active: on })} />
    </FormDialog>
  );
}
