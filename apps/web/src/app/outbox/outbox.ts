import type { AttachmentView, MessageInput, MessageView, PostedOrHeld } from '@kontuar/contract';

/** A reply or note that the server has not confirmed yet. */
export interface OutboxEntry {
  clientId: string;
  conversationId: string;
  /** Complete request body; `clientId` inside makes every repetition the same message. */
  input: MessageInput;
  /** What the bubble shows until the server's own view replaces it. */
  attachments: AttachmentView[];
  authorName: string;
  createdAt: string;
  /** waiting: for the line or its turn · refused: the server will never take it as it is · stale: somebody wrote since. */
  state: 'waiting' | 'sending' | 'refused' | 'stale';
  problem: { code: string; detail: string } | null;
  /** What was written meanwhile, when stale. */
  news: MessageView[];
  attempts: number;
  /** Not tried before; epoch milliseconds. */
  notBefore: number;
}

/** What became of one attempt. */
export type Attempt =
  | { outcome: 'accepted'; posted: PostedOrHeld }
  | { outcome: 'later'; retryAfterMs?: number }
  | { outcome: 'stale'; news: MessageView[] }
  | { outcome: 'refused'; code: string; detail: string };

export interface OutboxPorts {
  post(entry: OutboxEntry): Promise<Attempt>;
  accepted(posted: PostedOrHeld): void;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'> | null;
  now(): number;
  wait(ms: number, act: () => void): () => void;
}

const longestPauseMs = 30_000;

/**
 * Keeps replies until the server has them: in memory for the screen, in the browser's storage for a reload, one entry per
 * key so that two tabs never overwrite each other. In a conversation entries leave in order, one at a time.
 */
export class Outbox {
  private entries: OutboxEntry[];
  private readonly listeners = new Set<() => void>();
  private wake: (() => void) | null = null;

  constructor(private readonly owner: string, private readonly ports: OutboxPorts) {
    this.entries = this.stored();
  }

  snapshot = (): readonly OutboxEntry[] => this.entries;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(entry: Pick<OutboxEntry, 'conversationId' | 'input' | 'attachments' | 'authorName'>): void {
    if (this.entries.some((other) => other.clientId === entry.input.clientId)) return;
    this.put({
      ...entry, clientId: entry.input.clientId, createdAt: new Date(this.ports.now()).toISOString(),
      state: 'waiting', problem: null, news: [], attempts: 0, notBefore: 0,
    });
    this.flush();
  }

  /** Takes an entry back out, for the composer. Not while it is on its way: nobody could say whether it arrived. */
  take(clientId: string): OutboxEntry | null {
    const entry = this.entries.find((other) => other.clientId === clientId);
    if (!entry || entry.state === 'sending') return null;
    this.remove(clientId);
    return entry;
  }

  retry(clientId: string): void {
    this.change(clientId, { state: 'waiting', problem: null, notBefore: 0 });
    this.flush();
  }

  /** The line is back: whatever waits for a pause to end goes now. */
  hurry(): void {
    for (const entry of this.entries) if (entry.state === 'waiting' && entry.notBefore > 0) this.change(entry.clientId, { notBefore: 0 });
    this.flush();
  }

  /** The server's own view of it is here: by an event, an answer or a page. */
  confirm(clientId: string): void {
    if (this.entries.some((entry) => entry.clientId === clientId)) this.remove(clientId);
  }

  flush(): void {
    this.wake?.();
    this.wake = null;
    const now = this.ports.now();
    const seen = new Set<string>();
    let nextAt = Infinity;
    for (const entry of this.entries) {
      if (entry.state !== 'waiting' && entry.state !== 'sending') continue;
      if (seen.has(entry.conversationId)) continue;
      seen.add(entry.conversationId);
      if (entry.state === 'sending') continue;
      if (entry.notBefore > now) nextAt = Math.min(nextAt, entry.notBefore);
      else void this.attempt(entry);
    }
    if (nextAt < Infinity) this.wake = this.ports.wait(nextAt - now, () => this.flush());
  }

  private async attempt(entry: OutboxEntry): Promise<void> {
    this.change(entry.clientId, { state: 'sending' });
    const attempt = await this.ports.post(entry);
    switch (attempt.outcome) {
      case 'accepted':
        this.ports.accepted(attempt.posted);
        this.remove(entry.clientId);
        break;
      case 'later': {
        const attempts = entry.attempts + 1;
        const pause = attempt.retryAfterMs ?? Math.min(longestPauseMs, 1000 * 2 ** Math.min(attempts - 1, 5));
        this.change(entry.clientId, { state: 'waiting', attempts, notBefore: this.ports.now() + pause });
        break;
      }
      case 'stale':
        this.change(entry.clientId, { state: 'stale', news: attempt.news });
        break;
      case 'refused':
        this.change(entry.clientId, { state: 'refused', problem: { code: attempt.code, detail: attempt.detail } });
        break;
      default: attempt satisfies never;
    }
    this.flush();
  }

  private put(entry: OutboxEntry): void {
    this.entries = [...this.entries, entry];
    this.keep(entry);
    this.changed();
  }

  private change(clientId: string, change: Partial<OutboxEntry>): void {
    this.entries = this.entries.map((entry) => {
      if (entry.clientId !== clientId) return entry;
      const changed = { ...entry, ...change };
      this.keep(changed);
      return changed;
    });
    this.changed();
  }

  private remove(clientId: string): void {
    this.entries = this.entries.filter((entry) => entry.clientId !== clientId);
    try {
      this.ports.storage?.removeItem(this.keyOf(clientId));
    } catch { /* storage is refused: nothing was kept either */ }
    this.changed();
  }

  private keep(entry: OutboxEntry): void {
    try {
      this.ports.storage?.setItem(this.keyOf(entry.clientId), JSON.stringify(entry));
    } catch { /* storage is full or refused: the entry lives as long as this page */ }
  }

  private stored(): OutboxEntry[] {
    const { storage } = this.ports;
    if (!storage) return [];
    const found: OutboxEntry[] = [];
    try {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((key) => key.startsWith(this.keyOf('')));
      for (const key of keys) {
        const entry = readEntry(storage.getItem(key));
        if (entry) found.push(entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry);
        else storage.removeItem(key);
      }
    } catch { /* storage is refused */ }
    return found.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  }

  private keyOf(clientId: string): string {
    return `kontuar.outbox.${this.owner}.${clientId}`;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

function readEntry(text: string | null): OutboxEntry | null {
  try {
    const entry = JSON.parse(text ?? 'null') as Partial<OutboxEntry> | null;
    const whole = entry && typeof entry.clientId === 'string' && typeof entry.conversationId === 'string' && typeof entry.createdAt === 'string'
      && typeof entry.input === 'object' && entry.input !== null && entry.input.clientId === entry.clientId;
    if (!whole) return null;
    // Written by this class, perhaps by its previous version: what may be missing gets its first value.
    return { ...(entry as OutboxEntry), attachments: entry.attachments ?? [], news: entry.news ?? [], attempts: entry.attempts ?? 0, notBefore: 0, problem: entry.problem ?? null, state: entry.state ?? 'waiting' };
  } catch {
    return null;
  }
}
