import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide';
import type { CannedAction, ConversationView } from '@kontuar/contract';
import { labelsQuery, membersQuery, teamsQuery } from '../../app/directory';
import { productWords } from '../../app/product-words';
import { FieldInput } from '../../app/fields/field-input';
import { fieldName, useFields } from '../../app/fields/fields';
import { useMatterName, useMatters } from '../../app/matters/matters';
import { useLocale, useStrings } from '../../i18n';
import { Button, Field, Icon, IconButton, Select, TextInput } from '../../ui';
import { cannedStrings } from './canned.strings';

const kinds = ['assign', 'state', 'snooze', 'priority', 'matter', 'label', 'attribute', 'note'] as const;
type Kind = (typeof kinds)[number];
const priorities = { low: 'priorityLow', normal: 'priorityNormal', high: 'priorityHigh', urgent: 'priorityUrgent' } as const;
const most = 10;

const begin: Record<Kind, CannedAction> = {
  assign: { kind: 'assign', assigneeId: 'me' }, state: { kind: 'state', state: 'resolved' }, snooze: { kind: 'snooze', hours: 24 }, priority: { kind: 'priority', priority: 'high' },
  matter: { kind: 'matter', matter: 'question' }, label: { kind: 'label', add: [], remove: [] }, attribute: { kind: 'attribute', key: '', value: null }, note: { kind: 'note', text: '' },
};

/** A step that says nothing yet does nothing, and is not kept. */
export const isWhole = (action: CannedAction): boolean => (action.kind === 'label' ? action.add.length + action.remove.length > 0 : action.kind === 'attribute' ? action.key !== '' : action.kind === 'note' ? action.text.trim() !== '' : true);

/** What a canned answer does besides, step by step. */
export function CannedActions({ actions, onChange }: { actions: readonly CannedAction[]; onChange: (actions: CannedAction[]) => void }) {
  const t = useStrings(cannedStrings);
  const set = (at: number, action: CannedAction) => onChange(actions.map((each, index) => (index === at ? action : each)));
  return (
    <fieldset className="plain">
      <legend className="lab">{t('actions')}</legend>
      {actions.length > 0 && (
        <ol className="steps-l">
          {actions.map((action, at) => (
            <li key={at}>
              <Field label={t('kindOf', { count: at + 1 })} hideLabel>
                <Select value={action.kind} onValueChange={(kind) => set(at, begin[kind as Kind])} options={kinds.map((kind) => ({ value: kind, label: t(kind) }))} />
              </Field>
              <ActionFields action={action} onChange={(next) => set(at, next)} />
              <IconButton size="sm" label={t('removeAction')} onClick={() => onChange(actions.filter((_, index) => index !== at))}><Icon of={X} size={14} /></IconButton>
            </li>
          ))}
        </ol>
      )}
      {actions.length < most && <Button size="sm" onClick={() => onChange([...actions, begin.label])}><Icon of={Plus} size={14} />{t('addAction')}</Button>}
      <p className="help">{t('actionsHelp')}</p>
    </fieldset>
  );
}

function ActionFields({ action, onChange }: { action: CannedAction; onChange: (action: CannedAction) => void }) {
  const t = useStrings(cannedStrings);
  const word = useStrings(productWords);
  const members = (useQuery(membersQuery).data ?? []).filter(({ active }) => active);
  const teams = useQuery(teamsQuery).data ?? [];
  const labels = useQuery(labelsQuery).data ?? [];
  const locale = useLocale();
  const [matters, named] = [useMatters(), useMatterName()];
  const fields = useFields().filter(({ subject, archived }) => subject === 'conversation' && !archived);
  switch (action.kind) {
    case 'assign': {
      const value = typeof action.teamId === 'string' ? `team:${action.teamId}` : action.assigneeId === null ? 'queue' : action.assigneeId ?? 'me';
      const choose = (to: string) => onChange(to.startsWith('team:') ? { kind: 'assign', assigneeId: null, teamId: to.slice(5) } : { kind: 'assign', assigneeId: to === 'queue' ? null : to });
      const options = [{ value: 'me', label: t('me') }, { value: 'queue', label: t('queue') }, ...teams.map(({ id, name }) => ({ value: `team:${id}`, label: t('teamsGroup', { name }) })), ...members.map(({ id, name }) => ({ value: id, label: name }))];
      return <Field label={t('whom')} hideLabel><Select value={value} onValueChange={choose} options={options} /></Field>;
    }
    case 'state':
      return <Field label={t('state')} hideLabel><Select value={action.state} onValueChange={(state) => onChange({ kind: 'state', state: state as 'open' | 'pending' | 'resolved' })} options={(['resolved', 'pending', 'open'] as const).map((state) => ({ value: state, label: t(state) }))} /></Field>;
    case 'snooze':
      return <Field label={t('hours')} hideLabel><TextInput type="number" min={1} max={2160} value={action.hours} onChange={(event) => onChange({ kind: 'snooze', hours: Math.min(2160, Math.max(1, Number(event.target.value) || 1)) })} /></Field>;
    case 'priority':
      return <Field label={t('priority')} hideLabel><Select value={action.priority} onValueChange={(priority) => onChange({ kind: 'priority', priority: priority as ConversationView['priority'] })} options={(Object.keys(priorities) as (keyof typeof priorities)[]).map((priority) => ({ value: priority, label: word(priorities[priority]) }))} /></Field>;
    case 'matter':
      return <Field label={t('matter')} hideLabel><Select value={action.matter ?? ''} onValueChange={(matter) => onChange({ kind: 'matter', matter: matter === '' ? null : matter })} options={[...matters.filter(({ key, archived }) => !archived || key === action.matter).map(({ key }) => ({ value: key, label: named(key) })), { value: '', label: t('noMatter') }]} /></Field>;
    case 'label': {
      const one = (ids: readonly string[], change: (ids: string[]) => void, what: 'add' | 'takeOff') => (
        <Field label={t(what)} hideLabel>
          <Select value={ids[0] ?? ''} onValueChange={(id) => change(id === '' ? [] : [id])} options={[{ value: '', label: `${t(what)}: ${t('nothing')}` }, ...labels.map(({ id, name }) => ({ value: id, label: `${t(what)}: ${name}` }))]} />
        </Field>
      );
      return <>{one(action.add, (add) => onChange({ ...action, add }), 'add')}{one(action.remove, (remove) => onChange({ ...action, remove }), 'takeOff')}</>;
    }
    case 'attribute': {
      const field = fields.find(({ key }) => key === action.key);
      return (
        <>
          <Field label={t('whichField')} hideLabel><Select value={action.key} onValueChange={(key) => onChange({ kind: 'attribute', key, value: null })} options={[{ value: '', label: t('whichField') }, ...fields.map((each) => ({ value: each.key, label: fieldName(each, locale) }))]} /></Field>
          {field !== undefined && <FieldInput field={field} value={action.value} label={fieldName(field, locale)} onChange={(value) => onChange({ ...action, value })} />}
        </>
      );
    }
    case 'note':
      return <Field label={t('noteText')} hideLabel><TextInput maxLength={4000} placeholder={t('noteText')} value={action.text} onChange={(event) => onChange({ kind: 'note', text: event.target.value })} /></Field>;
    default:
      throw new Error(`no fields for ${JSON.stringify(action satisfies never)}`);
  }
}
