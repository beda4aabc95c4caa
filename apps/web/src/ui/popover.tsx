import { clsx } from 'clsx';
import { cloneElement, type ComponentProps, type ReactElement, type ReactNode } from 'react';
import { useLayers } from './layers';
import { usePlace, type Opening } from './use-place';

export interface PopoverProps extends Opening {
  /** One element that takes a ref, usually a Button. */
  trigger: ReactElement<ComponentProps<'button'>>;
  label: string;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string | undefined;
  onCloseAutoFocus?: (event: Event) => void;
  children: ReactNode;
}

export function Popover({ trigger, label, align = 'start', side = 'bottom', className, onCloseAutoFocus, children, ...opening }: PopoverProps) {
  const { button, at, change, onCloseAutoFocus: giveBack } = usePlace(opening);
  const Radix = useLayers()?.Popover;
  return (
    <>
      {cloneElement(trigger, { ...button, 'aria-haspopup': 'dialog' })}
      {at !== null && Radix !== undefined && (
        <Radix.Root open onOpenChange={change}>
          <Radix.Anchor className="menu-at" style={at} aria-hidden="true" />
          <Radix.Portal>
            <Radix.Content
              className={clsx('pop radix', className)} align={align} side={side} sideOffset={4} collisionPadding={8} aria-label={label}
              onCloseAutoFocus={(event) => { onCloseAutoFocus?.(event); giveBack(event); }}
            >
              {children}
            </Radix.Content>
          </Radix.Portal>
        </Radix.Root>
      )}
    </>
  );
}
