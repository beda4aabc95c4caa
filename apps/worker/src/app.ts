import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { allConnectors } from '@kontuar/connectors';
import { measureBacklog, openFoundation, type AnyConnector } from '@kontuar/core';
import { givingWay, nestLogger, serveMetrics, type Pulse, type ReadyConfig } from '@kontuar/platform';
import { Jobs } from './jobs';
import { pulsePublisher } from './live/publisher';
import { WorkerModule } from './worker.module';

export interface Shared { pulse?: Pulse; connectors?: readonly AnyConnector[] }

/** Reads, sends, fetches and tells. Closing lets what is under way end, then lets go of the database. */
export async function startWorker(config: ReadyConfig, shared: Shared = {}): Promise<{ close(): Promise<void> }> {
  const foundation = await openFoundation(config, 'worker', shared.connectors ?? allConnectors, shared);
  const app = await NestFactory.createApplicationContext(WorkerModule.on(foundation, pulsePublisher(foundation.pulse)), { logger: nestLogger(foundation.log), abortOnError: false });
  const { metricsPort, host } = config.http;
  const measured = metricsPort === undefined ? undefined : await serveMetrics(metricsPort, host, () => measureBacklog(foundation.database));
  // Api and worker of one process know of each other's floods anyway.
  const deaf = shared.pulse === undefined ? givingWay.hearOver(foundation.pulse) : undefined;
  const jobs = app.get(Jobs);
  jobs.start();
  return {
    close: async () => {
      deaf?.();
      await measured?.close();
      await jobs.stop();
      await app.close();
      await foundation.close();
    },
  };
}
