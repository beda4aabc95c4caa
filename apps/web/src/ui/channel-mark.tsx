import { clsx } from 'clsx';
import { useState, type ReactNode } from 'react';

/** Our own drawings on a grid of 16: the shape tells the platform, the tint helps. */
const drawings: Record<string, ReactNode> = {
  counter: <path d="M4 10a4 4 0 0 1 8 0ZM3.2 12.2h9.6M8 6V4.5" />,
  email: <><rect x="3" y="4.3" width="10" height="7.4" rx="1.2" /><path d="m3.3 5.2 4.7 3.5 4.7-3.5" /></>,
  facebook: <path d="M10.6 3.2H9.7a2 2 0 0 0-2 2v8M5.7 7.9h4.3" />,
  google: <path d="m8 3.4 1.4 2.9 3.2.4-2.3 2.2.5 3.1L8 10.5 5.2 12l.5-3.1-2.3-2.2 3.2-.4Z" />,
  instagram: <><rect x="3.2" y="3.2" width="9.6" height="9.6" rx="2.8" /><circle cx="8" cy="8" r="2.1" /></>,
  messenger: <path d="M3.4 9.5 6.6 6l2.7 2.3L12.6 6" />,
  phone: <path d="M5.6 3.6 4.5 4a1.1 1.1 0 0 0-.8 1.2c.5 3.5 3.6 6.6 7.1 7.1a1.1 1.1 0 0 0 1.2-.8l.4-1.1-2.4-1.3-1.1 1c-1-.5-1.7-1.3-2.2-2.2l1-1.1Z" />,
  telegram: <path d="M12.7 3.9 3.3 7.5l3 1.3 1.3 3.3 1.9-1.9 2 1.5ZM6.3 8.8l4-3" />,
  web: <><circle cx="8" cy="8" r="4.7" /><path d="M3.3 8h9.4M8 3.3c2.6 3 2.6 6.4 0 9.4-2.6-3-2.6-6.4 0-9.4Z" /></>,
  whatsapp: <path d="M5.9 4.2c-1.6.5-2 1.7-1.5 3 .8 2 2.4 3.6 4.4 4.4 1.3.5 2.5.1 3-1.5L9.9 9l-.9.9C7.8 9.4 6.8 8.3 6.2 7l.9-.9Z" />,
  widget: <path d="M4.2 3.6h7.6a1 1 0 0 1 1 1v4.7a1 1 0 0 1-1 1H7.3L4.6 12.6v-2.3h-.4a1 1 0 0 1-1-1V4.6a1 1 0 0 1 1-1Z" />,
  x: <path d="m4 4 8 8M12 4l-8 8" />,
  youtube: <path d="M6.3 4.7v6.6l5-3.3Z" />,
};

/** Connectors whose own icon could not be had: asked once. */
const without = new Set<string>();

/** Connectors that share a drawing with what customers call the place. */
const drawnAs: Record<string, string> = { chat: 'widget', 'twilio-whatsapp': 'whatsapp' };

export interface ChannelMarkProps {
  /** Connector id; one that we have not drawn shows the connector's own icon, and the globe where that is missing. */
  connector: string;
  size?: 'sm' | 'md' | 'lg';
  /** Name of the channel or platform for screen readers. */
  label?: string;
  /** The words stand beside it. */
  decorative?: boolean;
  className?: string;
}

export function ChannelMark({ connector, size = 'sm', label, decorative = false, className }: ChannelMarkProps) {
  const id = drawnAs[connector] ?? connector;
  const [missing, setMissing] = useState(() => without.has(id));
  const own = !(id in drawings) && !missing && /^[a-z0-9-]+$/.test(id);
  const known = own ? 'own' : id in drawings ? id : 'web';
  const words = decorative ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': label ?? connector };
  return (
    <span className={clsx('ch', size !== 'sm' && size, className)} data-ch={known} {...words}>
      {own
        ? <img src={`/api/v1/connectors/${id}/icon`} alt="" draggable={false} onError={() => { without.add(id); setMissing(true); }} />
        : <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{drawings[known]}</svg>}
    </span>
  );
}
