import { Plus, Trash2 } from 'lucide';
import type { ModerationAction, ModerationCondition } from '@kontuar/contract';
import { useLabels, useMembers, useTeams } from '../../app/directory';
import { useStrings } from '../../i18n';
import { Button, Check, Field, Icon, IconButton, Select, TextArea, TextInput } from '../../ui';
import { fresh, kindsOfAction, kindsOfCondition, linesOf, newAction } from './moderation-form-state';
import { moderationStrings } from '../../app/moderation/moderation.strings';

const moods = ['negative', 'neutral', 'positive'] as const;
const posts = ['post', 'ad', 'story', 'video', 'listing', 'app'] as const;
const toggled = <T extends string>(all: readonly T[], chosen: readonly T[], value: T, on: boolean): T[] => all.filter((each) => (each === value ? on : chosen.includes(each)));

/** What a comment is held against: each line one kind of question, with its own fields. */
export function Conditions({ conditions, onChange }: { conditions: readonly ModerationCondition[]; onChange: (conditions: ModerationCondition[]) => void }) {
  const t = useStrings(moderationStrings);
  const put = (at: number, condition: ModerationCondition) => onChange(conditions.map((one, index) => (index === at ? condition : one)));
  return (
    <fieldset className="mod-l"><legend>{t('conditions')}</legend>
      {conditions.map((condition, at) => (
        <div className="mod-c" key={at} role="group" aria-label={`${t('condition')} ${at + 1}`}>
          <Field label={`${t('condition')} ${at + 1}`} hideLabel><Select value={condition.by} options={kindsOfCondition.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => put(at, fresh(kindsOfCondition.find((kind) => kind === value) ?? 'words'))} /></Field>
          <div className="mod-f"><Details condition={condition} onChange={(next) => put(at, next)} /></div>
          <Check checked={condition.not} onCheckedChange={(not) => put(at, { ...condition, not })}>{t('not')}</Check>
          <IconButton size="sm" label={`${t('removeCondition')}: ${t(condition.by)}`} disabled={conditions.length === 1} onClick={() => onChange(conditions.filter((_, index) => index !== at))}><Icon of={Trash2} size={14} /></IconButton>
        </div>
      ))}
      {conditions.length < 12 && <Button size="sm" onClick={() => onChange([...conditions, fresh('words')])}><Icon of={Plus} size={14} />{t('addCondition')}</Button>}
    </fieldset>
  );
}

