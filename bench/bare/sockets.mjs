// The bare baseline of live sockets: Socket.IO alone, without credentials, rooms or a database. POST /emit sends its body to every client, over the Redis streams
// adapter when there is a Redis, as the product's nodes would without a way of their own.
import http from 'node:http';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';

const { PORT, HOST, REDIS_URL } = process.env;
const server = http.createServer((request, response) => {
  if (request.url !== '/emit') return;
  let body = '';
  request.on('data', (chunk) => { body += chunk; });
  request.on('end', () => {
    io.of('/agents').emit('message.created', JSON.parse(body));
    response.end('ok');
  });
});
const redis = REDIS_URL === undefined ? undefined : new Redis(REDIS_URL);
const io = new Server(server, { transports: ['websocket'], serveClient: false, ...(redis === undefined ? {} : { adapter: createAdapter(redis) }) });
io.of('/agents');
server.keepAliveTimeout = 120_000;
server.listen(Number(PORT), HOST, () => process.stdout.write('bare listens\n'));
process.once('SIGTERM', () => process.exit(0));
