// The bare baseline of the way to a screen: Fastify → UNNEST (as in bare/webhook.mjs) → a BullMQ job per message → its worker emits to every
// Socket.IO client. Nothing is parsed, checked or looked up. The queue lives where the product's lives.
import { randomUUID } from 'node:crypto';
import { createPostgresBackend, Queue, withBackend, Worker } from 'bullmq';
import fastify from 'fastify';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Server } from 'socket.io';

const { DATABASE_URL, REDIS_URL, PORT, HOST, PAYLOAD_BYTES } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });
await pool.query('CREATE TABLE bare (id uuid PRIMARY KEY, position bigint GENERATED ALWAYS AS IDENTITY, dedupe_key text NOT NULL UNIQUE, body bytea NOT NULL, received_at timestamptz NOT NULL DEFAULT now())');

const postgres = withBackend(createPostgresBackend);
const onPostgres = () => ({ connection: { connectionString: DATABASE_URL, max: 3, migrate: true } });
const onRedis = () => ({ connection: new Redis(REDIS_URL, { maxRetriesPerRequest: null }) });
const queue = REDIS_URL === undefined ? new postgres.Queue('chain', { ...onPostgres(), skipMetasUpdate: true }) : new Queue('chain', { ...onRedis(), skipMetasUpdate: true });
const filler = 'x'.repeat(Number(PAYLOAD_BYTES));
const job = async ({ data }) => { io.of('/agents').emit('message.created', { text: data.text, filler }); };
const worker = REDIS_URL === undefined ? new postgres.Worker('chain', job, { ...onPostgres(), concurrency: 8 }) : new Worker('chain', job, { ...onRedis(), concurrency: 8 });

const waiting = [];
let committing = 0;
function flush() {
  if (committing >= 2 || waiting.length === 0) return;
  const batch = waiting.splice(0, 500);
  committing += 1;
  pool
    .query('INSERT INTO bare (id, dedupe_key, body) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[]) ON CONFLICT (dedupe_key) DO NOTHING', [batch.map(() => randomUUID()), batch.map(({ update }) => String(update.update_id)), batch.map(({ body }) => body)])
    .then(() => {
      for (const { update, done } of batch) {
        done();
        void queue.add('chain', { text: update.message.text }, { removeOnComplete: true, attempts: 1 });
      }
    }, (error) => batch.forEach(({ failed }) => failed(error)))
    .finally(() => {
      committing -= 1;
      flush();
    });
}

const server = fastify();
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/hook', async (request, reply) => {
  const { body } = request;
  const update = JSON.parse(body);
  await new Promise((done, failed) => {
    waiting.push({ update, body, done, failed });
    flush();
  });
  return reply.send('ok');
});
const io = new Server(server.server, { transports: ['websocket'], serveClient: false });
io.of('/agents');
await worker.waitUntilReady();
await server.listen({ port: Number(PORT), host: HOST });
process.stdout.write('bare listens\n');
process.once('SIGTERM', () => process.exit(0));
