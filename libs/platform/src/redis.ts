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
