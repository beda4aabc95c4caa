import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';

export interface GuardedCommand {
  /** Without one the guard only cleans up when we have ended. */
  command?: string;
  args?: string[];
  cwd?: string;
  uid?: number | undefined;
  gid?: number | undefined;
  env?: NodeJS.ProcessEnv;
  /** A folder that is deleted when the server has ended. */
  remove?: string;
  /** A PostgreSQL data folder: what still runs in it at the end is ended. */
  endPostgresIn?: string;
  stopSignal?: NodeJS.Signals;
  /** How long the server may take to stop before it is killed. */
  patienceMs?: number;
}

export interface GuardedProcess {
  /** Everything that the server has written, for the message of a failure. */
  log(): string;
  /** Of the server itself, for signals. */
  pid: Promise<number>;
  /** Its exit code; 137 when a signal ended it. */
  exited: Promise<number>;
  stop(): Promise<number>;
  /** Lines as they are written. */
  onOutput(listener: (chunk: string) => void): void;
}

/** Starts a server that cannot outlive us; see guard.mjs. */
export function startGuarded(command: GuardedCommand): GuardedProcess {
  const guard: ChildProcess = spawn(process.execPath, [path.join(__dirname, 'guard.mjs'), JSON.stringify(command)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C reaches the test runner first, which then ends us in order.
    detached: true,
  });
  let output = '';
  const listeners: ((chunk: string) => void)[] = [];
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-200_000);
    for (const listener of listeners) listener(chunk.toString());
  };
  guard.stdout?.on('data', keep);
  guard.stderr?.on('data', keep);
  const pid = new Promise<number>((resolve) => {
    guard.stdout?.once('data', (first: Buffer) => resolve(Number(/guarded pid (\d+)/.exec(first.toString())?.[1])));
  });
  const exited = new Promise<number>((resolve) => guard.once('close', (code) => resolve(code ?? 1)));
  // The runner may finish while the guard still listens to us; its pipe, not our event loop, keeps it alive.
  guard.unref();
  for (const stream of [guard.stdin, guard.stdout, guard.stderr]) (stream as unknown as net.Socket | null)?.unref();
  return {
    log: () => output,
    pid,
    exited,
    stop: async () => {
      guard.ref();
      guard.stdin?.end();
      return exited;
    },
    onOutput: (listener) => void listeners.push(listener),
  };
}

/** A port that was free a moment ago; `from`–`to` keeps clear of the range that the system hands out to outgoing connections. */
export async function freePort(from = 20_000, to = 31_999): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = from + Math.floor(Math.random() * (to - from));
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${from} and ${to}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
