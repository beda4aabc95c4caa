import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Never a screen: an unknown path below these is a 404, also a script of a version that is gone. */
const notScreens = /^\/(api|hooks|widget|files|assets|help|socket\.io)(\/|$)/;

/** Serves the built workspace: hashed files for ever, the page itself never cached. */
export async function serveScreens(app: NestFastifyApplication): Promise<void> {
  const root = join(__dirname, '../../../../web');
  const server = app.getHttpAdapter().getInstance();
  if (existsSync(root)) {
    await app.register(fastifyStatic as never, {
      root, wildcard: false, index: false,
      // Packed by the build; what has no packed twin goes out as it is.
      preCompressed: true,
      globIgnore: ['**/.vite/**', '**/*.gz', '**/*.br'],
      setHeaders: (reply: { header(name: string, value: string): void }, path: string) => {
        reply.header('Cache-Control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    } as never);
  }
  // A wildcard loses against every route that is named; what is not read (POST …) falls through to Nest's own 404.
  server.get('/*', (request, reply) => {
    const page = !notScreens.test(request.url.split('?')[0] ?? '') && existsSync(join(root, 'index.html'));
    if (page) return void reply.header('Cache-Control', 'no-cache').sendFile('index.html', root);
    return void reply.status(404).header('Content-Type', 'application/problem+json').send({ type: 'about:blank', title: 'Not found', status: 404, code: 'not-found' });
  });
}
