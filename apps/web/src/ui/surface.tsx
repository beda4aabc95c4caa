import { clsx } from 'clsx';
import type { CSSProperties, ReactNode } from 'react';

export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="vh">{children}</span>;
}

export interface BannerProps {
  tone?: 'waiting' | 'danger' | 'ok' | 'info';
  icon?: ReactNode;
  /** A button. */
  action?: ReactNode;
  /** With round corners, inside a page rather than across it. */
  boxed?: boolean;
  /** Interrupts a screen reader; for what the person must know at once. */
  urgent?: boolean;
  children: ReactNode;
}

export function Banner({ tone = 'waiting', icon, action, boxed = false, urgent = false, children }: BannerProps) {
  return (
    <div className={clsx('banner', boxed && 'boxed')} data-t={tone} role={urgent ? 'alert' : 'status'}>
      {icon}
      <span className="banner-t">{children}</span>
      {action}
    </div>
  );
}

/** A grey shape of the size of what will stand there. */
export function Skeleton({ width, height = 11, className }: { width?: number | string; height?: number | string; className?: string }) {
  const style: CSSProperties = { height, ...(width === undefined ? {} : { width }) };
  return <div className={clsx('skel', className)} style={style} aria-hidden="true" />;
}

export type EmptyArt = 'bell' | 'list' | 'radar' | 'chart' | 'lock' | 'broken';

const art: Record<EmptyArt, ReactNode> = {
  bell: <><path className="z1" d="M8 52h104" /><path className="z2" d="M38 46a22 22 0 0 1 44 0Z" /><circle className="z2" cx="60" cy="17" r="4" /></>,
  list: <><rect className="z3" x="14" y="8" width="92" height="13" rx="4" /><rect className="z3" x="14" y="26" width="92" height="13" rx="4" /><rect className="z3 f" x="14" y="44" width="92" height="13" rx="4" /></>,
  radar: <><path className="z4" d="M60 58a30 30 0 1 1 30-30M60 44a16 16 0 1 1 16-16" /><circle className="z2" cx="60" cy="28" r="4" /></>,
  chart: <><path className="z1" d="M14 6v50h92" /><path className="z4" d="m20 46 16-10 14 5" /><path className="z4 d" d="m50 41 18-14 16 4 20-16" /></>,
  lock: <><rect className="z3" x="36" y="26" width="48" height="32" rx="7" /><path className="z4" d="M46 26v-6a14 14 0 0 1 28 0v6" /><circle className="z2" cx="60" cy="42" r="4" /></>,
  broken: <><path className="z1" d="M6 34h34M80 34h34" /><path className="z4 d" d="M44 34h32" /><circle className="z2" cx="40" cy="34" r="5" /><circle className="z2" cx="80" cy="34" r="5" /></>,
};

export interface EmptyStateProps {
  title: string;
  art?: EmptyArt;
  /** Buttons: one thing to do, seldom two. */
  action?: ReactNode;
  className?: string;
  /** Why it is empty. */
  children?: ReactNode;
}

export function EmptyState({ title, art: drawing, action, className, children }: EmptyStateProps) {
  return (
    <div className={clsx('zero', className)}>
      {drawing !== undefined && (
        <svg viewBox="0 0 120 64" aria-hidden="true">
          {art[drawing]}
        </svg>
      )}
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className="zero-a">{action}</div>}
    </div>
  );
}
