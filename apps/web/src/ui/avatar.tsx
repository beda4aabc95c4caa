import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { Presence as PresenceState } from '@kontuar/contract';
import { ChannelMark } from './channel-mark';
import { hueOf, initialsOf } from './name-mark';

export interface AvatarProps {
  name: string;
  src?: string | null;
  size?: 'xs' | 'sm' | 'md' | 'lg';
  /** Connector id: drawn on the lower right corner. */
  channel?: string;
  presence?: PresenceState;
  /** 0–5; made from the name when left out. */
  hue?: number;
  className?: string;
}

/** Decoration beside a written name. Where the name is not written, add it as VisuallyHidden. */
export function Avatar({ name, src, size = 'md', channel, presence, hue, className }: AvatarProps) {
  return (
    <span className={clsx('av', size !== 'md' && size, className)} data-h={hue ?? hueOf(name)} aria-hidden="true">
      {typeof src === 'string' && src !== '' ? <img src={src} alt="" loading="lazy" /> : <b>{initialsOf(name)}</b>}
      {channel !== undefined && <ChannelMark connector={channel} decorative />}
      {presence !== undefined && <Presence state={presence} />}
    </span>
  );
}

/** Shape before colour: away and off are hollow. Goes inside `.av`. */
export function Presence({ state }: { state: PresenceState }) {
  return <i className="pres" data-p={state} />;
}

export interface WhoProps {
  name: string;
  src?: string | null;
  /** Grey ring: has it open. Violet ring and dots: is writing. */
  doing: 'viewing' | 'typing';
  /** Read out instead of the drawing. */
  label?: string;
  children?: ReactNode;
}

export function Who({ name, src, doing, label }: WhoProps) {
  return (
    <span className="who" data-d={doing === 'typing' ? 'type' : 'view'} {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}>
      <Avatar name={name} size="xs" {...(src === undefined ? {} : { src })} />
      {doing === 'typing' && (
        <span className="dots">
          <i />
          <i />
          <i />
        </span>
      )}
    </span>
  );
}
