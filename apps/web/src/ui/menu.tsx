import { clsx } from 'clsx';
import { Check, type IconNode } from 'lucide';
import { cloneElement, useEffect, type ComponentProps, type CSSProperties, type ReactElement, type ReactNode } from 'react';
import { Icon } from './icon';
import { layers, useLayers } from './layers';
import { usePlace, type Opening } from './use-place';

interface MenuLook {
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
  onCloseAutoFocus?: (event: Event) => void;
  children: ReactNode;
}

export interface MenuProps extends MenuLook, Opening {
  /** One element that takes a ref, usually a Button. */
  trigger: ReactElement<ComponentProps<'button'>>;
}

export function Menu({ trigger, open, onOpenChange, onCloseAutoFocus, children, ...look }: MenuProps) {
  const { button, at, byKey, change, onCloseAutoFocus: giveBack } = usePlace({ open, onOpenChange });
  return (
    <>
      {cloneElement(trigger, { ...button, 'aria-haspopup': 'menu' })}
      {at !== null && (
        <MenuAt at={at} onClose={() => change(false)} onCloseAutoFocus={(event) => { onCloseAutoFocus?.(event); giveBack(event); }} {...look}>
          {byKey.current && <FirstItem />}
          {children}
        </MenuAt>
      )}
    </>
  );
}

export interface MenuAtProps extends MenuLook {
  /** On the screen; a point, or the box of what opened it. */
  at: CSSProperties;
  onClose: () => void;
}

/** An open menu. Not modal: a modal one locks scrolling by an injected style element, which our content security policy forbids. */
export function MenuAt({ at, label, align = 'start', side = 'bottom', className, onClose, onCloseAutoFocus, children }: MenuAtProps) {
  const Radix = useLayers()?.DropdownMenu;
  if (Radix === undefined) return null;
  return (
    <Radix.Root modal={false} open onOpenChange={(stays) => { if (!stays) onClose(); }}>
      <Radix.Trigger asChild><span className="menu-at" style={at} aria-hidden="true" aria-label={label} /></Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={clsx('pop radix menu', className)} align={align} side={side} sideOffset={4} collisionPadding={8} aria-label={label} loop {...(onCloseAutoFocus ? { onCloseAutoFocus } : {})}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
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
  icon?: IconNode;
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
  const Radix = layers().DropdownMenu;
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
  const { Label } = layers().DropdownMenu;
  return <Label className="menu-h">{children}</Label>;
}

export function MenuSeparator() {
  const { Separator } = layers().DropdownMenu;
  return <Separator className="menu-s" />;
}
