import { Tooltip as Radix } from 'radix-ui';
import type { FocusEvent, ReactNode } from 'react';

export interface TooltipProps {
  text: string;
  keys?: readonly string[];
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that takes a ref. */
  children: ReactNode;
}

/** Where the focus came back to after a click elsewhere, nobody asks what this is; the tip would take the next Escape for itself. */
const onlyByKey = (event: FocusEvent<HTMLElement>): void => { if (!event.currentTarget.matches(':focus-visible')) event.preventDefault(); };

export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root delayDuration={450}>
      <Radix.Trigger asChild onFocus={onlyByKey}>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="tip" side={side} sideOffset={5} collisionPadding={8}>
          {text}
          {keys?.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const TooltipProvider = Radix.Provider;
