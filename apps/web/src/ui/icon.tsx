import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';

export interface IconProps {
  /** A lucide icon; the ids of the design are lucide's names. */
  of: LucideIcon;
  size?: 12 | 14 | 16 | 20;
  className?: string;
}

/** Always decoration: the element around it carries the words. */
export function Icon({ of: Drawing, size = 16, className }: IconProps) {
  return <Drawing className={clsx('i lu', size !== 16 && `s${size}`, className)} aria-hidden="true" focusable="false" />;
}
