import { io, type Socket } from 'socket.io-client';
import type { ClientEvents, FeedEvent, ServerEvents } from '@kontuar/contract';

const feedEvents = ['message.created', 'message.updated', 'conversation.created', 'conversation.updated', 'conversation.removed', 'notification', 'channel.health', 'directory.changed'] as const;

export interface AgentSocket {
  socket: Socket<ServerEvents, ClientEvents>;
  /** Every event of the feed, in the order of arrival. */
  events: FeedEvent[];
  /** Resolves with the first event, past or future, that fits. */
  until<T extends FeedEvent['type']>(type: T, fits?: (event: Extract<FeedEvent, { type: T }>) => boolean, timeoutMs?: number): Promise<Extract<FeedEvent, { type: T }>>;
  close(): void;
}

/** A member's browser, as far as the socket goes. Rejects when the handshake is refused. */
export async function openAgentSocket(url: string, cookie: string | undefined): Promise<AgentSocket> {
  const socket: Socket<ServerEvents, ClientEvents> = io(`${url}/agents`, { transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: cookie === undefined ? {} : { cookie } });
  const events: FeedEvent[] = [];
  const waiting = new Set<() => void>();
  for (const type of feedEvents) {
    socket.on(type, ((event: FeedEvent) => {
      events.push(event);
      for (const look of waiting) look();
    }) as never);
  }
  await new Promise<void>((resolve, reject) => {
    socket.once('sync', () => { resolve(); });
    socket.once('connect_error', reject);
  });
  return {
    socket,
    events,
    until: (type, fits = () => true, timeoutMs = 10_000) => new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`no ${type} within ${timeoutMs} ms; came: ${events.map((event) => event.type).join(', ')}`));
      }, timeoutMs);
      function look() {
        const found = events.find((event) => event.type === type && fits(event as never));
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found as never);
      }
      waiting.add(look);
      look();
    }),
    close: () => { socket.close(); },
  };
}
