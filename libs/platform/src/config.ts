import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.enum(['', '0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const url = (protocols: RegExp, example: string) => z.url({ protocol: protocols, error: `must be an address such as ${example}` });

/** 'redis:6379' is an address too, but of no host. */
function isRedisUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return /^rediss?:$/.test(protocol) && hostname !== '';
}

/** Every variable that Kontuar reads. Unset and empty mean the same. */
const environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: port.default(3000),
  HOST: z.string().default('0.0.0.0'),
  METRICS_PORT: port.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  KONTUAR_DATA_DIR: z.string().default('./data'),
  KONTUAR_PUBLIC_URL: url(/^https?$/, 'https://inbox.example.com').optional(),
  KONTUAR_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  KONTUAR_OWNER_EMAIL: z.email('must be an email address').optional(),
  KONTUAR_OWNER_PASSWORD: z.string().min(10, 'must have at least 10 characters').optional(),
  KONTUAR_WORKSPACE: z.string().max(200).optional(),
  KONTUAR_ALLOW_PRIVATE_HOSTS: flag.optional(),
  KONTUAR_TRUST_PROXY: z.preprocess((given) => (given === 'true' ? 1 : given === 'false' ? 0 : given), z.coerce.number({ error: 'must be the number of proxies' }).int().min(0).max(10).default(0)),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgresql://user:password@host:5432/kontuar').optional(),
  // One is kept by whoever numbers the history, and comparing a channel with its platform holds one while it asks on another.
  DATABASE_POOL: z.coerce.number().int().min(4).max(200).default(12),
  REDIS_URL: z.string().refine(isRedisUrl, 'must be an address such as redis://host:6379').optional(),
});

export interface Config {
  http: { port: number; host: string; metricsPort: number | undefined; publicUrl: string | undefined; secureCookies: boolean; /** How many stand before us: as many addresses at the end of X-Forwarded-For were written by them, and those before by anybody. */ trustProxy: number };
  log: { level: string };
  dataDir: string;
  /** Undefined: the caller makes one and keeps it (see `resolveSecret`). */
  secret: string | undefined;
  database: { url: string | undefined; poolSize: number };
  redisUrl: string | undefined;
  firstRun: { email: string; password: string; workspace: string } | undefined;
  /** Connectors may reach private and loopback addresses: for development, tests and mail servers on the same network. */
  allowPrivateHosts: boolean;
}

/** What a running process knows for certain: where its database is and with which secret it seals. */
export interface ReadyConfig extends Config {
  secret: string;
  database: { url: string; poolSize: number };
}

/** All faults at once, by variable name, never by value. */
export class ConfigError extends Error {
  constructor(readonly faults: { name: string; reason: string }[]) {
    super(`Configuration is wrong: ${faults.map((fault) => `${fault.name} ${fault.reason}`).join('; ')}.`);
    this.name = 'ConfigError';
  }
}

/** @throws ConfigError */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), reason: issue.message }));
  const owner = ['KONTUAR_OWNER_EMAIL', 'KONTUAR_OWNER_PASSWORD'].filter((name) => given[name] !== undefined);
  if (owner.length === 1) faults.push({ name: owner[0] as string, reason: 'needs KONTUAR_OWNER_EMAIL and KONTUAR_OWNER_PASSWORD together' });
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);

  const vars = parsed.data;
  return {
    http: {
      port: vars.PORT,
      host: vars.HOST,
      metricsPort: vars.METRICS_PORT,
      publicUrl: vars.KONTUAR_PUBLIC_URL?.replace(/\/+$/, ''),
      secureCookies: vars.KONTUAR_PUBLIC_URL?.startsWith('https:') ?? false,
      trustProxy: vars.KONTUAR_TRUST_PROXY,
    },
    log: { level: vars.LOG_LEVEL },
    dataDir: resolve(vars.KONTUAR_DATA_DIR),
    secret: vars.KONTUAR_SECRET,
    database: { url: vars.DATABASE_URL, poolSize: vars.DATABASE_POOL },
    redisUrl: vars.REDIS_URL,
    firstRun:
      vars.KONTUAR_OWNER_EMAIL !== undefined && vars.KONTUAR_OWNER_PASSWORD !== undefined
        ? { email: vars.KONTUAR_OWNER_EMAIL, password: vars.KONTUAR_OWNER_PASSWORD, workspace: vars.KONTUAR_WORKSPACE ?? 'Kontuar' }
        : undefined,
    allowPrivateHosts: vars.KONTUAR_ALLOW_PRIVATE_HOSTS ?? false,
  };
}
