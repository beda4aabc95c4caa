import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { allConnectors } from '@kontuar/connectors';
import { firstRun, measureBacklog, openFoundation, type AnyConnector } from '@kontuar/core';
import { givingWay, nestLogger, serveMetrics, type Pulse, type ReadyConfig } from '@kontuar/platform';
import { ApiModule } from './app.module';
import { dressHttp } from './http/dress';
import { openSockets } from './live/sockets';

export interface Shared { pulse?: Pulse; connectors?: readonly AnyConnector[] }
export interface RunningApi { app: NestFastifyApplication; port: number; metricsPort: number | undefined; close(): Promise<void> }

/** Serves HTTP and sockets. Closing refuses new requests, ends those under way, then lets go of the database. */
export async function startApi(config: ReadyConfig, shared: Shared = {}): Promise<RunningApi> {
  const foundation = await openFoundation(config, 'api', shared.connectors ?? allConnectors, shared);
  await firstRun(foundation);
  if (shared.pulse === undefined) givingWay.tellOver(foundation.pulse);
  const adapter = new FastifyAdapter({
    bodyLimit: 30 * 1024 * 1024,
    // Fastify waits for the end of a request without end; a large file over a slow line needs no more than this.
    requestTimeout: 300_000,
    // The first hop is the proxy that speaks to us; what stands in the header before those that we know may be made up.
    trustProxy: config.http.trustProxy > 0 && ((_address: string, hop: number) => hop < config.http.trustProxy),
    forceCloseConnections: 'idle',
    // A platform that asks for a redirect address with a slash at its end finds the same page.
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.on(foundation), adapter, { logger: nestLogger(foundation.log), rawBody: true, abortOnError: false });
  await dressHttp(app, config);
  const sockets = openSockets(app, foundation);
  await app.listen(config.http.port, config.http.host);
  const { metricsPort, host } = config.http;
  const measured = metricsPort === undefined ? undefined : await serveMetrics(metricsPort, host, () => measureBacklog(foundation.database));
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    app,
    port,
    metricsPort: measured?.port,
    close: async () => {
      await measured?.close();
      await closeWithConnections(app);
      await sockets.close();
      await foundation.close();
    },
  };
}

/** A request that is under way when closing begins leaves its connection open for the next one, which never comes: it would hold up the end until it is given up after a minute. */
async function closeWithConnections(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const idle = setInterval(() => { server.closeIdleConnections(); }, 50);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
  }
}
