import { useEffect, useRef, useState } from 'react';

export interface InlineEditProps {
  label: string;
  value: string;
  placeholder: string;
  maxLength: number;
  /** Emptying it keeps what was. */
  required?: boolean;
  disabled?: boolean;
  onSave: (value: string) => void;
}

/** Words that turn into a field when pressed. Enter and leaving save, Esc leaves it as it was. */
export function InlineEdit({ label, value, placeholder, maxLength, required = false, disabled = false, onSave }: InlineEditProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const editing = draft !== null;
  useEffect(() => {
    if (editing) input.current?.select();
  }, [editing]);
  if (disabled) return <>{value === '' ? placeholder : value}</>;
  if (draft === null) {
    return (
      <button type="button" ref={button} className={value === '' ? 'ie empty' : 'ie'} aria-label={`${label}: ${value === '' ? placeholder : value}`} onClick={() => setDraft(value)}>
        {value === '' ? placeholder : value}
      </button>
    );
  }
  const end = (save: boolean) => {
    const next = draft.trim();
    setDraft(null);
    if (save && next !== value && !(required && next === '')) onSave(next);
  };
  return (
    <input
      ref={input}
      className="inp ie-f"
      aria-label={label}
      value={draft}
      maxLength={maxLength}
      autoFocus
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        end(event.key === 'Enter');
        setTimeout(() => button.current?.focus(), 0);
      }}
    />
  );
}
