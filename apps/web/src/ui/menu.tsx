import { clsx } from 'clsx';
import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './icon';

export interface MenuProps {
  /** One element that takes a ref, usually a Button. */
  trigger: ReactNode;
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
}

// Not modal: a modal menu locks scrolling by an injected style element, which our content security policy forbids.
export function Menu({ trigger, label, align = 'start', side = 'bottom', open, onOpenChange, className, children }: MenuProps) {
  return (
    <Radix.Root modal={false} {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={clsx('pop radix menu', className)} align={align} side={side} sideOffset={4} collisionPadding={8} aria-label={label} loop>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
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
