import type { ClientEvents, ServerEvents } from '@kontuar/contract';
import type { Socket } from 'socket.io-client';

type DraftEventName = 'draft.updated' | 'draft.cursor' | 'draft.hello' | 'draft.files' | 'draft.ended';
export type DraftLineEvent = { [T in DraftEventName]: { type: T; event: Parameters<ServerEvents[T]>[0] } }[DraftEventName] | { type: 'line'; connected: boolean };
type AckOf<T extends keyof ClientEvents> = Parameters<NonNullable<Parameters<ClientEvents[T]>[1]>>[0];
type LineSocket = Pick<Socket<ServerEvents, ClientEvents>, 'on' | 'connected' | 'emit' | 'timeout'>;

const names: readonly DraftEventName[] = ['draft.updated', 'draft.cursor', 'draft.hello', 'draft.files', 'draft.ended'];
const patienceMs = 8000;

/** What shared drafts say over the one line of this window. Nothing is kept for later here: who writes knows what the server has not acknowledged. */
class DraftLine {
  private socket: LineSocket | null = null;
  private readonly listeners = new Set<(event: DraftLineEvent) => void>();

  attach(socket: LineSocket): void {
    this.socket = socket;
    socket.on('connect', () => this.tellAll({ type: 'line', connected: true }));
    socket.on('disconnect', () => this.tellAll({ type: 'line', connected: false }));
    // Each name has its own event; that they belong together the compiler can't follow through the list.
    for (const type of names) socket.on(type, ((event: never) => this.tellAll({ type, event } as DraftLineEvent)) as never);
  }

  get connected(): boolean { return this.socket?.connected === true; }

  /** 'offline': nobody answered. */
  ask<T extends 'draft.join' | 'draft.update'>(type: T, input: Parameters<ClientEvents[T]>[0]): Promise<AckOf<T> | { ok: false; code: 'offline' }> {
    const { socket } = this;
    if (socket?.connected !== true) return Promise.resolve({ ok: false, code: 'offline' });
    return new Promise((done) => {
      const patient = socket.timeout(patienceMs);
      const emit = patient.emit as (name: T, body: object, ack: (error: Error | null, answer: AckOf<T>) => void) => void;
      emit.call(patient, type, input, (error, answer) => done(error === null ? answer : { ok: false, code: 'offline' }));
    });
  }

  tell<T extends 'draft.cursor' | 'draft.leave'>(type: T, input: Parameters<ClientEvents[T]>[0]): void {
    if (this.socket?.connected === true) (this.socket.emit as (name: T, body: object) => void).call(this.socket, type, input);
  }

  /** Returns the way to stop. */
  listen(listener: (event: DraftLineEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private tellAll(event: DraftLineEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

export const draftLine = new DraftLine();
