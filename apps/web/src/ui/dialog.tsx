import { X } from 'lucide';
import type { Dialog as RadixDialog } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useStrings } from '../i18n';
import { IconButton } from './button';
import { Icon } from './icon';
import { layers, useLayers } from './layers';
import { useReturnFocus } from './return-focus';
import { uiStrings } from './ui.strings';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  size?: 'normal' | 'wide' | 'sheet';
  /** Buttons, the primary one last. */
  footer?: ReactNode;
  children?: ReactNode;
}

const focusable = 'input:not([type=hidden]), textarea, select, button, a[href], [tabindex="0"]';

/** Into what the dialog is about, not onto its Close button. A field that asked for the focus keeps it. */
function focusContent(event: Event): void {
  const dialog = event.currentTarget as HTMLElement;
  event.preventDefault();
  if (dialog.contains(document.activeElement)) return;
  const inside = dialog.querySelector('.dlg-b')?.querySelector<HTMLElement>(focusable) ?? dialog.querySelector('.dlg-f')?.querySelector<HTMLElement>(focusable);
  (inside ?? dialog).focus();
}

/** Of its own, since it is drawn only while the dialog is open. */
function Box(rest: Omit<ComponentProps<typeof RadixDialog.Content>, 'className'>) {
  const Radix = layers().Dialog;
  return <Radix.Content className="dlg" onOpenAutoFocus={focusContent} onCloseAutoFocus={useReturnFocus()} {...rest} />;
}

/** Traps and restores focus, closes on Esc. */
// The scrim is ours, not radix's Overlay: that one locks scrolling by an injected style element, which our CSP forbids.
export function Dialog({ open, onOpenChange, title, description, size = 'normal', footer, children }: DialogProps) {
  const t = useStrings(uiStrings);
  const Radix = useLayers()?.Dialog;
  if (Radix === undefined) return null;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="scrim" />
        <Box data-size={size} {...(description === undefined ? { 'aria-describedby': undefined } : {})}>
          <header className="dlg-h">
            <Radix.Title asChild>
              <h2>{title}</h2>
            </Radix.Title>
            <Radix.Close asChild>
              <IconButton label={t('close')} size="sm">
                <Icon of={X} />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="dlg-b">
            {description !== undefined && <Radix.Description className="dlg-d">{description}</Radix.Description>}
            {children}
          </div>
          {footer !== undefined && <footer className="dlg-f">{footer}</footer>}
        </Box>
      </Radix.Portal>
    </Radix.Root>
  );
}
