import net from 'node:net';
import { Redis } from 'ioredis';
import { freePort } from '../../../test/support/guarded-process';
import { startRedis, type TestRedis } from '../../../test/support/redis';
import { ConfigError, readConfig } from './config';
import { checkRedis } from './redis-check';
import { StartFailure } from './start-failure';

let redis: TestRedis;
beforeAll(async () => { redis = await startRedis(); });
afterAll(() => redis.stop());

const command = async (work: (connection: Redis) => Promise<unknown>) => {
  const connection = new Redis(redis.url);
  try {
    await work(connection);
  } finally {
    connection.disconnect();
  }
};
const failure = (url: string) => checkRedis(url, 300).then(() => undefined, (error: unknown) => error);
const sentence = async (url: string) => {
  const error = await failure(url);
  expect(error).toBeInstanceOf(StartFailure);
  return (error as Error).message;
};

it('has nothing to say of a Redis with the settings of production', async () => {
  expect(await checkRedis(redis.url)).toEqual({});
});

it('warns of a Redis that throws away what it holds', async () => {
  await command((connection) => connection.config('SET', 'maxmemory-policy', 'allkeys-lru'));
  try {
    expect((await checkRedis(redis.url)).warning).toMatch(/maxmemory-policy allkeys-lru\): set it to noeviction/);
  } finally {
    await command((connection) => connection.config('SET', 'maxmemory-policy', 'noeviction'));
  }
});

it('says that nobody answers there', async () => {
  expect(await sentence(`redis://127.0.0.1:${await freePort(22_000, 22_499)}`)).toBe("The Redis of REDIS_URL can't be reached (ECONNREFUSED): check the address and that it runs.");
  expect(await sentence('redis://no-such-host.invalid:6379')).toMatch(/^The Redis of REDIS_URL can't be reached \((ENOTFOUND|EAI_AGAIN)\)/);
});

it('says that a user or password is refused, and never which', async () => {
  await command((connection) => connection.call('ACL', 'SETUSER', 'shop', 'on', '>right-one', '~*', '&*', '+@all'));
  const withUser = (password: string) => redis.url.replace('redis://', `redis://shop:${password}@`);
  expect(await checkRedis(withUser('right-one'))).toEqual({});
  expect(await sentence(withUser('hunter2'))).toBe('The Redis of REDIS_URL refuses the user or password.');
  await command((connection) => connection.call('ACL', 'SETUSER', 'default', 'resetpass', '>needed'));
  expect(await sentence(redis.url)).toBe('The Redis of REDIS_URL refuses the user or password.');
  const known = new Redis(redis.url.replace('redis://', 'redis://:needed@'));
  await known.call('ACL', 'SETUSER', 'default', 'nopass');
  known.disconnect();
});

it('says that there is no such database', async () => {
  expect(await sentence(`${redis.url}/99`)).toMatch(/no database of that number/);
});

it.each([
  ['answers in another language', (socket: net.Socket) => void socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  ['says nothing', () => undefined],
])('says that it is no Redis that %s', async (_, greet) => {
  const sockets: net.Socket[] = [];
  const port = await freePort(22_000, 22_499);
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    greet(socket);
  }).listen(port, '127.0.0.1');
  try {
    expect(await sentence(`redis://127.0.0.1:${port}`)).toMatch(/^What answers at the address of REDIS_URL is no Redis/);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

it.each(['http://localhost:6379', 'redis:6379', 'localhost:6379', 'redis://host:99999'])('refuses %s before it asks anybody', (url) => {
  expect(() => readConfig({ REDIS_URL: url })).toThrow(ConfigError);
  expect(() => readConfig({ REDIS_URL: url })).toThrow(/^Configuration is wrong: REDIS_URL must be an address such as redis:\/\/host:6379\.$/);
});
