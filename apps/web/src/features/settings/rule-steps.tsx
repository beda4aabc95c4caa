import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide';
import type { ReactNode } from 'react';
import type { ConversationView, RuleAction, RuleTrigger } from '@kontuar/contract';
import { cannedQuery, useLabels, useMembers, useTeams } from '../../app/directory';
import { FieldInput } from '../../app/fields/field-input';
import { fieldName, useFields } from '../../app/fields/fields';
import { useMatterName, useMatters } from '../../app/matters/matters';
import { presetsQuery } from '../../app/planned/queries';
import { doWord, onWord } from '../../app/rules/rule-words';
import { ruleStrings } from '../../app/rules/rules.strings';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, Field, Icon, IconButton, Select, TextArea, TextInput } from '../../ui';
import { SpanInput } from './span-input';

type Priority = ConversationView['priority'];
const priorities = ['low', 'normal', 'high', 'urgent'] as const satisfies readonly Priority[];
const decisions = ['accepted', 'partly', 'refused'] as const satisfies Extract<RuleTrigger, { on: 'case-decided' }>['to'];
const states = ['open', 'pending', 'snoozed', 'resolved'] as const;

const beginWhen: { [On in RuleTrigger['on']]: Extract<RuleTrigger, { on: On }> } = {
  'message-in': { on: 'message-in', words: [] }, 'conversation-created': { on: 'conversation-created' }, 'waiting': { on: 'waiting', minutes: 120 }, 'silent': { on: 'silent', minutes: 2880 }, 'unchanged': { on: 'unchanged', minutes: 120 }, 'reply-sent': { on: 'reply-sent' }, 'note-written': { on: 'note-written' },
  'state': { on: 'state', from: [], to: [] }, 'assigned': { on: 'assigned' }, 'labelled': { on: 'labelled', labelIds: [] }, 'priority': { on: 'priority', to: [] }, 'matter': { on: 'matter', to: [] }, 'rated': { on: 'rated', atLeast: 1, atMost: 5 }, 'promise': { on: 'promise', is: 'broken' }, 'case-opened': { on: 'case-opened' }, 'case-decided': { on: 'case-decided', to: [] }, 'case-closed': { on: 'case-closed' },
};
const ons = Object.keys(beginWhen) as RuleTrigger['on'][];

/** On which occasions; each stands once. */
export function WhenSteps({ when, onChange }: { when: readonly RuleTrigger[]; onChange: (when: RuleTrigger[]) => void }) {
  const t = useStrings(ruleStrings);
  const free = ons.filter((on) => !when.some((each) => each.on === on));
  const set = (at: number, trigger: RuleTrigger) => onChange(when.map((each, index) => (index === at ? trigger : each)));
  return (
    <fieldset className="rul-l"><legend className="lab">{t('when')}</legend>
      {when.map((trigger, at) => (
        <Step key={trigger.on} onRemove={() => onChange(when.filter((_, index) => index !== at))}>
          <Field label={t('occasion', { count: at + 1 })} hideLabel><Select value={trigger.on} options={[trigger.on, ...free].map((on) => ({ value: on, label: t(onWord(on)) }))} onValueChange={(on) => set(at, beginWhen[on as RuleTrigger['on']])} /></Field>
          <TriggerFields trigger={trigger} onChange={(next) => set(at, next)} />
        </Step>
      ))}
      {free.length > 0 && <p><Button size="sm" onClick={() => onChange([...when, beginWhen[free[0] ?? 'message-in']])}><Icon of={Plus} size={14} />{t('addWhen')}</Button></p>}
    </fieldset>
  );
}

function Step({ children, onRemove }: { children: ReactNode; onRemove: () => void }) {
  const t = useStrings(ruleStrings);
  return <div className="rul-r"><div className="rul-f">{children}</div><IconButton size="sm" label={t('remove')} onClick={onRemove}><Icon of={X} size={14} /></IconButton></div>;
}

/** One of them, or any; of several that somebody chose by the API the count is shown until another is chosen. */
function OneOf({ label, values, options, none, onChange }: { label: string; values: readonly string[]; options: readonly { value: string; label: string }[]; none: string; onChange: (values: string[]) => void }) {
  const t = useStrings(ruleStrings);
  const many = values.length > 1;
  return <Field label={label}><Select value={many ? '*' : (values[0] ?? '')} options={[{ value: '', label: none }, ...(many ? [{ value: '*', label: t('several', { count: values.length }) }] : []), ...options]} onValueChange={(value) => value !== '*' && onChange(value === '' ? [] : [value])} /></Field>;
}

