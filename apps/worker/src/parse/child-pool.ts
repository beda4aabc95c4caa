import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';

interface Waiting { message: object; resolve: (value: unknown) => void; reject: (error: Error) => void }

export interface ChildPoolOptions {
  /** Compiled entry of the child. */
  script: string;
  size: number;
  timeoutMs: number;
  heapMb: number;
  /** An idle child is ended: memory for nobody. */
  idleMs?: number;
}

export class ChildTimeoutError extends Error {
  readonly code = 'EPARSETIMEOUT';
}

/** Runs work in processes that can be killed: one task at a time each, killed when it takes too long, replaced when it dies. */
export class ChildPool {
  private readonly queue: Waiting[] = [];
  private readonly idle: ChildProcess[] = [];
  private readonly all = new Set<ChildProcess>();
  private readonly idleTimers = new Map<ChildProcess, NodeJS.Timeout>();
  private closed = false;

  constructor(private readonly options: ChildPoolOptions) {}

  get available(): boolean {
    return existsSync(this.options.script);
  }

  /** @throws what the work threw; ChildTimeoutError when it was killed. */
  run<T>(message: object): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.closed) return void reject(new Error('the pool is closed'));
      this.queue.push({ message, resolve: resolve as (value: unknown) => void, reject });
      this.next();
    });
  }

  close(): Promise<void> {
    this.closed = true;
    for (const timer of this.idleTimers.values()) clearTimeout(timer);
    for (const child of this.all) child.kill('SIGKILL');
    for (const { reject } of this.queue.splice(0)) reject(new Error('the pool is closed'));
    return Promise.resolve();
  }

  private next(): void {
    if (this.queue.length === 0) return;
    const child = this.idle.pop() ?? (this.all.size < this.options.size ? this.spawn() : undefined);
    if (child === undefined) return;
    const task = this.queue.shift() as Waiting;
    clearTimeout(this.idleTimers.get(child));
    const timer = setTimeout(() => {
      finish(() => { task.reject(new ChildTimeoutError(`took longer than ${this.options.timeoutMs / 1000} s`)); });
      child.kill('SIGKILL');
    }, this.options.timeoutMs);
    let finished = false;
    const finish = (settle: () => void) => {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      child.removeAllListeners('message');
      child.off('exit', died);
      settle();
    };
    const died = () => {
      finish(() => { task.reject(new Error('the process that read this died (too much memory?)')); });
      this.next();
    };
    child.once('exit', died);
    child.once('message', (answer: { ok: true; value: unknown } | { ok: false; message: string; name: string }) => {
      finish(() => {
        if (answer.ok) task.resolve(answer.value);
        else task.reject(Object.assign(new Error(answer.message), { name: answer.name }));
      });
      this.rest(child);
      this.next();
    });
    child.send(task.message, (error) => { if (error !== null) child.kill('SIGKILL'); });
  }

  private rest(child: ChildProcess): void {
    this.idle.push(child);
    const timer = setTimeout(() => {
      const at = this.idle.indexOf(child);
      if (at < 0) return;
      this.idle.splice(at, 1);
      child.kill();
    }, this.options.idleMs ?? 60_000);
    timer.unref();
    this.idleTimers.set(child, timer);
  }

  private spawn(): ChildProcess {
    // Buffers cross as they are ('advanced'); the heap has an end. No secret of ours is in the child's environment.
    const child = fork(this.options.script, [], { serialization: 'advanced', execArgv: [`--max-old-space-size=${this.options.heapMb}`], env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.all.add(child);
    child.once('exit', () => {
      this.all.delete(child);
      this.idleTimers.delete(child);
      const at = this.idle.indexOf(child);
      if (at >= 0) this.idle.splice(at, 1);
    });
    child.on('error', () => undefined);
    return child;
  }
}
