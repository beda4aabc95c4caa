import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide';
import { useId, useState, type KeyboardEvent } from 'react';
import { asideStrings } from '../../app/asides/asides.strings';
import { bookQuery } from '../../app/asides/queries';
import { usePaused } from '../../app/pick/use-paused';
import { useStrings } from '../../i18n';
import { Avatar, Field, Icon, TextInput } from '../../ui';

export interface Recipient { address: string; name: string | null }

const shape = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/;

/** "Jan Nowak <jan@example.com>", an address alone, or several with commas between. */
export function readRecipients(text: string): { good: Recipient[]; rest: string } {
  const good: Recipient[] = [];
  const rest: string[] = [];
  for (const part of text.split(/[,;\n]+/).map((piece) => piece.trim()).filter((piece) => piece !== '')) {
    const [, name = '', inBrackets] = /^(.*?)\s*<([^<>]+)>$/.exec(part) ?? [];
    const address = (inBrackets ?? part).trim().toLowerCase();
    if (shape.test(address)) good.push({ address, name: name.replace(/^"|"$/g, '').trim() || null });
    else rest.push(part);
  }
  return { good, rest: rest.join(', ') };
}

/** Whom to write to: from the book by any word about them, or any address typed or pasted. */
export function PeopleField({ people, onChange, autoFocus = false, error }: { people: readonly Recipient[]; onChange: (people: Recipient[]) => void; autoFocus?: boolean; error?: string | undefined }) {
  const t = useStrings(asideStrings);
  const list = useId();
  const [typed, setTyped] = useState('');
  const [bad, setBad] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  const { data } = useQuery(bookQuery(usePaused(typed.trim())));
  const found = (data?.items ?? []).filter(({ address }) => people.every((one) => one.address !== address)).slice(0, 6);
  const open = focused && found.length > 0;
  const add = (more: readonly Recipient[]) => {
    onChange([...people, ...more.filter(({ address }, at) => people.every((one) => one.address !== address) && more.findIndex((one) => one.address === address) === at)]);
    setTyped('');
    setActive(-1);
  };
  const take = (text = typed) => {
    const { good, rest } = readRecipients(text);
    if (good.length > 0) add(good);
    if (good.length > 0 || rest === '') setTyped(rest);
    setBad(rest === '' ? null : rest);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = open ? found[active] : undefined;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((at) => (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length + 1) % (found.length + 1));
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (chosen) add([chosen]);
      else take();
    } else if (event.key === ',' || event.key === ';' || (event.key === ' ' && shape.test(typed.trim()))) {
      event.preventDefault();
      take();
    } else if (event.key === 'Backspace' && typed === '') {
      onChange(people.slice(0, -1));
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setFocused(false);
    }
  };
  return (
    <Field label={t('to')} help={t('toHelp')} error={bad === null ? error : t('toBad', { text: bad })}>
      <div className="combo as-to">
        {people.map(({ address, name }) => (
          <span key={address} className="chip" title={address}>
            <span className="ell">{name ?? address}</span>
            <button type="button" className="chip-x" aria-label={t('remove', { name: name ?? address })} onClick={() => onChange(people.filter((one) => one.address !== address))}><Icon of={X} size={12} /></button>
          </span>
        ))}
        <TextInput
          role="combobox" aria-expanded={open} aria-controls={list} aria-autocomplete="list" aria-activedescendant={open && found[active] ? `${list}-${active}` : undefined}
          autoComplete="off" inputMode="email" autoFocus={autoFocus} maxLength={2000} placeholder={people.length === 0 ? t('toPlaceholder') : ''} value={typed}
          onChange={(event) => { setTyped(event.target.value); setBad(null); setActive(-1); setFocused(true); }} onFocus={() => setFocused(true)} onKeyDown={onKeyDown}
          onBlur={() => { setFocused(false); if (typed.trim() !== '') take(); }}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text');
            if (readRecipients(text).good.length === 0) return;
            event.preventDefault();
            take(text);
          }}
        />
        {open && (
          <div className="combo-l" role="listbox" id={list} aria-label={t('to')}>
            {found.map((person, at) => (
              // The list takes no focus: pressing must not blur the input before the click arrives.
              <div key={person.address} id={`${list}-${at}`} role="option" aria-selected={at === active} data-active={at === active} onPointerDown={(event) => event.preventDefault()} onClick={() => add([person])}>
                <Avatar name={person.name ?? person.address} size="sm" />
                {person.name ?? person.address}
                <span className="mut ell">{person.name === null ? '' : `${person.address} · `}{t(person.kind)}</span>
              </div>
            ))}
          </div>
        )}
      </div>
    </Field>
  );
}
