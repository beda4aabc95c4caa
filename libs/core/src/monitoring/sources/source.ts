import type { PostSaid, SourceKind } from '@kontuar/contract';
import type { Site } from './site';

/** What a source was set up with. */
export interface SourceSettings { url?: string; apiUrl?: string; terms?: string[] }

/** What a source remembers between two looks: its own business, small, and never a secret. */
export type SourceMemory = Readonly<Record<string, unknown>>;

/** `token`: where a place wants one. `patience`: waits between two questions to the same place. */
export interface Asking { site: Site; settings: SourceSettings; token: string | undefined; memory: SourceMemory; now: Date; patience: (ms: number) => Promise<void> }
/** `againSeconds`: instead of its usual pause; 0 while there is more to read. */
export interface Asked { posts: PostSaid[]; memory: SourceMemory; againSeconds?: number }

/**
 * A place that is asked again and again. What it says and what it remembers are kept in one transaction, so that a kill asks again what was not kept: `ask` has to give the
 * same posts for the same memory, and may give posts twice.
 */
export interface AskedSource {
  kind: SourceKind;
  everySeconds: number;
  /** @throws SourceTrouble in words that people read. */
  ask(asking: Asking): Promise<Asked>;
}

/** What one frame of a stream said. `cursor` is where to go on after it. */
export type Told =
  | { what: 'post'; cursor: string; post: PostSaid; edited: boolean }
  | { what: 'gone'; cursor: string; id: string }
  /** Whoever wrote it left, and took everything along. */
  | { what: 'author-gone'; cursor: string; repository: string };

/** A place that tells over a line that stays open, of everything: what no monitor wants is dropped at the door. */
export interface StreamedSource {
  kind: SourceKind;
  platform: string;
  /** One line serves all sources of this installation that would ask for the same. */
  address(settings: SourceSettings, cursor: string | undefined, now: Date): URL;
  /** Pure; undefined for what is of no concern. */
  read(frame: string): Told | undefined;
  /** Adds what the stream leaves out (a name); asked only about what is wanted. Without an answer the post stays as it is. */
  complete?(site: Site, settings: SourceSettings, posts: readonly PostSaid[]): Promise<PostSaid[]>;
}

/** Why a source cannot be heard now, in words that people read. */
export class SourceTrouble extends Error {
  readonly retryAfterSeconds: number | undefined;
  constructor(message: string, { retryAfterSeconds, cause }: { retryAfterSeconds?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
