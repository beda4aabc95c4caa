import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRedis, errorFields, Files, localPulse, openDatabase, openLog, openRedis, Queues, redisPulse, Secrets, type Pulse, type ReadyConfig } from '@kontuar/platform';
import type { Foundation } from './core.module';
import { entities } from './entities';
import type { AnyConnector } from './tokens';

/** Opens what a process stands on. `shared.pulse` lets api and worker of one process wake each other. */
export async function openFoundation(config: ReadyConfig, name: 'api' | 'worker', connectors: readonly AnyConnector[], shared: { pulse?: Pulse } = {}): Promise<Foundation & { close(): Promise<void> }> {
  const log = openLog(config.log.level, `kontuar-${name}`);
  const complain = (error: Error) => { log.warn(errorFields(error), 'connection trouble'); };
  const { redisUrl } = config;
  const redis = redisUrl === undefined ? undefined : () => openRedis(redisUrl, complain);
  if (redisUrl !== undefined) {
    const { warning } = await checkRedis(redisUrl);
    if (warning !== undefined) log.warn(warning);
  }
  const filesRoot = join(config.dataDir, 'files');
  await mkdir(filesRoot, { recursive: true });
  const database = await openDatabase({ url: config.database.url, poolSize: config.database.poolSize, entities, role: 'app', applicationName: `kontuar-${name}`, onPoolError: complain });
  const pulse = shared.pulse ?? (redis === undefined ? localPulse() : redisPulse(redis));
  const queues = new Queues({ ...(redisUrl === undefined ? {} : { redisUrl }), databaseUrl: config.database.url, log });
  return {
    config, log, database, pulse, queues, connectors,
    files: new Files(filesRoot),
    secrets: new Secrets(config.secret),
    close: async () => {
      await queues.close();
      if (shared.pulse === undefined) await pulse.close();
      await database.close();
    },
  };
}
