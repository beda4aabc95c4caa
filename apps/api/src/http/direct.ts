import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { POLICY, type RoutePolicy } from './allow.decorator';

type Handler = (...given: unknown[]) => Promise<unknown>;
interface DirectConfig { direct?: { controller: new (...given: never[]) => object; method: string; given: (request: FastifyRequest, reply: FastifyReply) => unknown[] } }
type Server = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/**
 * For a public route that is called thousands of times a second: Nest lists it as any other (policy, document, tests), and Fastify calls the method
 * itself, past guards, interceptors and pipes. The method gets the bytes as they came; what it throws becomes a problem document as everywhere.
 */
export const Direct = (given: (request: FastifyRequest, reply: FastifyReply) => unknown[]): MethodDecorator => (target, method, descriptor) => {
  RouteConfig({ direct: { controller: target.constructor, method: String(method), given } })(target, method, descriptor);
};

/** @throws when such a route is not public: nobody would look at who calls it. */
export function serveDirectRoutes(app: NestFastifyApplication, server: Server): void {
  server.addHook('onRoute', (route) => {
    const { direct } = (route.config ?? {}) as DirectConfig;
    if (direct === undefined) return;
    const { given } = direct;
    const controller = app.get<Record<string, Handler>>(direct.controller);
    const method = controller[direct.method] as Handler;
    const policy = Reflect.getMetadata(POLICY, method) as RoutePolicy | undefined;
    if (policy === undefined || !('public' in policy)) throw new Error(`${route.url} is called directly, so it must be public`);
    route.handler = (request, reply) => method.apply(controller, given(request as never, reply as never));
  });
  // Fastify chooses a parser by the type of the content alone; a direct route needs none.
  const parseJson = server.getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', { bodyLimit: server.initialConfig.bodyLimit as number }, (request, body, done) => {
    if (isDirect(request as never)) done(null, undefined);
    else void parseJson(request as never, body as never, done);
  });
}

const isDirect = (request: FastifyRequest): boolean => (request.routeOptions.config as DirectConfig).direct !== undefined;
