import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ReadyConfig } from '@kontuar/platform';
import { crossOriginRefusal } from './cross-origin';
import { serveDirectRoutes } from './direct';
import { speakPlainly } from './field-words';
import { measureRequests } from './measure';
import { serveScreens } from './screens';
import { securityHeaders } from './security-headers';
import { serveReadsTogether } from './together';

/** Headers, cookies, uploads and the built screens. Everything that talks to the api's own screens is same-origin. */
export async function dressHttp(app: NestFastifyApplication, config: ReadyConfig): Promise<void> {
  speakPlainly();
  // Nest and its adapter each carry a Fastify type of their own; the plug-ins fit both.
  await app.register(cookie as never);
  await app.register(multipart as never, { limits: { fileSize: 40 * 1024 * 1024, files: 10, fields: 20 } } as never);
  const server = app.getHttpAdapter().getInstance();
  const headers = await securityHeaders(config);
  server.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
  measureRequests(server);
  server.addHook('onRequest', (request, _reply, done) => { done(crossOriginRefusal(request, config)); });
  server.addHook('onSend', (request, reply, payload, done) => {
    if (request.url.startsWith('/api/') && reply.getHeader('cache-control') === undefined) void reply.header('Cache-Control', 'no-store');
    done(null, payload);
  });
  // A client that is still sending would see a broken connection instead of the answer, so what is too large is read to its end first.
  server.addHook('onSend', (request, reply, payload, done) => {
    if (reply.statusCode === 413 && !request.raw.complete) void drained(request.raw).then(() => { done(null, payload); });
    else done(null, payload);
  });
  serveDirectRoutes(app, server);
  // Raw mail and other bodies that are not JSON reach their controller as bytes.
  server.addContentTypeParser(['message/rfc822', 'application/octet-stream', 'text/plain'], { parseAs: 'buffer' }, (request, body, done) => {
    (request as { rawBody?: Buffer }).rawBody = body as Buffer;
    done(null, body);
  });
  serveReadsTogether(server);
  await serveScreens(app);
}

const DRAIN_MS = 10_000;

function drained(stream: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAIN_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    stream.once('end', done).once('close', done).once('error', done).resume();
  });
}
