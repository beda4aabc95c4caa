import { Plus, X } from 'lucide';
import { useEffect, useRef, type ReactNode } from 'react';
import { useStrings } from '../../i18n';
import { Button, Combobox, Icon, IconButton, Select, type ComboboxOption } from '../../ui';
import { added, blockWith, freshGroup, replaced, type Block, type ConditionBlock, type GroupBlock, type Mode } from './blocks';
import { filterStrings } from './filters.strings';
import './filters.css';

const modes = ['all', 'any', 'none'] as const satisfies readonly Mode[];
const DEEPEST = 3;

/** What conditions are about: conversations, people. */
export interface Conditions<C> {
  /** What can be asked about, and what a question about it begins with. */
  options: readonly ComboboxOption[];
  fresh: (chosen: string) => C;
  placeholder: string;
  nameOf: (condition: C) => string;
  fieldsOf: (condition: C, what: string, onChange: (next: C) => void) => ReactNode;
}

interface BuilderProps<C> { root: GroupBlock<C>; of: Conditions<C>; onChange: (root: GroupBlock<C>) => void }

/** Conditions in groups, as deep as anybody follows. Everything by Tab, arrows and Enter. */
export function FilterBuilder<C>({ root, of, onChange }: BuilderProps<C>) {
  const focusKey = useRef<number | null>(null);
  return <Group root={root} group={root} depth={0} of={of} onChange={onChange} focusKey={focusKey} />;
}

interface GroupProps<C> extends BuilderProps<C> { group: GroupBlock<C>; depth: number; focusKey: { current: number | null } }

/** How the conditions go together, each in a line, and a field in which the next one is typed. */
function Group<C>({ root, group, depth, of, onChange, focusKey }: GroupProps<C>) {
  const t = useStrings(filterStrings);
  const add = (block: Block<C>) => {
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
              ? <Group root={root} group={block} depth={depth + 1} of={of} onChange={onChange} focusKey={focusKey} />
              : <Line block={block} of={of} focusKey={focusKey} onChange={(next) => onChange(replaced(root, block.key, next))} />}
          </li>
        ))}
      </ul>
      <div className="vb-add">
        {/* Anew after each choice: it is a way to add, not a value. */}
        <Combobox key={group.of.length} label={t('addCondition')} placeholder={of.placeholder} options={of.options} value="" onValueChange={(chosen) => add(blockWith(of.fresh(chosen)))} />
        {depth < DEEPEST && <Button size="sm" tone="ghost" onClick={() => add(freshGroup())}><Icon of={Plus} size={14} />{t('addGroup')}</Button>}
      </div>
    </fieldset>
  );
}

interface LineProps<C> { block: ConditionBlock<C>; of: Conditions<C>; focusKey: { current: number | null }; onChange: (next: Block<C> | null) => void }

function Line<C>({ block, of, focusKey, onChange }: LineProps<C>) {
  const t = useStrings(filterStrings);
  const line = useRef<HTMLDivElement>(null);
  const what = of.nameOf(block.condition);
  // Whoever has just added it goes on in it.
  useEffect(() => {
    if (focusKey.current !== block.key) return;
    focusKey.current = null;
    (line.current?.querySelector<HTMLElement>('.vb-v input, .vb-v select, .vb-key') ?? line.current?.querySelector<HTMLElement>('select'))?.focus();
  }, [block.key, focusKey]);
  return (
    <div className="vb-c" ref={line} role="group" aria-label={what}>
      <b className="vb-by">{what}</b>
      {of.fieldsOf(block.condition, what, (condition) => onChange({ ...block, condition }))}
      <IconButton size="sm" tone="ghost" className="vb-x" label={t('removeCondition', { what })} onClick={() => onChange(null)}><Icon of={X} /></IconButton>
    </div>
  );
}
