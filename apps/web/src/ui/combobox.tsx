import { ChevronDown } from 'lucide';
import { useId, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useStrings } from '../i18n';
import { useFieldProps } from './field';
import { foldText } from './fold-text';
import { Icon } from './icon';
import { uiStrings } from './ui.strings';

export interface ComboboxOption { value: string; label: string; detail?: string; mark?: ReactNode }

export interface ComboboxProps {
  options: readonly ComboboxOption[];
  /** '' when nothing is chosen. */
  value: string;
  onValueChange: (value: string) => void;
  /** What was typed, for options that are not all at hand. */
  onQuery?: (query: string) => void;
  placeholder?: string;
  /** Needed outside a Field. */
  label?: string;
  disabled?: boolean;
  large?: boolean;
}

/** Type to narrow, arrows to move, Enter to take, Esc to leave it as it was. Missing diacritics are forgiven. */
export function Combobox({ options, value, onValueChange, onQuery, placeholder, label, disabled = false, large = false }: ComboboxProps) {
  const t = useStrings(uiStrings);
  const list = useId();
  const field = useFieldProps();
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const chosen = options.find((option) => option.value === value);
  const found = useMemo(() => {
    const wanted = foldText(query ?? '');
    return wanted === '' ? options : options.filter((option) => foldText(`${option.label} ${option.detail ?? ''}`).includes(wanted));
  }, [options, query]);
  const open = query !== null;
  const take = (option: ComboboxOption | undefined) => {
    if (option) onValueChange(option.value);
    setQuery(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return setQuery('');
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((at) => (found.length === 0 ? 0 : (at + step + found.length) % found.length));
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      take(found[active]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      event.preventDefault();
      setQuery(null);
    }
  };
  return (
    <div className="combo" onBlur={() => setQuery(null)}>
      <input
        type="text"
        role="combobox"
        autoComplete="off"
        {...field}
        aria-label={label}
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && found[active] ? `${list}-${active}` : undefined}
        className={large ? 'inp lg' : 'inp'}
        placeholder={placeholder}
        disabled={disabled}
        value={query ?? chosen?.label ?? ''}
        onChange={(event) => {
          setQuery(event.target.value);
          onQuery?.(event.target.value);
          setActive(0);
        }}
        onClick={() => setQuery((before) => before ?? '')}
        onKeyDown={onKeyDown}
      />
      <Icon of={ChevronDown} size={14} />
      {open && (
        <div className="combo-l" role="listbox" id={list} aria-label={label ?? placeholder}>
          {found.length === 0 && <p className="combo-0">{t('nothingFits')}</p>}
          {found.slice(0, 200).map((option, at) => (
            // The list takes no focus: pressing must not blur the input before the click arrives.
            <div key={option.value} id={`${list}-${at}`} role="option" aria-selected={option.value === value} data-active={at === active} onPointerDown={(event) => event.preventDefault()} onPointerMove={() => setActive(at)} onClick={() => take(option)}>
              {option.mark}
              {option.label}
              {option.detail !== undefined && <span className="mut">{option.detail}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
