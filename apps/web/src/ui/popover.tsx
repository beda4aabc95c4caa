import { clsx } from 'clsx';
import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { usePlace } from './use-place';

export interface PopoverProps {
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

export function Popover({ trigger, label, align = 'start', side = 'bottom', open, onOpenChange, className, onCloseAutoFocus, children }: PopoverProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={clsx('pop radix', className)} align={align} side={side} sideOffset={4} collisionPadding={8} aria-label={label} {...(onCloseAutoFocus ? { onCloseAutoFocus } : {})}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface PopoverButtonProps extends Pick<PopoverProps, 'label' | 'side' | 'className' | 'children'> {
  /** The button's own name, where it says more than the label. */
  name: string;
  buttonClass: string;
  face: ReactNode;
}

/** A button whose popover is built when it is opened: for places that have one on every line. */
export function PopoverButton({ label, side = 'bottom', className, name, buttonClass, face, children }: PopoverButtonProps) {
  const { button, at, onPointerDown, open, close, onCloseAutoFocus } = usePlace();
  return (
    <>
      <button ref={button} type="button" className={buttonClass} aria-label={name} title={name} aria-haspopup="dialog" aria-expanded={at !== null} onPointerDown={onPointerDown} onClick={(event) => { if (at === null) open(event.detail === 0); else close(); }}>{face}</button>
      {at !== null && (
        <Popover open onOpenChange={(stays) => { if (!stays) close(); }} label={label} side={side} {...(className === undefined ? {} : { className })} onCloseAutoFocus={onCloseAutoFocus} trigger={<span className="menu-at" style={at} aria-hidden="true" />}>{children}</Popover>
      )}
    </>
  );
}
