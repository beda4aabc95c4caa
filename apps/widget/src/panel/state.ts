import type { ComponentType } from 'preact';
import type { VisitorMessage, VisitorThread, WidgetConfig } from '@kontuar/contract';
import type { ViewProps } from './views/view';
import type { Words } from './words.en';

export type Conversation = NonNullable<VisitorThread['conversation']>;
export type Locale = 'en' | 'pl';
export type View = 'home' | 'form' | 'chat' | 'rating';
/** `live`: the stream runs; `polling`: asked every few seconds; `down`: no way to the server now. */
export type Link = 'idle' | 'live' | 'polling' | 'down';

/** A file on its way up; `id` once the server has it. */
export interface Upload {
  key: string;
  name: string;
  sizeBytes: number;
  contentType: string;
  id?: string;
  progress: number;
  error?: 'too-large' | 'refused' | 'network';
}

/** Written, and not yet seen in the thread that the server gives. */
export interface Pending {
  clientId: string;
  text: string;
  at: string;
  attachments: { id: string; name: string; contentType: string; sizeBytes: number }[];
  matter?: string;
  name?: string;
  email?: string;
  /** `accepted`: stored, the thread will show it in a moment. `refused`: will not be tried again by itself. */
  state: 'waiting' | 'sending' | 'accepted' | 'refused';
}

export interface Panel {
  config: WidgetConfig | null;
  configFailed: boolean;
  locale: Locale;
  w: Words;
  view: View;
  open: boolean;
  conversation: Conversation | null;
  messages: VisitorMessage[];
  hasBefore: boolean;
  unread: number;
  pending: Pending[];
  uploads: Upload[];
  link: Link;
  /** True after a few seconds without a way to the server; shorter breaks stay silent. */
  offline: boolean;
  typing: string | null;
  draft: string;
  form: { matter: string; name: string; email: string };
  /** They change what they said: the id of that change. */
  rateAgain?: string | undefined;
  notice: 'too-many-files' | 'slow-down' | 'rating-thanks' | 'email-noted' | null;
  /** Seq up to which the unread mark is drawn. */
  seenSeq: number;
  verifiedAs: string | null;
  /** Read over the view that is behind it; its part brings itself along. */
  article: { id: string; title: string; path: string; View: ComponentType<ViewProps> } | null;
}
