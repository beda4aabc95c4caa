import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

export type Tone = 'accent' | 'waiting' | 'danger' | 'ok' | 'internal';

interface ChipBase {
  tone?: Tone;
  /** Outlined instead of filled. */
  line?: boolean;
  className?: string;
  children: ReactNode;
}
export type ChipProps = ChipBase & ({ onClick: NonNullable<ComponentProps<'button'>['onClick']>; pressed?: boolean } | { onClick?: undefined });

export function Chip(props: ChipProps) {
  const className = clsx('chip', props.line && 'line', props.className);
  if (props.onClick === undefined) return <span className={className} data-t={props.tone}>{props.children}</span>;
  return (
    <button type="button" className={className} data-t={props.tone} aria-pressed={props.pressed} onClick={props.onClick}>
      {props.children}
    </button>
  );
}

export function Tag({ tone, className, children }: { tone?: Tone; className?: string; children: ReactNode }) {
  return <span className={clsx('tag', className)} data-t={tone}>{children}</span>;
}

export function Dot({ tone }: { tone?: 'ok' | 'warn' | 'danger' | 'accent' }) {
  return <span className="dot" data-t={tone} aria-hidden="true" />;
}
