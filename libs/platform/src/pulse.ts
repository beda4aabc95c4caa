import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';

export type PulseHandler = (payload: string) => void;

/**
 * Wake-up calls between processes. At most once and unordered on purpose: whoever is woken looks into the database, and a
 * sweeper looks anyway.
 */
export interface Pulse {
  publish(topic: string, payload?: string): void;
  /** Returns the way to stop. */
  subscribe(topic: string, handler: PulseHandler): () => void;
  close(): Promise<void>;
}

/** For one process. */
export function localPulse(): Pulse {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    publish: (topic, payload = '') => { setImmediate(() => emitter.emit(topic, payload)); },
    subscribe: (topic, handler) => {
      emitter.on(topic, handler);
      return () => { emitter.off(topic, handler); };
    },
    close: () => Promise.resolve(void emitter.removeAllListeners()),
  };
}

/** For many processes, over Redis publish/subscribe; `connect` makes one connection for each direction. */
export function redisPulse(connect: () => Redis): Pulse {
  const [sender, receiver] = [connect(), connect()];
  const handlers = new Map<string, Set<PulseHandler>>();
  const channel = (topic: string) => `kontuar:pulse:${topic}`;
  receiver.on('message', (name: string, payload: string) => {
    for (const handler of handlers.get(name) ?? []) handler(payload);
  });
  return {
    publish: (topic, payload = '') => { sender.publish(channel(topic), payload).catch(() => undefined); },
    subscribe: (topic, handler) => {
      const name = channel(topic);
      let set = handlers.get(name);
      if (set === undefined) {
        handlers.set(name, (set = new Set()));
        receiver.subscribe(name).catch(() => undefined);
      }
      set.add(handler);
      return () => {
        set.delete(handler);
        if (set.size > 0) return;
        handlers.delete(name);
        receiver.unsubscribe(name).catch(() => undefined);
      };
    },
    close: () => {
      sender.disconnect();
      receiver.disconnect();
      return Promise.resolve();
    },
  };
}
