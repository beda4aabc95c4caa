import { clsx } from 'clsx';
import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { useEffect, type ReactNode } from 'react';
import { Icon } from './icon';
import { usePlace } from './use-place';

export interface MenuProps {
  /** One element that takes a ref, usually a Button. */
  trigger: ReactNode;
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  onCloseAutoFocus?: (event: Event) => void;
  children: ReactNode;
}

// Not modal: a modal menu locks scrolling by an injected style element, which our content security policy forbids.
export function Menu({ trigger, label, align = 'start', side = 'bottom', open, onOpenChange, className, onCloseAutoFocus, children }: MenuProps) {
  return (
    <Radix.Root modal={false} {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={clsx('pop radix menu', className)} align={align} side={side} sideOffset={4} collisionPadding={8} aria-label={label} loop {...(onCloseAutoFocus ? { onCloseAutoFocus } : {})}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuButtonProps {
  label: string;
  align?: MenuProps['align'];
  className?: string;
  /** What the button shows. */
  face: ReactNode;
  children: ReactNode;
}

/** A button whose menu is built when it is opened: for places that have one on every line. */
export function MenuButton({ label, align = 'start', className, face, children }: MenuButtonProps) {
  const { button, at, byKey, onPointerDown, open, close, onCloseAutoFocus } = usePlace();
  return (
    <>
      <button
        ref={button} type="button" className={className} aria-label={label} aria-haspopup="menu" aria-expanded={at !== null} data-state={at === null ? 'closed' : 'open'}
        onPointerDown={onPointerDown} onClick={(event) => { if (at === null) open(event.detail === 0); else close(); }}
        onKeyDown={(event) => { if (event.key === 'ArrowDown') { event.preventDefault(); open(true); } }}
      >
        {face}
      </button>
      {at !== null && (
        <Menu open onOpenChange={(stays) => { if (!stays) close(); }} label={label} align={align} onCloseAutoFocus={onCloseAutoFocus} trigger={<span className="menu-at" style={at} aria-hidden="true" aria-label={label} />}>
          {byKey.current && <FirstItem />}
          {children}
        </Menu>
      )}
    </>
  );
}

/** Whoever opens a menu by a key stands on its first item. */
function FirstItem() {
  useEffect(() => {
    const frame = requestAnimationFrame(() => document.querySelector<HTMLElement>('.pop.menu [role^=menuitem]:not([data-disabled])')?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return null;
}

export interface MenuItemProps {
  onSelect: (event: Event) => void;
  icon?: LucideIcon;
  keys?: readonly string[];
  /** A second, quieter line. */
  detail?: string;
  tone?: 'danger';
  /** Given: a choice that is marked when it holds. */
  checked?: boolean;
  disabled?: boolean;
  children: ReactNode;
}

export function MenuItem({ onSelect, icon, keys, detail, tone, checked, disabled = false, children }: MenuItemProps) {
  const inside = (
    <>
      {checked !== undefined && <span className="menu-c">{checked && <Icon of={Check} />}</span>}
      {icon !== undefined && <Icon of={icon} />}
      {detail === undefined ? (
        children
      ) : (
        <span className="menu-t">
          <span>{children}</span>
          <span className="mut">{detail}</span>
        </span>
      )}
      {keys?.map((key) => (
        <kbd key={key} aria-hidden="true">
          {key}
        </kbd>
      ))}
    </>
  );
  const shared = { onSelect, disabled, 'data-tone': tone };
  return checked === undefined ? (
    <Radix.Item {...shared}>{inside}</Radix.Item>
  ) : (
    <Radix.CheckboxItem checked={checked} {...shared}>
      {inside}
    </Radix.CheckboxItem>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Radix.Label className="menu-h">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="menu-s" />;
}
