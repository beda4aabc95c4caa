// A program of its own: many agents' browsers as far as the line goes. socket.io's own client with the web app's back-off, a position in the feed, and what
// was missed asked for over REST, as apps/web/src/realtime does it. Ordered about by crowd.mjs.
import http from 'node:http';
import { io } from 'socket.io-client';

/** As the web app has it (apps/web/src/realtime/socket.ts). */
const LINE = { transports: ['websocket'], forceNew: true, reconnectionDelay: 400, reconnectionDelayMax: 5000, randomizationFactor: 0.5, timeout: 8000 };
const HOLE_MS = 1500;
const FEED = ['message.created', 'message.updated', 'conversation.created', 'conversation.updated', 'conversation.removed', 'notification', 'channel.health', 'directory.changed'];
const TOKEN = /\[token (\d+) sent (\d+\.\d+)\]/;
/** All that a proxy in front would keep open to the api for so many browsers. */
const keepAlive = new http.Agent({ keepAlive: true, maxSockets: 100 });
const now = () => performance.timeOrigin + performance.now();

class Client {
  constructor(url, cookie, catchesUp) {
    Object.assign(this, { url, cookie, catchesUp, seen: new Set(), delays: [], certain: null, beyond: new Set(), highest: 0, connectedAt: undefined, caughtUpAt: undefined, filling: undefined });
    this.socket = io(`${url}/agents`, { ...LINE, ...(cookie === undefined ? {} : { extraHeaders: { cookie } }) });
    this.socket.on('connect', () => void this.connected());
    this.socket.on('disconnect', () => { this.connectedAt = this.caughtUpAt = undefined; });
    this.socket.on('connect_error', () => {
      counted.refusals += 1;
      // Refused by the server, socket.io does not knock again by itself; the web app does.
      if (!this.socket.active) setTimeout(() => this.socket.connect(), 1000 + Math.random() * 1000);
    });
    for (const type of FEED) this.socket.on(type, (event) => this.received(type, event));
    this.socket.on('sync', ({ workspaceSeq }) => { if (this.isBehind(workspaceSeq)) this.fillSoon(workspaceSeq); });
  }

  async connected() {
    this.connectedAt = now();
    if (!this.catchesUp) return void (this.caughtUpAt = this.connectedAt);
    this.socket.timeout(8000).emit('resume', { after: this.certain ?? 0 }, (error, answer) => {
      if (error === null && answer.ok && this.certain === null) {
        this.certain = this.highest = answer.workspaceSeq;
        this.caughtUpAt = now();
      } else void this.fill();
    });
  }

  received(type, event) {
    if (type === 'message.created') this.token(event.message?.text ?? event.text, true);
    if (event.workspaceSeq === undefined) return;
    this.highest = Math.max(this.highest, event.workspaceSeq);
    if (this.certain !== null && event.workspaceSeq > this.certain) this.beyond.add(event.workspaceSeq);
    this.close();
    if (this.isBehind(event.workspaceSeq)) this.fillSoon(event.workspaceSeq);
  }

  token(text, live) {
    const [, number, sent] = TOKEN.exec(text ?? '') ?? [];
    if (number === undefined) return;
    this.seen.add(Number(number));
    if (live && counted.recording) this.delays.push(now() - Number(sent));
  }

  isBehind(seq) { return this.certain !== null && Math.max(seq, this.highest) > this.certain; }

  close() { while (this.certain !== null && this.beyond.delete(this.certain + 1)) this.certain += 1; }

  fillSoon(seq) {
    this.hole ??= setTimeout(() => {
      this.hole = undefined;
      if (this.isBehind(seq)) void this.fill();
    }, HOLE_MS);
  }

  fill() {
    this.filling ??= this.fillOnce().finally(() => { this.filling = undefined; });
    return this.filling;
  }

  async fillOnce() {
    try {
      for (let more = true; more;) {
        counted.requests += 1;
        const page = await get(`${this.url}/api/v1/events?after=${this.certain ?? 0}&limit=500`, this.cookie);
        for (const event of page.items) if (event.type === 'message.created') this.token(event.message.text, false);
        this.certain = Math.max(this.certain ?? 0, page.lastSeq);
        for (const seq of this.beyond) if (seq <= this.certain) this.beyond.delete(seq);
        this.close();
        more = page.hasMore;
      }
      if (this.socket.connected) this.caughtUpAt ??= now();
    } catch {
      counted.failures += 1;
      setTimeout(() => void this.fill(), 2000 + Math.random() * 2000);
    }
  }
}

function get(url, cookie) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: keepAlive, headers: { cookie }, timeout: 20_000 }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(Buffer.concat(chunks))) : reject(new Error(`${url} answered ${response.statusCode}`))));
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', reject);
  });
}

const clients = [];
const counted = { requests: 0, failures: 0, refusals: 0, recording: false };

const orders = {
  /** So many handshakes at once: a morning, not a stampede. */
  async connect({ url, cookies, catchesUp, atOnce = 50 }) {
    const waiting = [...cookies];
    await Promise.all(Array.from({ length: atOnce }, async () => {
      while (waiting.length > 0) {
        const client = new Client(url, waiting.shift() ?? undefined, catchesUp);
        clients.push(client);
        while (client.caughtUpAt === undefined) await new Promise((resolve) => { setTimeout(resolve, 10); });
      }
    }));
    return clients.length;
  },
  state: () => ({ connected: clients.filter((one) => one.connectedAt !== undefined).length, caughtUp: clients.filter((one) => one.caughtUpAt !== undefined).length }),
  forget: () => { Object.assign(counted, { requests: 0, failures: 0, refusals: 0 }); },
  record: ({ on }) => {
    counted.recording = on;
    if (on) for (const client of clients) client.delays = [];
  },
  /** `tokens`: all that were accepted. */
  report: ({ tokens }) => ({
    ...counted, memory: process.memoryUsage().rss / 2 ** 20, missing: clients.reduce((sum, one) => sum + tokens.filter((token) => !one.seen.has(token)).length, 0),
    connectedAt: clients.map((one) => one.connectedAt), caughtUpAt: clients.map((one) => one.caughtUpAt), delays: clients.flatMap((one) => one.delays),
  }),
};

process.on('message', ({ id, order, input }) => {
  Promise.resolve(orders[order](input)).then((answer) => process.send({ id, answer }), (error) => process.send({ id, error: String(error?.stack) }));
});
process.once('disconnect', () => process.exit(0));
