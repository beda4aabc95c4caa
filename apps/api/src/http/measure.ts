import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { metrics } from '@kontuar/platform';

type Server = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** Counts what the api answers. The route as it is declared, never the address that was asked: that one holds ids. */
export function measureRequests(server: Server): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = routeLabel(request.routeOptions.url);
    metrics.httpRequests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    // Answered with success: so there is a channel, and its connector is one that we know.
    if (request.method === 'POST' && route.endsWith('hooks/:connectorId/:id') && reply.statusCode === 200) {
      metrics.webhooksAccepted.inc({ connector: (request.params as { connectorId: string }).connectorId });
    }
    done();
  });
}

/** Everything that is not of the api is a file or a page of the built screens. */
function routeLabel(declared: string | undefined): string {
  if (declared === undefined) return 'none';
  return /^\/(api|health)\//.test(declared) || declared.includes(':') ? declared : 'screens';
}
