/** What loader (host page) and panel (iframe) say to each other; both check the exact origin and window of the other. */
export interface Identity {
  id: string;
  name?: string;
  email?: string;
  /** HMAC-SHA256 of `id` with the channel's identity secret, hex; made by the site's server. */
  hash?: string;
  /** The workspace's fields of the customer as a JSON object in text, and the HMAC-SHA256 of `<id>\n<fields>` with the secret followed by `:fields`, hex. */
  fields?: string;
  fieldsHash?: string;
}

export type Scheme = 'auto' | 'light' | 'dark';

export type ToPanel =
  | { k: 'init'; store: string | null; locale: string | undefined; identity: Identity | undefined; scheme: Scheme | undefined; page: string; open: boolean }
  | { k: 'open' }
  | { k: 'close' }
  | { k: 'identify'; identity: Identity }
  | { k: 'locale'; locale: string }
  /** Another tab of the site wrote it. */
  | { k: 'store'; store: string | null }
  | { k: 'page'; page: string };

export type ToLoader =
  | { k: 'ready' }
  | { k: 'close' }
  | { k: 'unread'; n: number }
  /** Opaque to the loader, kept in the host page's storage: the panel's own is often partitioned or blocked. */
  | { k: 'store'; store: string | null }
  | { k: 'message'; from: 'agent' | 'visitor' };
