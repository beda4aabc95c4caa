import type { DraftCursor, SharedDraftView } from '@kontuar/contract';

export type Cursor = DraftCursor['cursor'];
/** What the session asks of the line and of the server; bytes are Yjs. `code` 'offline': nobody answered. */
export type Refusal = { ok: false; code: string };
type Asked<T> = Promise<({ ok: true } & T) | Refusal>;

export interface DraftPort {
  join(vector: Uint8Array): Asked<{ update: Uint8Array; vector: Uint8Array; seq: number; seat: string }>;
  update(update: Uint8Array): Asked<{ seq: number }>;
  cursor(cursor: Cursor): void;
  leave(): void;
  /** Whatever became of it, asked where the line could not say. */
  look(): Promise<SharedDraftView | null>;
}

export interface KeptState {
  read(): Uint8Array | null;
  keep(state: Uint8Array | null): void;
}

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
