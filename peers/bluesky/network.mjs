// A Bluesky network on loopback: PLC directory, PDS and AppView as the network itself runs them, and a chat service that we play (it is closed
// source). Prints one line of JSON when it is ready.
import net from 'node:net';
import { TestNetwork } from '@atproto/dev-env';
import { startChat } from './chat.mjs';

const [postgresUrl, redis, schema] = process.argv.slice(2);
process.env.LOG_ENABLED ??= 'false';
process.env.REDIS_HOST = redis;

// The AppView names its picture service in every answer, so its port is chosen before.
const port = await new Promise((resolve) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const network = await TestNetwork.create({ dbPostgresUrl: postgresUrl, dbPostgresSchema: schema, bsky: { port, publicUrl: `http://localhost:${port}` } });
const chat = await startChat({ plcUrl: network.plc.url, appViewUrl: network.bsky.url });
process.stdout.write(`${JSON.stringify({ plc: network.plc.url, pds: network.pds.url, appView: network.bsky.url, chat: { url: chat.url, service: `${chat.did}#bsky_chat` } })}\n`);

let ending = false;
const end = async () => {
  if (ending) return;
  ending = true;
  await chat.close();
  // Its own farewell may wait for connections that nobody will use again.
  await Promise.race([network.close().catch(() => undefined), new Promise((late) => setTimeout(late, 3_000))]);
  process.exit(0);
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
