import { Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { attributes, type Attribute } from '@kontuar/contract/filter';
import type { Condition } from '@kontuar/contract';
import type { Speaker } from '../../app/views/sentence';
import { useStrings } from '../../i18n';
import { Button, Combobox, Icon, IconButton, Select } from '../../ui';
import { byOf, fieldName, useFields } from '../../app/fields/fields';
import { added, blockWith, freshBlock, freshGroup, replaced, type Block, type ConditionBlock, type GroupBlock, type Mode } from './blocks';
import { viewStrings } from './editor.strings';
import { FieldCondition, freshField } from './field-condition';
import { MomentField } from './moment-field';
import { ValuePicker } from './value-picker';

/** In the order in which people think of them; the customer is picked in his panel, not here. */
const offered = (Object.keys(attributes) as Attribute[]).filter((by) => by !== 'contact' && attributes[by].kind !== 'keyed');
const modes = ['all', 'any', 'none'] as const satisfies readonly Mode[];
const DEEPEST = 3;

interface GroupProps { root: GroupBlock; group: GroupBlock; depth: number; speaker: Speaker; onChange: (root: GroupBlock) => void; focusKey: { current: number | null } }

/** A group of conditions: how they go together, each in a line, and a field in which the next one is typed. Everything by Tab, arrows and Enter. */
export function GroupEditor({ root, group, depth, speaker, onChange, focusKey }: GroupProps) {
  const t = useStrings(viewStrings);
  const fields = useFields().filter(({ archived }) => !archived);
  const options = [
    ...offered.map((by) => ({ value: by as string, label: speaker.t(`by-${by}`) })),
    ...fields.map((field) => ({ value: field.id, label: fieldName(field, speaker.locale), detail: speaker.t(`by-${byOf(field.subject)}`) })),
  ];
  const addChosen = (chosen: string) => {
    const field = fields.find(({ id }) => id === chosen);
    add(field === undefined ? freshBlock(chosen as Attribute) : blockWith(freshField(field)));
  };
  const add = (block: Block) => {
    focusKey.current = block.key;
    onChange(added(root, group.key, block));
  };
  return (
    <fieldset className="vb-g" data-depth={depth}>
      <legend className="vh">{t('modeLabel')}</legend>
      <div className="vb-gh">
        <Select aria-label={t('modeLabel')} className="vb-mode" value={group.mode} options={modes.map((mode) => ({ value: mode, label: t(mode) }))} onValueChange={(mode) => onChange(depth === 0 ? { ...group, mode: mode as Mode } : replaced(root, group.key, { ...group, mode: mode as Mode }))} />
        {depth > 0 && (
          <IconButton size="sm" tone="ghost" label={t('removeGroup')} onClick={() => onChange(replaced(root, group.key, null))}><Icon of={X} /></IconButton>
        )}
      </div>
      {group.of.length === 0 && depth === 0 && <p className="help vb-0">{t('emptyGroup')}</p>}
      <ul className="vb-l">
        {group.of.map((block) => (
          <li key={block.key}>
            {block.kind === 'group'
              ? <GroupEditor root={root} group={block} depth={depth + 1} speaker={speaker} onChange={onChange} focusKey={focusKey} />
              : <ConditionEditor block={block} speaker={speaker} focusKey={focusKey} onChange={(next) => onChange(replaced(root, block.key, next))} />}
          </li>
        ))}
      </ul>
      <div className="vb-add">
        {/* Anew after each choice: it is a way to add, not a value. */}
        <Combobox key={group.of.length} label={t('addCondition')} placeholder={t('addConditionPlaceholder')} options={options} value="" onValueChange={addChosen} />
        {depth < DEEPEST && <Button size="sm" tone="ghost" onClick={() => add(freshGroup())}><Icon of={Plus} size={14} />{t('addGroup')}</Button>}
      </div>
    </fieldset>
  );
}

interface ConditionProps { block: ConditionBlock; speaker: Speaker; focusKey: { current: number | null }; onChange: (next: Block | null) => void }

function ConditionEditor({ block, speaker, focusKey, onChange }: ConditionProps) {
  const t = useStrings(viewStrings);
  const line = useRef<HTMLDivElement>(null);
  const { condition } = block;
  const field = 'key' in condition ? speaker.fieldOf?.(condition.by, condition.key) : undefined;
  const what = field !== undefined ? fieldName(field, speaker.locale) : 'key' in condition ? `${speaker.t(`by-${condition.by}`)}: ${condition.key}` : speaker.t(`by-${condition.by}`);
  // Whoever has just added it goes on in it.
  useEffect(() => {
    if (focusKey.current !== block.key) return;
    focusKey.current = null;
    (line.current?.querySelector<HTMLElement>('.vb-v input, .vb-v select, .vb-key') ?? line.current?.querySelector<HTMLElement>('select'))?.focus();
  }, [block.key, focusKey]);
  return (
    <div className="vb-c" ref={line} role="group" aria-label={what}>
      <b className="vb-by">{what}</b>
      <ConditionFields condition={block.condition} what={what} speaker={speaker} onChange={(condition) => onChange({ ...block, condition })} />
      <IconButton size="sm" tone="ghost" className="vb-x" label={t('removeCondition', { what })} onClick={() => onChange(null)}><Icon of={X} /></IconButton>
    </div>
  );
}

interface FieldsProps { condition: Condition; what: string; speaker: Speaker; onChange: (condition: Condition) => void }

function ConditionFields({ condition, what, speaker, onChange }: FieldsProps) {
  const t = useStrings(viewStrings);
  const w = speaker.t;
  const { kind } = attributes[condition.by];
  const question = <V extends string>(value: V, options: readonly { value: V; label: string }[], choose: (value: V) => void) => (
    <Select className="vb-q" aria-label={t('question', { what })} value={value} options={options} onValueChange={(next) => choose(next as V)} />
  );
  if ('key' in condition) return <FieldCondition condition={condition} field={speaker.fieldOf?.(condition.by, condition.key)} what={what} speaker={speaker} onChange={onChange} />;
  if ('has' in condition) return <div className="vb-v"><input className="inp" type="text" maxLength={200} aria-label={t('words')} value={condition.has} onChange={(event) => onChange({ ...condition, has: event.target.value })} /></div>;
  if ('value' in condition) {
    return (
      <>
        {question(condition.is, (['atLeast', 'atMost'] as const).map((value) => ({ value, label: w(`amount-${value}`) })), (is) => onChange({ ...condition, is }))}
        <div className="vb-v"><input className="inp vb-n" type="number" min={0} max={10} aria-label={t('amount')} value={condition.value} onChange={(event) => onChange({ ...condition, value: Math.min(10, Math.max(0, Number(event.target.value) || 0)) })} /></div>
      </>
    );
  }
  if (condition.is === true || condition.is === false) return question(condition.is ? 'yes' : 'no', (['yes', 'no'] as const).map((value) => ({ value, label: w(`flag-${value}`) })), (value) => onChange({ by: condition.by, is: value === 'yes' } as Condition));
  if (kind === 'time') return <MomentField condition={condition as Extract<Condition, { is: 'before' | 'after' | 'empty' | 'filled' }>} what={what} speaker={speaker} onChange={onChange} />;
  const several = kind === 'several';
  const ways = several ? (['any', 'all', 'none', 'empty', 'filled'] as const) : (['any', 'none'] as const);
  const values = 'of' in condition ? condition.of : [];
  return (
    <>
      {question(condition.is as string, ways.map((value) => ({ value, label: w(several ? `set-${value}` : `is-${value as 'any' | 'none'}`) })), (is) => onChange((is === 'empty' || is === 'filled' ? { by: condition.by, is } : { by: condition.by, is, of: values }) as Condition))}
      {condition.is !== 'empty' && condition.is !== 'filled' && (
        <ValuePicker by={condition.by} what={what} values={values} speaker={speaker} onChange={(of) => onChange({ ...condition, of } as Condition)} />
      )}
    </>
  );
}
