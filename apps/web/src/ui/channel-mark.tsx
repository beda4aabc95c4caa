import { clsx } from 'clsx';
import { useState, type ReactNode } from 'react';
import { useStrings } from '../i18n';
import { uiStrings } from './ui.strings';

/** Our own drawings on a grid of 16: the shape tells the platform, the tint helps. */
const drawings: Record<string, ReactNode> = {
  api: <path d="M6.3 3.4c-1.3 0-1.7.6-1.7 1.7v1.4c0 .9-.4 1.4-1.3 1.5.9.1 1.3.6 1.3 1.5v1.4c0 1.1.4 1.7 1.7 1.7M9.7 3.4c1.3 0 1.7.6 1.7 1.7v1.4c0 .9.4 1.4 1.3 1.5-.9.1-1.3.6-1.3 1.5v1.4c0 1.1-.4 1.7-1.7 1.7" />,
  'app-store': <><rect x="3.6" y="3.6" width="8.8" height="8.8" rx="2.4" /><path d="M6 10.2h4M8 5.6v2.6M6.6 6.9h2.8" /></>,
  bluesky: <path d="M5 11.8h5.9a2.3 2.3 0 0 0 .3-4.6 3.3 3.3 0 0 0-6.3-.5A2.6 2.6 0 0 0 5 11.8Z" />,
  counter: <path d="M4 10a4 4 0 0 1 8 0ZM3.2 12.2h9.6M8 6V4.5" />,
  discord: <><path d="M5.3 5.2h5.4c1.3 1.4 1.9 3.2 1.9 5.1-.8.6-1.5 1-2.4 1.2l-.7-1.2h-3l-.7 1.2c-.9-.2-1.6-.6-2.4-1.2 0-1.9.6-3.7 1.9-5.1Z" /><path d="M6.4 7.9v.3M9.6 7.9v.3" /></>,
  email: <><rect x="3" y="4.3" width="10" height="7.4" rx="1.2" /><path d="m3.3 5.2 4.7 3.5 4.7-3.5" /></>,
  facebook: <path d="M10.6 3.2H9.7a2 2 0 0 0-2 2v8M5.7 7.9h4.3" />,
  'google-play': <path d="M4.2 6.2h7.6l.6 6H3.6ZM5.9 6.2a2.1 2.1 0 0 1 4.2 0M7.1 8v2.8l2.3-1.4Z" />,
  google: <path d="m8 3.4 1.4 2.9 3.2.4-2.3 2.2.5 3.1L8 10.5 5.2 12l.5-3.1-2.3-2.2 3.2-.4Z" />,
  instagram: <><rect x="3.2" y="3.2" width="9.6" height="9.6" rx="2.8" /><circle cx="8" cy="8" r="2.1" /></>,
  line: <><path d="M8 3.5c2.8 0 4.9 1.7 4.9 3.9 0 2.4-2.4 3.9-4.9 5.3v-1.5c-2.8 0-4.9-1.6-4.9-3.8S5.2 3.5 8 3.5Z" /><path d="M5.9 7.4h4.2" /></>,
  linkedin: <><rect x="3.2" y="5.6" width="9.6" height="6.6" rx="1.2" /><path d="M6.2 5.6V4.3a.8.8 0 0 1 .8-.8h2a.8.8 0 0 1 .8.8v1.3M3.2 8.6h9.6" /></>,
  mastodon: <path d="M3.6 6.6v2.8h1.9l4.9 2.6V4L5.5 6.6ZM12.4 6.9v2.2M6.4 9.6v2.6" />,
  matrix: <path d="M5.4 3.6H3.8v8.8h1.6M10.6 3.6h1.6v8.8h-1.6M6.3 9.7V6.9M8 9.7V7.6M9.7 9.7V6.9" />,
  messenger: <path d="M3.4 9.5 6.6 6l2.7 2.3L12.6 6" />,
  phone: <path d="M5.6 3.6 4.5 4a1.1 1.1 0 0 0-.8 1.2c.5 3.5 3.6 6.6 7.1 7.1a1.1 1.1 0 0 0 1.2-.8l.4-1.1-2.4-1.3-1.1 1c-1-.5-1.7-1.3-2.2-2.2l1-1.1Z" />,
  reddit: <><path d="M8 3.6 4.3 7.4h2.2v2.2h3V7.4h2.2Z" /><path d="M6.5 12.2h3" /></>,
  slack: <path d="M6.6 3.6 5.6 12.4M10.4 3.6l-1 8.8M3.8 6.4h8.6M3.6 9.6h8.6" />,
  sms: <><path d="M4.2 3.8h7.6a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1H7.6l-2.8 2.2v-2.2h-.6a1 1 0 0 1-1-1V4.8a1 1 0 0 1 1-1Z" /><path d="M5.9 7.1v0M8 7.1v0M10.1 7.1v0" /></>,
  telegram: <path d="M12.7 3.9 3.3 7.5l3 1.3 1.3 3.3 1.9-1.9 2 1.5ZM6.3 8.8l4-3" />,
  tiktok: <><circle cx="6.3" cy="10.6" r="1.9" /><path d="M8.2 10.6V3.6c.4 1.8 1.6 2.8 3.4 3" /></>,
  trustpilot: <><path d="M8 3.2 12.2 5v3.2c0 2.2-1.6 3.8-4.2 4.8-2.6-1-4.2-2.6-4.2-4.8V5Z" /><path d="m6.2 7.9 1.4 1.4 2.4-2.6" /></>,
  viber: <><path d="M5 4.1c-.9.3-1.3 1-1 2 .7 2.7 2.7 4.8 5.4 5.8 1 .3 1.7-.1 2-1l-1.7-1.3-.9.7C7.5 9.7 6.6 8.8 6 7.5l.8-.9Z" /><path d="M8.6 3.6a4.2 4.2 0 0 1 3.8 3.8M8.9 5.7c1 .1 1.6.7 1.7 1.7" /></>,
  web: <><circle cx="8" cy="8" r="4.7" /><path d="M3.3 8h9.4M8 3.3c2.6 3 2.6 6.4 0 9.4-2.6-3-2.6-6.4 0-9.4Z" /></>,
  whatsapp: <path d="M5.9 4.2c-1.6.5-2 1.7-1.5 3 .8 2 2.4 3.6 4.4 4.4 1.3.5 2.5.1 3-1.5L9.9 9l-.9.9C7.8 9.4 6.8 8.3 6.2 7l.9-.9Z" />,
  widget: <path d="M4.2 3.6h7.6a1 1 0 0 1 1 1v4.7a1 1 0 0 1-1 1H7.3L4.6 12.6v-2.3h-.4a1 1 0 0 1-1-1V4.6a1 1 0 0 1 1-1Z" />,
  x: <path d="m4 4 8 8M12 4l-8 8" />,
  xmpp: <path d="M3.6 6h7.2l-2-2.2M12.4 10H5.2l2 2.2" />,
  youtube: <path d="M6.3 4.7v6.6l5-3.3Z" />,
};

