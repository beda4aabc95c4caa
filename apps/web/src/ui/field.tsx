import { clsx } from 'clsx';
import { ChevronDown, Eye, EyeOff, TriangleAlert } from 'lucide';
import { createContext, useContext, useId, useState, type ComponentProps, type ReactNode } from 'react';
import { useStrings } from '../i18n';
import { IconButton } from './button';
import { Icon } from './icon';
import { uiStrings } from './ui.strings';

interface FieldIds { id: string; describedBy: string | undefined; invalid: boolean; required: boolean }
const FieldContext = createContext<FieldIds | undefined>(undefined);

export interface FieldProps {
  label: string;
  help?: ReactNode;
  /** Plain words: what is wrong and what would be right. */
  error?: string | undefined;
  /** Says so beside the label; required fields say nothing. */
  optional?: boolean;
  hideLabel?: boolean;
  className?: string;
  /** One input of this file; it finds its id, its help and its error by itself. */
  children: ReactNode;
}

export function Field({ label, help, error, optional = false, hideLabel = false, className, children }: FieldProps) {
  const t = useStrings(uiStrings);
  const id = useId();
  const parts = [help !== undefined && `${id}-help`, error !== undefined && `${id}-bad`].filter((part) => part !== false);
  const ids = { id, describedBy: parts.length > 0 ? parts.join(' ') : undefined, invalid: error !== undefined, required: !optional };
  return (
    <FieldContext value={ids}>
      <div className={clsx('field', className)}>
        <label htmlFor={id} className={hideLabel ? 'vh' : 'lab'}>
          {label}
          {optional && <span className="lab-opt">{t('optional')}</span>}
        </label>
        {children}
        {error !== undefined && (
          <p className="field-bad" id={`${id}-bad`}>
            <Icon of={TriangleAlert} size={12} />
            {error}
          </p>
        )}
        {help !== undefined && (
          <p className="help" id={`${id}-help`}>
            {help}
          </p>
        )}
      </div>
    </FieldContext>
  );
}

/** After a refused submit: to the first field that needs something, as soon as it says so. */
export function focusInvalid(form: EventTarget & HTMLElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

/** What an input takes over from the Field around it. */
export function useFieldProps(): { id?: string; 'aria-describedby'?: string; 'aria-invalid'?: true } {
  const field = useContext(FieldContext);
  if (!field) return {};
  return { id: field.id, ...(field.describedBy === undefined ? {} : { 'aria-describedby': field.describedBy }), ...(field.invalid ? { 'aria-invalid': true as const } : {}) };
}

type Sized = { large?: boolean };

export function TextInput({ large = false, className, ...rest }: ComponentProps<'input'> & Sized) {
  return <input type="text" {...useFieldProps()} className={clsx('inp', large && 'lg', className)} {...rest} />;
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...useFieldProps()} className={clsx('inp', className)} {...rest} />;
}

export function PasswordInput({ large = false, className, ...rest }: Omit<ComponentProps<'input'>, 'type'> & Sized) {
  const t = useStrings(uiStrings);
  const [shown, setShown] = useState(false);
  return (
    <span className="inp-w">
      <input type={shown ? 'text' : 'password'} spellCheck={false} autoCapitalize="off" {...useFieldProps()} className={clsx('inp', large && 'lg', className)} {...rest} />
      <IconButton size="sm" label={shown ? t('hidePassword') : t('showPassword')} aria-pressed={shown} onClick={() => setShown(!shown)}>
        <Icon of={shown ? EyeOff : Eye} />
      </IconButton>
    </span>
  );
}

export interface SelectProps extends Omit<ComponentProps<'select'>, 'onChange'> {
  options: readonly { value: string; label: string; disabled?: boolean }[];
  onValueChange: (value: string) => void;
  large?: boolean;
}

/** The platform's own list: keyboard, screen readers and phones know it. */
export function Select({ options, onValueChange, large = false, className, ...rest }: SelectProps) {
  return (
    <span className={clsx('sel', className)}>
      <select {...useFieldProps()} className={clsx('inp', large && 'lg')} onChange={(event) => onValueChange(event.target.value)} {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon of={ChevronDown} size={14} />
    </span>
  );
}

export interface CheckProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange'> {
  onCheckedChange: (checked: boolean) => void;
  kind?: 'checkbox' | 'radio';
  help?: string;
  children: ReactNode;
}

export function Check({ onCheckedChange, kind = 'checkbox', help, children, ...rest }: CheckProps) {
  return (
    <label className="check">
      <input type={kind} onChange={(event) => onCheckedChange(event.target.checked)} {...rest} />
      <span>
        {children}
        {help !== undefined && <span className="help">{help}</span>}
      </span>
    </label>
  );
}

export interface SwitchProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: string;
  help?: string;
  hideLabel?: boolean;
  disabled?: boolean;
}

export function Switch({ checked, onCheckedChange, label, help, hideLabel = false, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="switch-r">
      <button type="button" id={`${id}-switch`} role="switch" className="switch" aria-checked={checked} aria-labelledby={id} disabled={disabled} onClick={() => onCheckedChange(!checked)} />
      {/* The words are as large a target as the switch is small. */}
      <label id={id} htmlFor={`${id}-switch`} className={hideLabel ? 'vh' : undefined}>
        {label}
        {help !== undefined && <span className="help"> {help}</span>}
      </label>
    </div>
  );
}
