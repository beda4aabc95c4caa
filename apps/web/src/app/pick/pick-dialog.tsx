import { clsx } from 'clsx';
import { Check, Search } from 'lucide';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon, useLayers, useReturnFocus } from '../../ui';
import './pick-dialog.css';

export interface PickOption {
  id: string;
  label: string;
  /** Quieter words behind the label. */
  detail?: string;
  /** Avatar, channel mark or icon. */
  mark?: ReactNode;
  /** Keycaps of the direct way, so that people stop needing this one. */
  keys?: readonly string[];
  /** Given: a choice that is on or off. */
  checked?: boolean;
  disabled?: boolean;
  /** Instead of the label, e.g. with marked words. */
  content?: ReactNode;
  run: () => void;
}
export interface PickGroup { id: string; title: string; options: readonly PickOption[] }

export interface PickDialogProps {
  title: string;
  placeholder: string;
  query: string;
  onQueryChange: (query: string) => void;
  groups: readonly PickGroup[];
  onClose: () => void;
  /** What the choice will be about. */
  chip?: string;
  /** When no group has an option. */
  empty?: ReactNode;
  /** Above the options: what was understood, a note to write. */
  head?: ReactNode;
  footer?: ReactNode;
  /** Enter pressed with nothing chosen. */
  onSubmit?: () => void;
  /** The first option is active at once; otherwise only after the arrows. */
  eager?: boolean;
}

/** Type, arrows, Enter: the palette and every choice that an act asks for. Focus stays in the field. */
export function PickDialog({ title, placeholder, query, onQueryChange, groups, onClose, chip, empty, head, footer, onSubmit, eager = true }: PickDialogProps) {
  const id = useId();
  const returnFocus = useReturnFocus();
  const Radix = useLayers()?.Dialog;
  const list = useRef<HTMLDivElement>(null);
  const options = groups.flatMap((group) => group.options).filter((option) => option.disabled !== true);
  const [activeId, setActive] = useState<string | null>(null);
  const found = options.findIndex((option) => option.id === activeId);
  const at = found >= 0 ? found : eager ? 0 : -1;
  const active = options[at];

  useEffect(() => setActive(null), [query]);
  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active?.id]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      setActive(options[(at + step + options.length) % options.length]?.id ?? null);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      if (active) active.run();
      else onSubmit?.();
    }
  };

  if (Radix === undefined) return null;
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <div className="scrim" onPointerDown={onClose} />
        <Radix.Content className="pick" aria-describedby={undefined} onCloseAutoFocus={returnFocus} onKeyDown={onKeyDown}>
          <Radix.Title className="vh">{title}</Radix.Title>
          <div className="pick-q">
            <Icon of={Search} />
            <input
              type="text"
              role="combobox"
              autoFocus
              autoComplete="off"
              spellCheck={false}
              aria-label={title}
              aria-expanded="true"
              aria-autocomplete="list"
              aria-controls={`${id}-list`}
              aria-activedescendant={active ? `${id}-${active.id}` : undefined}
              placeholder={placeholder}
              value={query}
              onChange={(event) => onQueryChange(event.target.value)}
            />
            {chip !== undefined && <span className="chip ell">{chip}</span>}
          </div>
          {head}
          {/* Beside the list, not in it: a list box may hold nothing but options. */}
          {options.length === 0 && empty !== undefined && <p className="pick-0" role="status">{empty}</p>}
          <div className="pick-l" role="listbox" id={`${id}-list`} aria-label={title} ref={list}>
            {groups.filter((group) => group.options.length > 0).map((group) => (
              <div role="group" aria-labelledby={`${id}-g-${group.id}`} key={group.id}>
                <p className="pick-g" id={`${id}-g-${group.id}`}>{group.title}</p>
                {group.options.map((option) => (
                  <div
                    key={option.id}
                    id={`${id}-${option.id}`}
                    role="option"
                    className={clsx('pick-o', option.disabled === true && 'off')}
                    // The option that Enter takes; a choice that is on says so in words of its own.
                    aria-selected={option.checked ?? option === active}
                    aria-disabled={option.disabled === true || undefined}
                    data-active={option === active}
                    onPointerDown={(event) => event.preventDefault()}
                    onPointerMove={() => option !== active && option.disabled !== true && setActive(option.id)}
                    onClick={() => option.disabled !== true && option.run()}
                  >
                    {option.mark}
                    {option.content ?? <b className="ell">{option.label}</b>}
                    {option.detail !== undefined && <span className="mut ell">{option.detail}</span>}
                    <span className="grow" />
                    {option.checked === true && <Icon of={Check} className="pick-c" />}
                    {option.keys?.map((key) => <kbd key={key} aria-hidden="true">{key}</kbd>)}
                    {option === active && (option.keys ?? []).length === 0 && <kbd aria-hidden="true">↵</kbd>}
                  </div>
                ))}
              </div>
            ))}
          </div>
          {footer !== undefined && <div className="pick-f">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
