import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { tipProps } from './tooltip';

export interface ButtonProps extends ComponentProps<'button'> {
  tone?: 'plain' | 'primary' | 'danger' | 'ghost' | 'soft';
  size?: 'sm' | 'md' | 'lg';
  /** Shown as keycaps behind the label; the shortcut itself is bound elsewhere. */
  keys?: readonly string[];
  /** Looks and acts busy: not clickable, announced. */
  busy?: boolean;
}

/** One `primary` per region. */
export function Button({ tone = 'plain', size = 'md', keys, busy = false, type = 'button', className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx('btn', tone !== 'plain' && tone, size !== 'md' && size, className)}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {children}
      {keys?.map((key) => <Kbd key={key}>{key}</Kbd>)}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'aria-label' | 'children'> {
  /** Said by screen readers and shown as a tooltip. */
  label: string;
  children: ReactNode;
}

export function IconButton({ label, keys, tone = 'ghost', className, children, ...rest }: IconButtonProps) {
  return <Button tone={tone} className={clsx('icon', className)} aria-label={label} {...tipProps({ text: label, ...(keys ? { keys } : {}) })} {...rest}>{children}</Button>;
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd aria-hidden="true">{children}</kbd>;
}
