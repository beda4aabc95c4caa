import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Binding, bindingsOf, claimedBy, isOwnGround, keyChoices, keyNames, ownKeyNames, refusalOf, shortcuts, strokeOf, type OwnKeys, type Refusal, type ShortcutId } from '../../app/keys';
import { translate, useStrings } from '../../i18n';
import { announce, Button, Switch } from '../../ui';
import { keyboardStrings } from './keyboard.strings';
import { PartHead, useFailed } from './parts';

const groups = ['move', 'answer', 'decide'] as const;
// What works everywhere comes first, then what belongs to one screen.
const changeable = shortcuts.filter((shortcut) => !('reserved' in shortcut)).sort((one, other) => Number(isOwnGround(one)) - Number(isOwnGround(other)));

/** Every key of the workspace: changed, switched off, brought back. Kept with the member. */
export function KeyboardPart() {
  const t = useStrings(keyboardStrings);
  const failed = useFailed();
  const choices = useSyncExternalStore(keyChoices.subscribe, keyChoices.get);
  const [changing, setChanging] = useState<ShortcutId | null>(null);
  const save = (next: OwnKeys) => void keyChoices.set(next).catch(failed);
  const changed = Object.keys(choices.remapped).length;
  return (
    <>
      <PartHead title={t('title')} lead={t('lead')} action={changed > 0 && <Button onClick={() => save({ ...choices, remapped: {} })}>{t('allUsual')}</Button>} />
      <div className="keys-p">
        <Switch checked={choices.single} onCheckedChange={(single) => save({ ...choices, single })} label={t('single')} help={t('singleHelp')} />
        {groups.map((group) => (
          <section key={group}>
            <h2 className="lab">{t(group)}</h2>
            <ul className="card lst">
              {changeable.filter((shortcut) => shortcut.group === group).map(({ id }) => (
                <li key={id}>
                  <KeyRow id={id} choices={choices} changing={changing === id} onChanging={(on) => setChanging(on ? id : null)} save={save} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

/** What stands behind another one on the sheet has a name of its own here. */
function nameOfKey(id: ShortcutId): string {
  return id in ownKeyNames.en ? translate(ownKeyNames, id as keyof typeof ownKeyNames.en) : translate(keyNames, id);
}

interface KeyRowProps { id: ShortcutId; choices: OwnKeys; changing: boolean; onChanging: (on: boolean) => void; save: (next: OwnKeys) => void }

function KeyRow({ id, choices, changing, onChanging, save }: KeyRowProps) {
  const t = useStrings(keyboardStrings);
  const bindings = bindingsOf(id, choices);
  const own = choices.remapped[id] !== undefined;
  const name = nameOfKey(id);
  const give = (keys: readonly string[] | undefined, takenFrom?: ShortcutId) => {
    const { [id]: _, ...others } = choices.remapped;
    save({ ...choices, remapped: { ...others, ...(takenFrom === undefined ? {} : { [takenFrom]: [] }), ...(keys === undefined ? {} : { [id]: keys }) } });
    onChanging(false);
    if (takenFrom !== undefined) announce(t('takenFrom', { name: nameOfKey(takenFrom) }));
  };
  return (
    <div className="lst-r key-r">
      <span className="lst-t"><b>{name}</b></span>
      {changing ? (
        <Listening id={id} name={name} choices={choices} give={(binding, from) => give([binding], from)} stop={() => onChanging(false)} />
      ) : (
        <>
          <span className="key-k">{bindings.length === 0 ? <span className="mut">{t('off')}</span> : bindings.map((binding) => <Binding key={binding} binding={binding} then={t('then')} />)}</span>
          <Button size="sm" aria-label={`${t('change')}: ${name}`} onClick={() => onChanging(true)}>{t('change')}</Button>
          {own ? <Button size="sm" tone="ghost" aria-label={`${t('usual')}: ${name}`} onClick={() => give(undefined)}>{t('usual')}</Button>
            : <Button size="sm" tone="ghost" aria-label={`${t('switchOff')}: ${name}`} onClick={() => give([])}>{t('switchOff')}</Button>}
        </>
      )}
    </div>
  );
}

interface ListeningProps { id: ShortcutId; name: string; choices: OwnKeys; give: (binding: string, takenFrom?: ShortcutId) => void; stop: () => void }

/** Waits for the key to be pressed. Escape leaves it as it is; Tab goes on, so that nobody is caught here. */
function Listening({ id, name, choices, give, stop }: ListeningProps) {
  const t = useStrings(keyboardStrings);
  const box = useRef<HTMLDivElement>(null);
  const [pressed, setPressed] = useState<{ binding: string; refusal: Refusal | null; claimed: ShortcutId | null } | null>(null);
  const latest = useRef({ give, stop });
  useEffect(() => { latest.current = { give, stop }; });
  useEffect(() => {
    box.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Tab') return;
      // On the buttons below, Enter and space press them.
      if (event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') return latest.current.stop();
      const binding = strokeOf(event);
      if (binding === null) return;
      const refusal = refusalOf(id, binding);
      const claimed = refusal === null ? claimedBy(id, binding, choices) : null;
      if (refusal === null && claimed === null) return latest.current.give(binding);
      setPressed({ binding, refusal, claimed });
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [id, choices]);
  const words = pressed === null ? t('press') : pressed.refusal === null ? t('claimed', { name: nameOfKey(pressed.claimed as ShortcutId) }) : t(pressed.refusal === 'typing' ? 'refusedTyping' : 'refusedBrowser');
  return (
    <div className="key-l" ref={box} tabIndex={-1} role="group" aria-label={t('pressFor', { name })}>
      {pressed !== null && <Binding binding={pressed.binding} then={t('then')} />}
      <span role="status">{words}</span>
      {pressed?.claimed != null && <Button size="sm" onClick={() => give(pressed.binding, pressed.claimed as ShortcutId)}>{t('take')}</Button>}
      <Button size="sm" tone="ghost" onClick={stop}>{t('cancel')}</Button>
    </div>
  );
}
