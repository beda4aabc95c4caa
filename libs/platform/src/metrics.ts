import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { StartFailure } from './start-failure';

/** One for the process: api and worker of a standalone share it, as they share memory and event loop. */
const registry = new Registry();
const registers = [registry];

/** What a process counts. Labels come from closed sets: never an id, an address or anything that somebody wrote. */
export const metrics = {
  httpRequests: new Histogram({
    name: 'kontuar_http_request_duration_seconds', help: 'HTTP requests answered, by route and status.', labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10], registers,
  }),
  webhooksAccepted: new Counter({ name: 'kontuar_webhooks_accepted_total', help: 'Webhooks that were kept and thanked for.', labelNames: ['connector'], registers }),
  deliveries: new Counter({ name: 'kontuar_deliveries_total', help: 'Deliveries that were read, failed (tried again later) or are dead letters.', labelNames: ['connector', 'outcome'], registers }),
  sends: new Counter({ name: 'kontuar_sends_total', help: 'Attempts to send a message, by how they ended: sent, retry, failed, unknown.', labelNames: ['connector', 'outcome'], registers }),
  sockets: new Gauge({ name: 'kontuar_sockets_connected', help: 'Screens of agents connected to this process.', registers }),
  outboundHttp: new Histogram({
    name: 'kontuar_outbound_http_duration_seconds', help: 'HTTP requests to platforms, by the class of the answer; "none" when there was none.', labelNames: ['method', 'status'],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30], registers,
  }),
};

const backlogCount = new Gauge({ name: 'kontuar_backlog', help: 'What waits in the database for a worker.', labelNames: ['queue'], registers });
const backlogAge = new Gauge({ name: 'kontuar_backlog_age_seconds', help: 'How long the oldest of what waits has been due.', labelNames: ['queue'], registers });

export interface Backlog { queue: string; count: number; ageSeconds: number }

/** Serves /metrics on a port of its own, which a firewall can keep inside. `backlog` is asked at each scrape. */
export async function serveMetrics(port: number, host: string, backlog: () => Promise<readonly Backlog[]>): Promise<{ port: number; close(): Promise<void> }> {
  if (registry.getSingleMetric('process_cpu_user_seconds_total') === undefined) collectDefaultMetrics({ register: registry });
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('The metrics are at /metrics.\n');
    scrape(backlog).then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => response.writeHead(500, { 'Content-Type': 'text/plain' }).end('The metrics could not be collected.\n'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => { reject(new StartFailure(`METRICS_PORT ${port} can't be listened on (${error.code}): choose another.`)); });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      server.closeAllConnections();
    }),
  };
}

async function scrape(backlog: () => Promise<readonly Backlog[]>): Promise<string> {
  // While the database is away the rest is worth more than ever.
  const waiting = await backlog().catch(() => []);
  backlogCount.reset();
  backlogAge.reset();
  for (const { queue, count, ageSeconds } of waiting) {
    backlogCount.set({ queue }, count);
    backlogAge.set({ queue }, ageSeconds);
  }
  return registry.metrics();
}
