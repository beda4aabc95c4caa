import { createAdapter } from '@socket.io/redis-streams-adapter';
import { emissions, type Emission, type Published, type Publisher } from '@kontuar/core';
import { openRedisFamily, type Pulse } from '@kontuar/platform';
import { Server } from 'socket.io';

export interface OpenPublisher extends Publisher { close(): Promise<void> }

/** Api and worker in one process: the api listens on the pulse. */
export function pulsePublisher(pulse: Pulse): OpenPublisher {
  return {
    publish: (events: readonly Published[]) => { for (const emission of events.flatMap(emissions)) pulse.publish('emit', JSON.stringify(emission)); },
    close: () => Promise.resolve(),
  };
}

/** A Socket.IO server without sockets: what it emits reaches those of every api over the Redis stream. */
export function streamsPublisher(redisUrl: string): OpenPublisher {
  const { redis, close } = openRedisFamily(redisUrl, () => undefined);
  const server = new Server({ adapter: createAdapter(redis) });
  const agents = server.of('/agents');
  return {
    publish: (events) => { for (const emission of events.flatMap(emissions)) emit(agents, emission); },
    close: async () => {
      // server.close() wants the HTTP engine that this one never had.
      for (const namespace of [server.of('/'), agents]) await namespace.adapter.close();
      close();
    },
  };
}

function emit(agents: ReturnType<Server['of']>, { rooms, except, event }: Emission): void {
  agents.to(rooms).except(except).emit(event.type, event);
}
