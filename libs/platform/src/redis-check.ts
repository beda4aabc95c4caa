import { Redis } from 'ioredis';
import { StartFailure } from './start-failure';

/** In production Redis is often started beside us: so long it may take to come up. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 250;

/** Not there yet, as against there and refusing us. */
const passing = /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|LOADING)$/;

/**
 * Asks the Redis of REDIS_URL once before anything rests on it: afterwards connections wait for it in silence, which is right for one that is away
 * for a moment and wrong for an address that was never right.
 * @throws StartFailure
 */
export async function checkRedis(url: string, patienceMs = PATIENCE_MS): Promise<{ warning?: string }> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    try {
      const policy = await askPolicy(url);
      // Managed servers may keep their settings to themselves.
      if (policy === undefined || policy === 'noeviction') return {};
      return { warning: `The Redis of REDIS_URL may throw away what it holds when its memory is full (maxmemory-policy ${policy}): set it to noeviction, or work is delayed until it is found again in PostgreSQL.` };
    } catch (error) {
      const code = codeOf(error);
      if (!passing.test(code) || Date.now() >= deadline) throw new StartFailure(explain(code, (error as Error).message), { cause: error });
      await new Promise((wake) => setTimeout(wake, PAUSE_MS));
    }
  }
}

async function askPolicy(url: string): Promise<string | undefined> {
  const redis = new Redis(url, { lazyConnect: true, enableReadyCheck: false, maxRetriesPerRequest: 0, retryStrategy: () => null, connectTimeout: 3_000, commandTimeout: 3_000, disconnectTimeout: 50 });
  // What is wrong comes as an event, and the commands that wait are told only that the connection closed.
  const trouble = new Promise<never>((_, reject) => { redis.on('error', reject); });
  trouble.catch(() => undefined);
  try {
    await Promise.race([redis.connect(), trouble]);
    await Promise.race([redis.ping(), trouble]);
    const memory = await Promise.race([redis.info('memory').catch(() => ''), trouble]);
    return /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
  } finally {
    redis.disconnect();
  }
}

/** The system's code, or the word with which Redis begins its refusals. */
function codeOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? /^[A-Z]{3,}/.exec(message ?? '')?.[0] ?? '';
}

function explain(code: string, message: string): string {
  if (code === 'WRONGPASS' || code === 'NOAUTH' || code === 'NOPERM' || /invalid password|AUTH/i.test(message)) return 'The Redis of REDIS_URL refuses the user or password.';
  if (/DB index/i.test(message)) return 'The Redis of REDIS_URL has no database of that number: leave the path out, or choose a lower one.';
  if (code === 'LOADING') return 'The Redis of REDIS_URL is still reading its data: start again in a moment.';
  if (/^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code)) return `The Redis of REDIS_URL can't be reached over TLS (${code}): check its certificate, or use redis:// without TLS.`;
  if (passing.test(code)) return `The Redis of REDIS_URL can't be reached (${code}): check the address and that it runs.`;
  return 'What answers at the address of REDIS_URL is no Redis, or does not answer as one: check the host and the port.';
}
