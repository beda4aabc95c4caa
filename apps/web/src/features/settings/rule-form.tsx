import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BusinessCalendar, Condition, Rule, RuleDefinition, RuleInput, RulePatch, RuleSecret, RuleTrial, RuleTrialInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { blocksOf, filterOfBlocks } from '../../app/filters/blocks';
import { isComplete } from '../../app/filters/conversations/blocks';
import { ViewConditions } from '../../app/filters/conversations/view-conditions';
import { queryKeys } from '../../app/query-keys';
import { onWord } from '../../app/rules/rule-words';
import { WhyTree } from '../../app/rules/run-view';
import { ruleStrings } from '../../app/rules/rules.strings';
import { sentenceOf } from '../../app/views/sentence';
import { useSpeaker } from '../../app/views/speaker';
import { formatDay, formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, CopyButton, Field, Select, Switch, TextInput, useNow, useToast } from '../../ui';
import { FormDialog, useFailed } from './parts';
import { isWhole, ThenSteps, WhenSteps } from './rule-steps';

/** When, if, then, and what it would have come to. */
export function RuleForm({ rule, begin, calendars, close }: { rule: Rule | undefined; begin: RuleInput; calendars: readonly BusinessCalendar[]; close: () => void }) {
  const t = useStrings(ruleStrings);
  const speaker = useSpeaker();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState(begin);
  const [root, setRoot] = useState(() => blocksOf<Condition>(begin.if));
  const [tried, setTried] = useState(false);
  const set = (part: Partial<RuleInput>) => setForm({ ...form, ...part });
  const filter = filterOfBlocks(root, isComplete);
  const definition: RuleDefinition = { when: form.when, if: filter, during: form.during, then: form.then };
  const isWrong = form.name.trim() === '' || form.when.length === 0 || form.then.length === 0 || !form.then.every(isWhole);
  const save = useMutation({
    mutationFn: () => (rule === undefined
      ? request<Rule>('POST', '/rules', { ...definition, name: form.name.trim(), active: form.active } satisfies RuleInput)
      : request<Rule>('PATCH', `/rules/${rule.id}`, { name: form.name.trim(), active: form.active, definition, version: rule.version } satisfies RulePatch)),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.rules });
    },
    onError: failed,
  });
  const trial = useMutation({ mutationFn: () => request<RuleTrial>('POST', '/rules/trial', { when: form.when, if: filter, during: form.during } satisfies RuleTrialInput), onError: failed });
  const secret = useMutation({ mutationFn: () => request<RuleSecret>('POST', `/rules/${rule?.id ?? ''}/secret`, {}), onError: failed });
  const submit = () => {
    setTried(true);
    if (!isWrong) save.mutate();
  };
  const hours = [{ value: '', label: t('always') }, ...calendars.flatMap(({ id, name }) => (['inside', 'outside'] as const).map((is) => ({ value: `${is} ${id}`, label: t(is, { name }) })))];
  return (
    <FormDialog wide title={rule === undefined ? t('add') : rule.name} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('name')} error={tried && form.name.trim() === '' ? t('nameMissing') : undefined}><TextInput autoFocus maxLength={80} value={form.name} onChange={(event) => set({ name: event.target.value })} /></Field>
      <WhenSteps when={form.when} onChange={(when) => set({ when })} />
      {tried && form.when.length === 0 && <p className="field-bad" role="alert">{t('whenMissing')}</p>}
      <fieldset className="rul-l"><legend className="lab">{t('if')}</legend>
        <ViewConditions root={root} speaker={speaker} onChange={setRoot} />
        <p className="help">{filter.by === 'all' && filter.of.length === 0 ? t('anything') : sentenceOf(filter, speaker)}</p>
        {calendars.length > 0 && <Field label={t('during')}><Select value={form.during === null ? '' : `${form.during.is} ${form.during.calendarId}`} options={hours} onValueChange={(value) => set({ during: value === '' ? null : { is: value.startsWith('inside') ? 'inside' : 'outside', calendarId: value.slice(value.indexOf(' ') + 1) } })} /></Field>}
      </fieldset>
      <ThenSteps then={form.then} tried={tried} onChange={(then) => set({ then })} beside={(action) => action.do === 'webhook' && rule !== undefined && (
        <div>
          <Button size="sm" disabled={secret.isPending} onClick={() => secret.mutate()}>{t('secret')}</Button>
          {secret.data !== undefined && <p className="help"><code>{secret.data.secret}</code> <CopyButton text={secret.data.secret} /> {t('secretHelp')}</p>}
        </div>
      )} />
      {tried && form.then.length === 0 && <p className="field-bad" role="alert">{t('thenMissing')}</p>}
      <p><Button size="sm" disabled={form.when.length === 0 || trial.isPending} onClick={() => trial.mutate()}>{t('try')}</Button></p>
      {trial.isPending && <p className="help" role="status">{t('trying')}</p>}
      {trial.data !== undefined && !trial.isPending && <TrialResult trial={trial.data} />}
      <Switch label={t('on')} checked={form.active} onCheckedChange={(active) => set({ active })} />
    </FormDialog>
  );
}

function TrialResult({ trial }: { trial: RuleTrial }) {
  const t = useStrings(ruleStrings);
  const locale = useLocale();
  const speaker = useSpeaker();
  const now = useNow();
  const most = Math.max(1, ...trial.perDay.map(({ count }) => count));
  const day = (text: string) => formatDay(locale, new Date(`${text}T12:00:00`), now);
  return (
    <div className="rul-l" role="status">
      <p><b>{trial.total === 0 ? t('trialNone') : t('trial', { count: trial.total, conversations: trial.conversations })}</b></p>
      {trial.total > 0 && (
        <ul className="rul-days" aria-label={t('perDay')}>
          {trial.perDay.map((each) => <li key={each.day} data-none={each.count === 0} style={{ blockSize: `${Math.max(3, Math.round((each.count / most) * 100))}%` }} title={t('dayCount', { day: day(each.day), count: each.count })}><span className="vh">{t('dayCount', { day: day(each.day), count: each.count })}</span></li>)}
        </ul>
      )}
      {trial.unknown.map((what) => <p key={what} className="help">{t(`unknown-${what}`)}</p>)}
      {trial.samples.length > 0 && (
        <details>
          <summary>{t('samples')}</summary>
          {trial.samples.map((sample, at) => (
            <div key={at} className="rul-run">
              <p><b>#{sample.number} {sample.name}</b> · {t(onWord(sample.occasion.on))} · {formatMoment(locale, new Date(sample.occasion.at))}</p>
              <WhyTree why={sample.why} speaker={speaker} />
            </div>
          ))}
        </details>
      )}
    </div>
  );
}
