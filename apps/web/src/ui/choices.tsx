import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface Choice<V extends string> { value: V; label: ReactNode; keys?: readonly string[] }

/** Arrow keys move within the group, which is one tab stop. */
function useRoving<V extends string>(choices: readonly Choice<V>[], value: V, choose: (value: V) => void) {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = choices.findIndex((choice) => choice.value === value);
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? choices.length - 1 : step === undefined ? undefined : (at + step + choices.length) % choices.length;
    const chosen = next === undefined ? undefined : choices[next];
    if (!chosen || next === undefined) return;
    event.preventDefault();
    choose(chosen.value);
    (group.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return { group, onKeyDown };
}

export interface ChoicesProps<V extends string> {
  label: string;
  choices: readonly Choice<V>[];
  value: V;
  onValueChange: (value: V) => void;
  className?: string;
}

export function SegmentedControl<V extends string>({ label, choices, value, onValueChange }: ChoicesProps<V>) {
  const { group, onKeyDown } = useRoving(choices, value, onValueChange);
  return (
    <div className="seg" role="radiogroup" aria-label={label} ref={group} onKeyDown={onKeyDown}>
      {choices.map((choice) => (
        <button key={choice.value} type="button" role="radio" aria-checked={choice.value === value} tabIndex={choice.value === value ? 0 : -1} onClick={() => onValueChange(choice.value)}>
          {choice.label}
        </button>
      ))}
    </div>
  );
}

export interface TabsProps<V extends string> extends ChoicesProps<V> {
  /** Of the one panel that the tabs share; the panel carries role="tabpanel" and this id. */
  panelId?: string;
}

export function Tabs<V extends string>({ label, choices, value, onValueChange, panelId }: TabsProps<V>) {
  const { group, onKeyDown } = useRoving(choices, value, onValueChange);
  const id = useId();
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={group} onKeyDown={onKeyDown}>
      {choices.map((choice) => (
        <button key={choice.value} id={`${id}-${choice.value}`} type="button" role="tab" aria-selected={choice.value === value} aria-controls={panelId} tabIndex={choice.value === value ? 0 : -1} onClick={() => onValueChange(choice.value)}>
          {choice.label}
          {choice.keys?.map((key) => (
            <kbd key={key} aria-hidden="true">
              {key}
            </kbd>
          ))}
        </button>
      ))}
    </div>
  );
}
