import { parse as parseForm } from 'node:querystring';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { POLICY, type RoutePolicy } from './allow.decorator';

type Handler = (...given: unknown[]) => Promise<unknown>;
interface DirectConfig { bytes?: true; direct?: { controller: new (...given: never[]) => object; method: string; given: (request: FastifyRequest, reply: FastifyReply) => unknown[] } }
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
  readBodies(app, server);
}

/** For a route that looks at the bytes alone, and must know who sent them before anybody reads what they say. */
export const TakesBytes = (): MethodDecorator => RouteConfig({ bytes: true });

/** The longest article, in letters of four bytes, with its quotes escaped. */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Bodies are read before anybody knows who sends them, and everybody else waits meanwhile. So only what is taken as bytes (webhooks) may be long, and those are not parsed.
 * Fastify chooses a parser by the type of the content alone, hence the look at the route.
 */
function readBodies(app: NestFastifyApplication, server: Server): void {
  server.addHook('onRoute', (route) => {
    if (!takesBytes(route.config)) route.bodyLimit = MOST_BYTES;
  });
  const parseJson = server.getDefaultJsonParser('error', 'error');
  const bodyLimit = server.initialConfig.bodyLimit as number;
  app.useBodyParser('application/json', { bodyLimit }, (request, body, done) => {
    if (takesBytes(request.routeOptions.config)) done(null, undefined);
    else void parseJson(request as never, body as never, done);
  });
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit }, (request, body, done) => { done(null, takesBytes(request.routeOptions.config) ? undefined : parseForm(body.toString('utf8'))); });
}

function takesBytes(config: object | undefined): boolean {
  const { direct, bytes } = (config ?? {}) as DirectConfig;
  return direct !== undefined || bytes === true;
}
