import type { EventEmitter } from 'node:events';
import { PostgresConnection, PostgresQueueBackend, withBackend } from 'bullmq';

/**
 * What all queues of a process share in PostgreSQL: a small pool, and one connection on which they wait. Left alone, BullMQ opens three or more for each
 * queue: two processes filled a server of the usual hundred connections, and opening them cost as much as the rest of a start.
 *
 * New jobs of all queues are announced on one channel, with the queue's name: each picks out its own.
 */
export class QueueConnection extends PostgresConnection {
  constructor(databaseUrl: string) {
    // All queues begin to wait at once, on one connection: what is asked of it goes out without waiting for its turn (pipeline).
    super({ connectionString: databaseUrl, application_name: 'kontuar-queues', max: 4, idleTimeoutMillis: 300_000, migrate: true, keepAlive: true, pipeline: true });
    // Every queue has an ear here, and on the connection that waits.
    this.setMaxListeners(0);
  }

  /** BullMQ's classes, for queues and workers on this connection: whatever connection their options name is not asked, so its type, unknown here, does not matter. */
  readonly classes = withBackend((name, options) => new PostgresQueueBackend(this, name, options as never));

  override async getListenClient(): ReturnType<PostgresConnection['getListenClient']> {
    const client = await super.getListenClient();
    // A client of node-postgres; BullMQ's type tells only of what it uses itself.
    (client as typeof client & EventEmitter).setMaxListeners(0);
    return client;
  }

  /** It goes by one name for all queues. */
  override setListenClientName(): Promise<void> {
    return Promise.resolve();
  }

  /** A queue or worker that closes takes it from nobody: see `end`. */
  override close(): Promise<void> {
    return Promise.resolve();
  }

  end(): Promise<void> {
    return super.close();
  }
}