/** Connectors whose own icon could not be had: asked once. */
const without = new Set<string>();

/** Connectors that share a drawing with what customers call the place. */
const drawnAs: Record<string, string> = { chat: 'widget', 'google-business': 'google', 'twilio-whatsapp': 'whatsapp' };

/** Platforms have names of their own, the same in every language; these are words. */
const called = { email: 'markEmail', chat: 'markChat', phone: 'markPhone', counter: 'markCounter' } as const;

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
  const t = useStrings(uiStrings);
  const id = drawnAs[connector] ?? connector;
  const [missing, setMissing] = useState(() => without.has(id));
  const own = !(id in drawings) && !missing && /^[a-z0-9-]+$/.test(id);
  const known = own ? 'own' : id in drawings ? id : 'web';
  const words = decorative ? { 'aria-hidden': true as const } : { role: 'img', 'aria-label': label ?? (connector in called ? t(called[connector as keyof typeof called]) : connector) };
  return (
    <span className={clsx('ch', size !== 'sm' && size, className)} data-ch={known} {...words}>
      {own
        ? <img src={`/api/v1/connectors/${id}/icon`} alt="" draggable={false} onError={() => { without.add(id); setMissing(true); }} />
        : <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{drawings[known]}</svg>}
    </span>
  );
}