function TriggerFields({ trigger, onChange }: { trigger: RuleTrigger; onChange: (trigger: RuleTrigger) => void }) {
  const t = useStrings(ruleStrings);
  const labels = useLabels();
  const [matters, named] = [useMatters(), useMatterName()];
  switch (trigger.on) {
    case 'message-in': return <Field label={t('words')} help={t('wordsHelp')}><TextInput maxLength={1000} defaultValue={trigger.words.join(', ')} onChange={(event) => onChange({ on: 'message-in', words: event.target.value.split(',').map((word) => word.trim()).filter((word) => word.length > 1).slice(0, 30) })} /></Field>;
    case 'state': return <OneOf label={t('to')} values={trigger.to} none={t('any')} options={states.map((value) => ({ value, label: t(value) }))} onChange={(to) => onChange({ ...trigger, to: to as (typeof states)[number][] })} />;
    case 'priority': return <OneOf label={t('to')} values={trigger.to} none={t('any')} options={priorities.map((value) => ({ value, label: t(value) }))} onChange={(to) => onChange({ ...trigger, to: to as Priority[] })} />;
    case 'matter': return <OneOf label={t('to')} values={trigger.to} none={t('any')} options={matters.filter(({ archived }) => !archived).map(({ key }) => ({ value: key, label: named(key) }))} onChange={(to) => onChange({ ...trigger, to })} />;
    case 'labelled': return <OneOf label={t('which')} values={trigger.labelIds} none={t('any')} options={labels.map(({ id, name }) => ({ value: id, label: name }))} onChange={(labelIds) => onChange({ ...trigger, labelIds })} />;
    case 'rated': return <Field label={t('atMost')}><Select value={String(trigger.atMost)} options={[5, 4, 3, 2, 1].map((stars) => ({ value: String(stars), label: String(stars) }))} onValueChange={(stars) => onChange({ ...trigger, atLeast: Math.min(trigger.atLeast, Number(stars)), atMost: Number(stars) })} /></Field>;
    case 'case-decided': return <OneOf label={t('to')} values={trigger.to} none={t('any')} options={decisions.map((value) => ({ value, label: t(value) }))} onChange={(to) => onChange({ ...trigger, to: to as (typeof decisions)[number][] })} />;
    case 'promise': return <Field label={t('which')}><Select value={trigger.is} options={(['warned', 'broken'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(is) => onChange({ on: 'promise', is: is === 'warned' ? 'warned' : 'broken' })} /></Field>;
    case 'unchanged': case 'waiting': case 'silent': return <SpanInput minutes={trigger.minutes} onChange={(minutes) => onChange({ on: trigger.on, minutes })} />;
    default: return null;
  }
}

const beginThen: { [Do in RuleAction['do']]: Extract<RuleAction, { do: Do }> } = {
  assign: { do: 'assign', assigneeId: null }, spread: { do: 'spread', teamId: '' }, label: { do: 'label', add: [], remove: [] }, priority: { do: 'priority', priority: 'high' }, matter: { do: 'matter', matter: null }, state: { do: 'state', state: 'resolved' }, snooze: { do: 'snooze', minutes: 1440 },
  attribute: { do: 'attribute', key: '', value: null }, note: { do: 'note', text: '' }, answer: { do: 'answer', text: '', everyHours: 24 }, canned: { do: 'canned', cannedId: '', everyHours: 24 }, macro: { do: 'macro', cannedId: '' },
  notify: { do: 'notify', to: { memberIds: [], teamIds: [], owner: true, leads: false, onShift: false } }, watch: { do: 'watch', memberIds: [] }, case: { do: 'case', matter: null }, 'follow-up': { do: 'follow-up', presetId: '' }, webhook: { do: 'webhook', url: '' },
};
const does = Object.keys(beginThen) as RuleAction['do'][];

/** A step that says nothing yet cannot be kept. */
export function isWhole(action: RuleAction): boolean {
  switch (action.do) {
    case 'spread': return action.teamId !== '';
    case 'label': return action.add.length + action.remove.length > 0;
    case 'attribute': return action.key !== '';
    case 'note': case 'answer': return action.text.trim() !== '';
    case 'canned': case 'macro': return action.cannedId !== '';
    case 'notify': return action.to.memberIds.length + action.to.teamIds.length > 0 || action.to.owner || action.to.leads || action.to.onShift;
    case 'watch': return action.memberIds.length > 0;
    case 'follow-up': return action.presetId !== '';
    case 'webhook': return URL.canParse(action.url);
    default: return true;
  }
}

export function ThenSteps({ then, tried, onChange, beside }: { then: readonly RuleAction[]; tried: boolean; onChange: (then: RuleAction[]) => void; beside: (action: RuleAction) => ReactNode }) {
  const t = useStrings(ruleStrings);
  const set = (at: number, action: RuleAction) => onChange(then.map((each, index) => (index === at ? action : each)));
  return (
    <fieldset className="rul-l"><legend className="lab">{t('then')}</legend>
      {then.map((action, at) => (
        <Step key={at} onRemove={() => onChange(then.filter((_, index) => index !== at))}>
          <Field label={t('step', { count: at + 1 })} hideLabel error={tried && !isWhole(action) ? t('fill') : undefined}><Select value={action.do} options={does.map((what) => ({ value: what, label: t(doWord(what)) }))} onValueChange={(what) => set(at, beginThen[what as RuleAction['do']])} /></Field>
          <ActionFields action={action} onChange={(next) => set(at, next)} />
          {beside(action)}
        </Step>
      ))}
      {then.length < 10 && <p><Button size="sm" onClick={() => onChange([...then, beginThen.priority])}><Icon of={Plus} size={14} />{t('addThen')}</Button></p>}
    </fieldset>
  );
}

function ActionFields({ action, onChange }: { action: RuleAction; onChange: (action: RuleAction) => void }) {
  const t = useStrings(ruleStrings);
  const locale = useLocale();
  const members = useMembers().filter(({ active }) => active);
  const teams = useTeams();
  const ownTeams = teams.filter(({ kind }) => kind !== 'group');
  const labels = useLabels();
  const { data: canned = [] } = useQuery(cannedQuery);
  const { data: presets = [] } = useQuery({ ...presetsQuery(locale, null), enabled: action.do === 'follow-up' });
  const [matters, named] = [useMatters(), useMatterName()];
  const fields = useFields().filter(({ subject, archived }) => subject === 'conversation' && !archived);
  const people = members.map(({ id, name }) => ({ value: id, label: name }));
  const choose = (label: string, value: string, options: readonly { value: string; label: string }[], change: (value: string) => void) => <Field label={label}><Select value={value} options={options.some((one) => one.value === value) ? options : [{ value, label: '—' }, ...options]} onValueChange={change} /></Field>;
  const matterOptions = (none: string) => [{ value: '', label: none }, ...matters.filter(({ archived }) => !archived).map(({ key }) => ({ value: key, label: named(key) }))];
  const hours = (every: number, change: (hours: number) => void) => <Field label={t('everyHours')}><TextInput type="number" min={1} max={720} value={every} onChange={(event) => change(Math.min(720, Math.max(1, Number(event.target.value) || 1)))} /></Field>;
  switch (action.do) {
    case 'assign': return choose(t('to'), typeof action.teamId === 'string' ? `team:${action.teamId}` : (action.assigneeId ?? ''), [{ value: '', label: t('nobody') }, ...ownTeams.map(({ id, name }) => ({ value: `team:${id}`, label: t('team', { name }) })), ...people],
      (value) => onChange(value.startsWith('team:') ? { do: 'assign', assigneeId: null, teamId: value.slice(5) } : { do: 'assign', assigneeId: value === '' ? null : value }));
    case 'spread': return choose(t('which'), action.teamId, ownTeams.map(({ id, name }) => ({ value: id, label: name })), (teamId) => onChange({ do: 'spread', teamId }));
    case 'label': return (
      <>
        <OneOf label={t('labelAdd')} values={action.add} none={t('nothing')} options={labels.map(({ id, name }) => ({ value: id, label: name }))} onChange={(add) => onChange({ ...action, add })} />
        <OneOf label={t('labelOff')} values={action.remove} none={t('nothing')} options={labels.map(({ id, name }) => ({ value: id, label: name }))} onChange={(remove) => onChange({ ...action, remove })} />
      </>
    );
    case 'priority': return choose(t('to'), action.priority, priorities.map((value) => ({ value, label: t(value) })), (priority) => onChange({ do: 'priority', priority: priority as Priority }));
    case 'matter': return choose(t('which'), action.matter ?? '', matterOptions(t('noMatter')), (matter) => onChange({ do: 'matter', matter: matter === '' ? null : matter }));
    case 'case': return choose(t('which'), action.matter ?? '', matterOptions(t('matterKept')), (matter) => onChange({ do: 'case', matter: matter === '' ? null : matter }));
    case 'state': return choose(t('to'), action.state, (['open', 'pending', 'resolved'] as const).map((value) => ({ value, label: t(value) })), (state) => onChange({ do: 'state', state: state as 'open' | 'pending' | 'resolved' }));
    case 'snooze': return <SpanInput minutes={action.minutes} onChange={(minutes) => onChange({ do: 'snooze', minutes })} />;
    case 'attribute': {
      const field = fields.find(({ key }) => key === action.key);
      return (
        <>
          {choose(t('field'), action.key, fields.map((each) => ({ value: each.key, label: fieldName(each, locale) })), (key) => onChange({ do: 'attribute', key, value: null }))}
          {field !== undefined && <FieldInput field={field} value={action.value} label={fieldName(field, locale)} onChange={(value) => onChange({ ...action, value })} />}
        </>
      );
    }
    case 'note': return <Field label={t('text')}><TextArea rows={3} maxLength={4000} value={action.text} onChange={(event) => onChange({ do: 'note', text: event.target.value })} /></Field>;
    case 'answer': return (
      <>
        <Field label={t('text')} help={t('textHelp', { contact: '{{contact.first}}' })}><TextArea rows={4} maxLength={4000} value={action.text} onChange={(event) => onChange({ ...action, text: event.target.value })} /></Field>
        {hours(action.everyHours, (everyHours) => onChange({ ...action, everyHours }))}
      </>
    );
    case 'canned': return (
      <>
        {choose(t('which'), action.cannedId, canned.filter(({ text }) => text.trim() !== '').map(({ id, title }) => ({ value: id, label: title })), (cannedId) => onChange({ ...action, cannedId }))}
        {hours(action.everyHours, (everyHours) => onChange({ ...action, everyHours }))}
      </>
    );
    case 'macro': return choose(t('which'), action.cannedId, canned.filter(({ actions }) => actions.length > 0).map(({ id, title }) => ({ value: id, label: title })), (cannedId) => onChange({ do: 'macro', cannedId }));
    case 'follow-up': return choose(t('which'), action.presetId, presets.filter(({ own }) => !own).map(({ id, name }) => ({ value: id, label: name })), (presetId) => onChange({ do: 'follow-up', presetId }));
    case 'notify': return (
      <>
        <div className="checks">{(['owner', 'leads', 'onShift'] as const).map((who) => <Check key={who} checked={action.to[who]} onCheckedChange={(on) => onChange({ do: 'notify', to: { ...action.to, [who]: on } })}>{t(who)}</Check>)}</div>
        <OneOf label={t('member')} values={[...action.to.memberIds, ...action.to.teamIds]} none={t('noMember')} options={[...teams.map(({ id, name }) => ({ value: id, label: t('team', { name }) })), ...people]}
          onChange={(ids) => onChange({ do: 'notify', to: { ...action.to, memberIds: ids.filter((id) => members.some((member) => member.id === id)), teamIds: ids.filter((id) => teams.some((team) => team.id === id)) } })} />
      </>
    );
    case 'watch': return <OneOf label={t('member')} values={action.memberIds} none={t('noMember')} options={people} onChange={(memberIds) => onChange({ do: 'watch', memberIds })} />;
    case 'webhook': return <Field label={t('url')} help={t('urlHelp')}><TextInput type="url" maxLength={2000} placeholder="https://" value={action.url} onChange={(event) => onChange({ do: 'webhook', url: event.target.value.trim() })} /></Field>;
    default: throw new Error(`no fields for ${JSON.stringify(action satisfies never)}`);
  }
}
