import net, { type AddressInfo, type Socket } from 'node:net';

/** Stands between a client and a server and breaks the line at a chosen moment. */
export interface TcpProxy {
  port: number;
  /** Each connection from now on breaks after the server has sent this many bytes; `undefined`: never. */
  cutAfterBytesFromServer(bytes: number | undefined): void;
  /** Breaks when the client sends something that matches; what matches is not passed on unless `pass`. */
  cutWhenClientSends(pattern: RegExp | undefined, options?: { pass?: boolean }): void;
  /** From now on nothing that the server says gets through, while the connection stays open. */
  silence(on: boolean): void;
  /** What the server says comes so much later. */
  delay(ms: number): void;
  /** Breaks all connections now. */
  cut(): void;
  /** Refuses new connections while true. */
  refuse(on: boolean): void;
  readonly connections: number;
  stop(): Promise<void>;
}

export async function startTcpProxy(target: { port: number; host?: string }): Promise<TcpProxy> {
  const pairs = new Set<{ client: Socket; server: Socket }>();
  let cutAfter: number | undefined;
  let cutPattern: { pattern: RegExp; pass: boolean } | undefined;
  let silent = false;
  let delayMs = 0;
  let refusing = false;
  let connections = 0;
  const listener = net.createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    connections += 1;
    const server = net.connect(target.port, target.host ?? '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    let fromServer = 0;
    const limit = cutAfter;
    const close = (): void => {
      client.destroy();
      server.destroy();
      pairs.delete(pair);
    };
    client.on('data', (chunk: Buffer) => {
      if (cutPattern?.pattern.test(chunk.toString('latin1')) === true) {
        if (cutPattern.pass) server.write(chunk, () => setTimeout(close, 50));
        else close();
        return;
      }
      server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      if (silent) return;
      fromServer += chunk.length;
      if (limit !== undefined && fromServer >= limit) {
        const rest = chunk.subarray(0, Math.max(0, chunk.length - (fromServer - limit)));
        client.write(rest, () => setTimeout(close, 10));
        return;
      }
      if (delayMs === 0) client.write(chunk);
      else setTimeout(() => client.write(chunk), delayMs);
    });
    for (const socket of [client, server]) socket.on('close', close).on('error', close);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const { client, server } of pairs) {
      client.destroy();
      server.destroy();
    }
    pairs.clear();
  };
  return {
    port: (listener.address() as AddressInfo).port,
    cutAfterBytesFromServer: (bytes) => void (cutAfter = bytes),
    cutWhenClientSends: (pattern, options = {}) => void (cutPattern = pattern === undefined ? undefined : { pattern, pass: options.pass === true }),
    silence: (on) => void (silent = on),
    delay: (ms) => void (delayMs = ms),
    refuse: (on) => void (refusing = on),
    cut,
    get connections() {
      return connections;
    },
    stop: () => new Promise((resolve) => {
      cut();
      listener.close(() => resolve());
    }),
  };
}