function Details({ condition, onChange }: { condition: ModerationCondition; onChange: (condition: ModerationCondition) => void }) {
  const t = useStrings(moderationStrings);
  const number = (label: string, value: number, [min, max]: readonly [number, number], put: (value: number) => ModerationCondition) => (
    <Field label={label}><TextInput type="number" min={min} max={max} value={value} onChange={(event) => onChange(put(Math.min(max, Math.max(min, Math.round(Number(event.target.value))))))} /></Field>
  );
  switch (condition.by) {
    case 'words': return <Field label={t('words')} help={t('wordsHelp')}><TextArea rows={3} defaultValue={condition.of.join('\n')} onChange={(event) => onChange({ ...condition, of: linesOf(event.target.value) })} /></Field>;
    case 'link': return <Field label={t('link')} help={t('exceptHelp')} hideLabel optional><TextArea rows={2} defaultValue={condition.except.join('\n')} onChange={(event) => onChange({ ...condition, except: linesOf(event.target.value) })} /></Field>;
    case 'youngAccount': return <Field label={t('accountDays')} help={t('accountHelp')}><TextInput type="number" min={1} max={365} value={condition.days} onChange={(event) => onChange({ ...condition, days: Math.min(365, Math.max(1, Math.round(Number(event.target.value)))) })} /></Field>;
    case 'newAuthor': return number(t('days'), condition.days, [1, 365], (days) => ({ ...condition, days }));
    case 'fewWords': return number(t('atMost'), condition.atMost, [0, 100], (atMost) => ({ ...condition, atMost }));
    case 'hiddenBefore': return number(t('atLeast'), condition.atLeast, [1, 100], (atLeast) => ({ ...condition, atLeast }));
    case 'language': return <Field label={t('language')} help={t('languageHelp')} hideLabel><TextInput defaultValue={condition.of.join(' ')} onChange={(event) => onChange({ ...condition, of: event.target.value.toLowerCase().split(/[\s,]+/).filter((code) => code !== '') })} /></Field>;
    case 'mood': return <>{moods.map((mood) => <Check key={mood} checked={condition.of.includes(mood)} onCheckedChange={(on) => onChange({ ...condition, of: toggled(moods, condition.of, mood, on) })}>{t(mood)}</Check>)}</>;
    case 'postKind': return <>{posts.map((kind) => <Check key={kind} checked={condition.of.includes(kind)} onCheckedChange={(on) => onChange({ ...condition, of: toggled(posts, condition.of, kind, on) })}>{t(kind)}</Check>)}</>;
    case 'repeated': return (
      <>
        {number(t('times'), condition.times, [2, 100], (times) => ({ ...condition, times }))}
        {number(t('hours'), condition.hours, [1, 720], (hours) => ({ ...condition, hours }))}
        <Field label={t('from')}><Select value={condition.from} options={(['anyone', 'author'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(from) => onChange({ ...condition, from: from === 'author' ? 'author' : 'anyone' })} /></Field>
      </>
    );
    case 'phoneNumber': case 'emojiOnly': case 'shouting': return null;
    default: return condition satisfies never;
  }
}

/** What is done then, in this order. */
export function Actions({ actions, onChange }: { actions: readonly ModerationAction[]; onChange: (actions: ModerationAction[]) => void }) {
  const t = useStrings(moderationStrings);
  const put = (at: number, action: ModerationAction) => onChange(actions.map((one, index) => (index === at ? action : one)));
  return (
    <fieldset className="mod-l"><legend>{t('actions')}</legend>
      {actions.map((action, at) => (
        <div className="mod-c" key={at} role="group" aria-label={`${t('action')} ${at + 1}`}>
          <Field label={`${t('action')} ${at + 1}`} hideLabel><Select value={action.do} options={kindsOfAction.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => put(at, newAction(kindsOfAction.find((kind) => kind === value) ?? 'hide'))} /></Field>
          <div className="mod-f"><ActionDetails action={action} onChange={(next) => put(at, next)} /></div>
          <IconButton size="sm" label={`${t('removeAction')}: ${t(action.do)}`} disabled={actions.length === 1} onClick={() => onChange(actions.filter((_, index) => index !== at))}><Icon of={Trash2} size={14} /></IconButton>
        </div>
      ))}
      {actions.length < 6 && <Button size="sm" onClick={() => onChange([...actions, newAction('label')])}><Icon of={Plus} size={14} />{t('addAction')}</Button>}
    </fieldset>
  );
}

function ActionDetails({ action, onChange }: { action: ModerationAction; onChange: (action: ModerationAction) => void }) {
  const t = useStrings(moderationStrings);
  const labels = useLabels();
  const members = useMembers();
  const teams = useTeams();
  if (action.do === 'delete') return <p className="help">{t('deleteHelp')}</p>;
  if (action.do === 'label') return <Field label={t('label')} hideLabel><Select value={action.labelId} options={[{ value: '', label: '—' }, ...labels.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(labelId) => onChange({ do: 'label', labelId })} /></Field>;
  if (action.do === 'answer') return <Field label={t('answerText')} help={t('answerHelp')}><TextArea rows={3} maxLength={2000} value={action.text} onChange={(event) => onChange({ do: 'answer', text: event.target.value })} /></Field>;
  if (action.do !== 'assign') return null;
  const value = action.memberId !== null ? `member ${action.memberId}` : action.teamId !== null ? `team ${action.teamId}` : '';
  const options = [{ value: '', label: '—' }, ...teams.filter(({ kind }) => kind !== 'group').map(({ id, name }) => ({ value: `team ${id}`, label: t('team', { name }) })), ...members.filter(({ active }) => active).map(({ id, name }) => ({ value: `member ${id}`, label: name }))];
  const choose = (chosen: string) => {
    const [kind = '', id = ''] = chosen.split(' ');
    onChange({ do: 'assign', memberId: kind === 'member' ? id : null, teamId: kind === 'team' ? id : null });
  };
  return <Field label={t('whom')} hideLabel><Select value={value} options={options} onValueChange={choose} /></Field>;
}
