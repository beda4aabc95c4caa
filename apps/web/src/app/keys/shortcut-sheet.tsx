import { Link } from '@tanstack/react-router';
import { Fragment, useEffect, useState, useSyncExternalStore } from 'react';
import { useStrings } from '../../i18n';
import { Dialog } from '../../ui';
import { onCommand } from '../commands';
import { keyChoices } from './choices';
import { useAvailableShortcuts, useShortcut } from './keyboard';
import { keyNames, keyStrings } from './keys.strings';
import { Binding } from './keys';
import { bindingsOf, shortcuts, type ShortcutGroup, type ShortcutId } from './keymap';
import { sheetLines } from './sheet-lines';
import './shortcut-sheet.css';

const groups: readonly ShortcutGroup[] = ['move', 'answer', 'decide'];
/** These work wherever their screen is open; the sheet lists them also before. */
const always: readonly ShortcutId[] = ['next', 'open', 'select', 'reply', 'note', 'send', 'send-resolve', 'canned', 'assign', 'assign-me', 'unassign', 'snooze', 'resolve', 'matter', 'priority', 'label', 'panel'];

/** The `?` sheet. */
export function ShortcutSheet() {
  const [open, setOpen] = useState(false);
  useShortcut('sheet', () => setOpen(true));
  useEffect(() => onCommand('shortcuts', () => setOpen(true)), []);
  return open ? <OpenSheet setOpen={setOpen} /> : null;
}

/** It lists what can be done now, so that no key on it does nothing. */
function OpenSheet({ setOpen }: { setOpen: (open: boolean) => void }) {
  const t = useStrings(keyStrings);
  const name = useStrings(keyNames);
  const available = useAvailableShortcuts();
  const choices = useSyncExternalStore(keyChoices.subscribe, keyChoices.get);
  const lines = sheetLines(shortcuts.filter(({ id }) => available.has(id) || always.includes(id)), (id) => bindingsOf(id, choices));
  return (
    <Dialog open onOpenChange={setOpen} title={t('title')} size="sheet">
      <div className="keys keys-body">
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl>
              {lines.filter((line) => line.group === group).map((line) => (
                <div key={line.ids[0]}>
                  <dt>{line.ids.map((id) => name(id)).join(', ')}</dt>
                  <dd>
                    {line.bindings.map((binding, index) => (
                      <Fragment key={binding}>
                        {index > 0 && (line.range ? <span>–</span> : <i />)}
                        <Binding binding={shortened(binding, index === 0 ? undefined : line.bindings[0])} then={t('then')} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="keys-own"><Link className="lnk" to="/settings/$part" params={{ part: 'keyboard' }} onClick={() => setOpen(false)}>{t('change')}</Link></p>
    </Dialog>
  );
}

/** After "G then C" the next one is only "S": the first stroke is said once. */
function shortened(binding: string, first: string | undefined): string {
  const [stroke, then] = binding.split(' ');
  return first !== undefined && then !== undefined && stroke === 'g' && first.startsWith('g ') ? then : binding;
}
