import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { Client, Pool } from 'pg';
import './steady-connections';

const message = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const signedIn = message('R', Buffer.alloc(4));
const ready = message('Z', Buffer.from('I'));
const thrownOut = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'));

describe('a connection that is ended in the same breath in which it becomes ready', () => {
  let server: net.Server;
  let config: { host: string; port: number; user: string; ssl: false };
  beforeEach(async () => {
    server = net.createServer((socket) => { socket.once('data', () => { socket.end(Buffer.concat([signedIn, ready, thrownOut])); }).on('error', () => undefined); }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    config = { host: '127.0.0.1', port: (server.address() as AddressInfo).port, user: 'test', ssl: false };
  });
  afterEach(() => new Promise((closed) => server.close(closed)));

  // An error that nobody hears is thrown in the socket's own turn: Jest fails the test in whose time it comes.
  it('ends no process, whoever made it', async () => {
    const client = new Client(config);
    const over = new Promise<void>((end) => client.once('end', () => { end(); }));
    await client.connect();
    await over;
    const pool = new Pool(config);
    await pool.connect().then((borrowed) => { borrowed.release(true); }, () => undefined);
    await pool.end();
    await new Promise((turn) => setImmediate(turn));
  });

  it('tells whoever asks on it', async () => {
    const client = new Client(config);
    await client.connect();
    await expect(client.query('SELECT 1')).rejects.toThrow(/not queryable|terminat/i);
  });
});
