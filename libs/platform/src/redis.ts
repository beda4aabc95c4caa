import { Redis, type RedisOptions } from 'ioredis';

/** A connection that waits for Redis to come back rather than failing the work that needs it. */
export function openRedis(url: string, onError: (error: Error) => void, options: RedisOptions = {}): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2000),
    ...options,
  });
  redis.on('error', onError);
  return redis;
}

/** For libraries that duplicate the connection they are given and keep the copies to themselves: all of them end together. */
export function openRedisFamily(url: string, onError: (error: Error) => void): { redis: Redis; close(): void } {
  const family: Redis[] = [];
  const adopt = (redis: Redis): Redis => {
    family.push(redis);
    const duplicate = redis.duplicate.bind(redis);
    redis.duplicate = (options) => adopt(duplicate(options).on('error', onError));
    // Several hang up the same connection; doing it once more to a dead one starts a timer that keeps the process for two seconds.
    const disconnect = redis.disconnect.bind(redis);
    redis.disconnect = (reconnect) => { if (redis.status !== 'end') disconnect(reconnect); };
    return redis;
  };
  const redis = adopt(openRedis(url, onError));
  return { redis, close: () => { for (const member of family) member.disconnect(); } };
}
