import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide';
import { useId, useState, type KeyboardEvent } from 'react';
import type { ContactView } from '@kontuar/contract';
import { addressesOf } from '../../app/identity-words';
import { usePaused } from '../../app/pick/use-paused';
import { useStrings } from '../../i18n';
import { Avatar, Chip, Field, Icon, IconButton, TextInput } from '../../ui';
import { contactsStrings } from './contacts.strings';
import { contactSearch } from './queries';

export interface Who { contactId: string | null; name: string; address: string }

/** A known customer by any word about them, or somebody new by name and address. */
export function WhoField({ who, onChange, logs, autoFocus, error }: { who: Who; onChange: (who: Who) => void; logs: boolean; autoFocus: boolean; error: string | undefined }) {
  const t = useStrings(contactsStrings);
  if (who.contactId !== null) {
    return (
      <div className="field">
        <span className="lab">{t('who')}</span>
        <p className="who-known">
          <Avatar name={who.name} size="sm" />
          <b className="ell">{who.name}</b>
          <Chip>{t('known')}</Chip>
          <span className="grow" />
          <IconButton size="sm" label={t('forget')} onClick={() => onChange({ contactId: null, name: '', address: '' })}><Icon of={X} size={14} /></IconButton>
        </p>
      </div>
    );
  }
  const name = <Suggested label={t('who')} help={t('whoHelp')} value={who.name} onType={(next) => onChange({ ...who, name: next })} onTake={(contact) => onChange({ contactId: contact.id, name: contact.name, address: '' })} autoFocus={false} optional />;
  return logs ? (
    <div className="start-row">
      {name}
      <Field label={t('address')} optional error={error}>
        <TextInput value={who.address} maxLength={254} autoComplete="off" onChange={(event) => onChange({ ...who, address: event.target.value })} />
      </Field>
    </div>
  ) : (
    <div className="start-row">
      <Suggested label={t('addressTo')} value={who.address} onType={(next) => onChange({ ...who, address: next })} onTake={(contact) => onChange({ contactId: contact.id, name: contact.name, address: '' })} autoFocus={autoFocus} error={error} />
      <Field label={t('name')} optional>
        <TextInput value={who.name} maxLength={200} autoComplete="off" onChange={(event) => onChange({ ...who, name: event.target.value })} />
      </Field>
    </div>
  );
}

interface SuggestedProps { label: string; help?: string; value: string; onType: (value: string) => void; onTake: (contact: ContactView) => void; autoFocus: boolean; optional?: boolean; error?: string | undefined }

function Suggested({ label, help, value, onType, onTake, autoFocus, optional = false, error }: SuggestedProps) {
  const id = useId();
  const [focused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  const wanted = usePaused(value);
  const { data } = useQuery(contactSearch(wanted));
  const found = value.trim().length < 2 ? [] : (data?.items ?? []).slice(0, 5);
  const open = focused && found.length > 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setActive((at) => (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length + 1) % (found.length + 1));
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && found[active]) {
      event.preventDefault();
      onTake(found[active]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setFocused(false);
    }
  };
  return (
    <Field label={label} optional={optional} error={error} {...(help === undefined ? {} : { help })}>
      <div className="combo">
        <TextInput
          role="combobox" aria-expanded={open} aria-controls={`${id}-l`} aria-autocomplete="list" aria-activedescendant={open && found[active] ? `${id}-${active}` : undefined}
          autoComplete="off" autoFocus={autoFocus} maxLength={254} value={value}
          onChange={(event) => { setActive(-1); setFocused(true); onType(event.target.value); }} onFocus={() => setFocused(true)} onBlur={() => setFocused(false)} onKeyDown={onKeyDown}
        />
        {open && (
          <div className="combo-l" role="listbox" id={`${id}-l`} aria-label={label}>
            {found.map((contact, at) => (
              <div key={contact.id} id={`${id}-${at}`} role="option" aria-selected={at === active} data-active={at === active} onPointerDown={(event) => event.preventDefault()} onClick={() => onTake(contact)}>
                <Avatar name={contact.name} size="sm" />
                {contact.name}
                <span className="mut ell">{addressesOf(contact, 2)}</span>
              </div>
            ))}
          </div>
        )}
      </div>
    </Field>
  );
}
