import type { PostSaid, SourceKind } from '@kontuar/contract';
import type { Site } from './site';

/** What a source was set up with. */
export interface SourceSettings { url?: string; apiUrl?: string; terms?: string[] }

/** What a source remembers between two looks: its own business, small, and never a secret. */
export type SourceMemory = Readonly<Record<string, unknown>>;

/** `token`: where a place wants one. `patience`: waits between two questions to the same place. */
export interface Asking { site: Site; settings: SourceSettings; token: string | undefined; memory: SourceMemory; now: Date; patience: (ms: number) => Promise<void>; purse: Purse }
/** `againSeconds`: instead of its usual pause; 0 while there is more to read. `trouble`: why this is not all, though it counts. */
export interface Asked { posts: PostSaid[]; memory: SourceMemory; againSeconds?: number; trouble?: string }

/** What a place counts, or takes money for. `usual`: of a period, where nobody says how much. */
export interface Metered { unit: 'search' | 'post'; per: 'day' | 'month'; usual: number; /** The period that runs, as the place counts it. */ period: (now: Date) => string }

/** What may still be spent. Taken before it is asked for, so that a kill in between spends at most what nobody knows of, and never more than was allowed. */
export interface Purse {
  /** How much of a period. */
  readonly most: number;
  /** At most `most`; 0 when fewer than `least` are left. */
  take(most: number, least?: number): Promise<number>;
  giveBack(units: number): Promise<void>;
}
/** A place that counts nothing. */
export const noPurse: Purse = { most: Number.POSITIVE_INFINITY, take: (most) => Promise.resolve(most), giveBack: () => Promise.resolve() };
export const usedUp = 'What may be spent on this in its day or month is used up: it goes on by itself in the next one, or when more is allowed.';

/**
 * A place that is asked again and again. What it says and what it remembers are kept in one transaction, so that a kill asks again what was not kept: `ask` has to give the
 * same posts for the same memory, and may give posts twice.
 */
export interface AskedSource {
  kind: SourceKind;
  everySeconds: number;
  metered?: Metered;
  /** @throws SourceTrouble in words that people read. */
  ask(asking: Asking): Promise<Asked>;
  /** Where it also tells, to who shows a token. */
  tells?: Tells;
}

/** A line that makes a place fresher, and replaces nothing: what it leaves out is found by asking. */
export interface Tells {
  /** @throws SourceTrouble */
  line(site: Site, settings: SourceSettings, token: string): Promise<{ url: URL; headers: Record<string, string>; greetings: readonly string[] }>;
  /** What one frame says. `names`: what this line has told so far, by the ids of the place; `memory`: of asking. */
  read(frame: string, context: { settings: SourceSettings; memory: SourceMemory; names: Map<string, string> }): PostSaid[];
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
