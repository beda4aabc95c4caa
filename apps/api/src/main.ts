import { endStart, hearRejections, openLog, readConfig, resolveSecret, StartFailure } from '@kontuar/platform';
import { startApi } from './app';

async function main(): Promise<void> {
  const config = readConfig();
  hearRejections(openLog(config.log.level, 'kontuar-api'));
  const { url } = config.database;
  if (url === undefined || config.redisUrl === undefined) throw new StartFailure('DATABASE_URL and REDIS_URL must be set: api and worker meet there.');
  const api = await startApi({ ...config, secret: await resolveSecret(config.secret, config.dataDir), database: { ...config.database, url } });
  process.stdout.write(`Kontuar api listens on port ${api.port}\n`);
  const stop = () => {
    api.close().then(() => process.exit(0), () => process.exit(1));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch(endStart);
