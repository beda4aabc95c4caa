import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Foundation } from '@kontuar/core';
import { openRedisFamily } from '@kontuar/platform';
import type { Redis } from 'ioredis';
import type { Server, ServerOptions } from 'socket.io';
import { crossOriginRefusal } from '../http/cross-origin';

class LiveAdapter extends IoAdapter {
  constructor(app: INestApplicationContext, private readonly foundation: Foundation, private readonly redis: Redis | undefined) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const { config } = this.foundation;
    return super.createIOServer(port, {
      ...options,
      serveClient: false,
      maxHttpBufferSize: 64 * 1024,
      // A page of another site must not listen in with the member's cookie.
      allowRequest: (request: { method?: string; url?: string; headers: Record<string, string> }, done: (error: string | null, allowed: boolean) => void) => {
        done(null, crossOriginRefusal({ method: 'POST', url: request.url ?? '', headers: request.headers } as never, config) === undefined);
      },
      ...(this.redis === undefined ? {} : { adapter: createAdapter(this.redis) }),
    } as never) as Server;
  }
}

/** Socket.IO on the api's own port; over Redis streams when there are several of it. */
export function openSockets(app: NestFastifyApplication, foundation: Foundation): { close(): Promise<void> } {
  const { redisUrl } = foundation.config;
  const family = redisUrl === undefined ? undefined : openRedisFamily(redisUrl, () => undefined);
  app.useWebSocketAdapter(new LiveAdapter(app, foundation, family?.redis));
  return { close: () => Promise.resolve(family?.close()) };
}
