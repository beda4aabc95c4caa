import { Client } from 'pg';

/*
 * No lost connection to PostgreSQL ends the process. node-postgres tells of a loss by an `error` event, and Node ends a process in which nobody hears one.
 * TypeORM, pg-pool and BullMQ listen, but each a moment too late: when a new connection has become ready, or has gone from one
 * hand to the next. None of them lets a caller reach every connection that it makes, so all are given an ear when they connect.
 * Whoever waits for an answer hears of the loss all the same, by a rejected promise.
 */
const unheard = (): void => undefined;
/** This file may be loaded more than once beside one node-postgres. */
const mark = Symbol.for('kontuar.connections-heard');
const connect = Reflect.get(Client.prototype, 'connect') as (...given: unknown[]) => unknown;

if (!Reflect.has(Client.prototype, mark)) {
  Reflect.set(Client.prototype, mark, true);
  Reflect.set(Client.prototype, 'connect', function connectHeard(this: Client, ...given: unknown[]) {
    this.on('error', unheard);
    return connect.apply(this, given);
  });
}
