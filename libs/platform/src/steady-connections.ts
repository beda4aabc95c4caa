import { Client } from 'pg';

/*
 * No lost connection to PostgreSQL ends the process. node-postgres tells of a loss by an `error` event, and Node ends a process in which nobody hears one.
 * TypeORM, pg-pool and BullMQ listen, but each a moment too late: when a new connection has become ready, or has gone from one
 * hand to the next. None of them lets a caller reach every connection that it makes, so all are given an ear when they connect.
 * Whoever waits for an answer hears of the loss all the same, by a rejected promise.
 */
const unheard = (): void => undefined;
const connect = Reflect.get(Client.prototype, 'connect') as (...given: unknown[]) => unknown;

Reflect.set(Client.prototype, 'connect', function connectHeard(this: Client, ...given: unknown[]) {
  this.on('error', unheard);
  return connect.apply(this, given);
});
