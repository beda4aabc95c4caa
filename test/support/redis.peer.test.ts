import { Redis } from 'ioredis';
import { startRedis, type TestRedis } from './redis';

let server: TestRedis;
beforeAll(async () => { server = await startRedis(); });
afterAll(() => server.stop());

const ask = async <T>(work: (redis: Redis) => Promise<T>): Promise<T> => {
  const redis = new Redis(server.url, { disconnectTimeout: 50 });
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
};

it('keeps its data over a restart, loses it by FLUSHALL', async () => {
  await ask((redis) => redis.set('order', '7'));
  await server.restart();
  expect(await ask((redis) => redis.get('order'))).toBe('7');
  await server.flush();
  expect(await ask((redis) => redis.get('order'))).toBeNull();
});

it('comes back on the same address after a kill -9', async () => {
  await server.kill9();
  await expect(new Redis(server.url, { lazyConnect: true, retryStrategy: () => null }).connect()).rejects.toThrow();
  await server.start();
  expect(await ask((redis) => redis.ping())).toBe('PONG');
});
