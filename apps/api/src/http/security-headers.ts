import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import type { ReadyConfig } from '@kontuar/platform';

const options = (config: ReadyConfig) => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], styleSrcAttr: ["'unsafe-inline'"], imgSrc: ["'self'", 'data:', 'blob:'], fontSrc: ["'self'"],
      connectSrc: ["'self'"], frameSrc: ["'self'"], objectSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"],
    },
  },
  crossOriginEmbedderPolicy: false,
  strictTransportSecurity: config.http.secureCookies,
  referrerPolicy: { policy: 'same-origin' as const },
});

/** What helmet says is the same for every answer, so it is asked once: written anew for each, it costs more than reading the request. */
export async function securityHeaders(config: ReadyConfig): Promise<Readonly<Record<string, string>>> {
  const dressed = fastify();
  await dressed.register(helmet, options(config));
  const [plain, { headers }] = await Promise.all([headOf(fastify()), headOf(dressed)]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !(name in plain.headers)).map(([name, value]) => [name, String(value)]));
}

async function headOf(server: FastifyInstance) {
  server.get('/', () => null);
  const answer = await server.inject('/');
  await server.close();
  return answer;
}
