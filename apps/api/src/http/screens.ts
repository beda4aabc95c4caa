import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Never a screen: an unknown path below these is a 404, also a script of a version that is gone. */
const notScreens = /^\/(api|hooks|widget|files|assets|help|socket\.io)(\/|$)/;

/** Serves the built workspace: hashed files for ever, the page itself never cached. */
export async function serveScreens(app: NestFastifyApplication): Promise<void> {
  const root = join(__dirname, '../../../../web');
  const server = app.getHttpAdapter().getInstance();
  // Only what was built is read, by its name: a route for each of a thousand files took a tenth of the start.
  const files = new Set(existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(isServed).map((name) => `/${name.replaceAll(sep, '/')}`) : []);
  if (files.size > 0) {
    await app.register(fastifyStatic as never, {
      root, serve: false,
      // Packed by the build; what has no packed twin goes out as it is.
      preCompressed: true,
      setHeaders: (reply: { header(name: string, value: string): void }, path: string) => {
        reply.header('Cache-Control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    } as never);
  }
  // A wildcard loses against every route that is named; what is not read (POST …) falls through to Nest's own 404.
  server.get('/*', (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    if (files.has(path)) return void reply.sendFile(path.slice(1), root);
    if (!notScreens.test(path) && files.has('/index.html')) return void reply.sendFile('index.html', root);
    return void reply.status(404).header('Content-Type', 'application/problem+json').send({ type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' });
  });
}

/** Not what the build tells itself, nor a packed twin. */
const isServed = (name: string): boolean => !name.startsWith('.vite') && !/\.(gz|br)$/.test(name) && /\.\w+$/.test(name);
