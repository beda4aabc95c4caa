// The bare baseline of a webhook: Fastify, the same check of the same header, and one UNNEST for what came in while a commit was under way.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';

const { DATABASE_URL, BOT_TOKEN, PORT, HOST } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });
const client = await pool.connect();
await client.query('CREATE TABLE bare (id uuid PRIMARY KEY, position bigint GENERATED ALWAYS AS IDENTITY, dedupe_key text NOT NULL UNIQUE, body bytea NOT NULL, received_at timestamptz NOT NULL DEFAULT now())');
client.release();

const waiting = [];
let committing = 0;
function flush() {
  if (committing >= 2 || waiting.length === 0) return;
  const batch = waiting.splice(0, 500);
  committing += 1;
  pool
    .query('INSERT INTO bare (id, dedupe_key, body) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[]) ON CONFLICT (dedupe_key) DO NOTHING', [batch.map(() => randomUUID()), batch.map(({ key }) => key), batch.map(({ body }) => body)])
    .then(() => batch.forEach(({ done }) => done()), (error) => batch.forEach(({ failed }) => failed(error)))
    .finally(() => {
      committing -= 1;
      flush();
    });
}

const server = fastify();
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/hook', async (request, reply) => {
  const expected = Buffer.from(createHmac('sha256', BOT_TOKEN).update('kontuar telegram webhook secret').digest('base64url'));
  const given = Buffer.from(request.headers['x-telegram-bot-api-secret-token'] ?? '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return reply.status(401).send();
  const { body } = request;
  const key = String(JSON.parse(body).update_id);
  await new Promise((done, failed) => {
    waiting.push({ key, body, done, failed });
    flush();
  });
  return reply.type('text/plain').send('ok');
});
await server.listen({ port: Number(PORT), host: HOST });
process.stdout.write('bare listens\n');
process.once('SIGTERM', () => process.exit(0));
