interface Stoppable {
  stop(): Promise<void>;
  abandon(): void;
}

/**
 * One press of Ctrl-C may arrive twice: from the terminal, which signals the whole group, and from npm, which passes its own copy on. Only a
 * signal that comes later than this is a second wish.
 */
const ONE_PRESS_MS = 1_000;
const PATIENCE_MS = 30_000;

/** The first signal drains and stops, the second one ends at once. A signal during the start waits for the start to end. */
export function stopOnSignals(say: (line: string) => void): { started(running: Stoppable): void } {
  let running: Stoppable | undefined;
  let askedAt: number | undefined;
  let stopping = false;

  const stop = () => {
    if (running === undefined || stopping) return;
    stopping = true;
    const force = running;
    setTimeout(() => abandon(force, 'Something does not end; stopping at once.'), PATIENCE_MS).unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => abandon(force, error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  };
  const abandon = (force: Stoppable | undefined, why: string): never => {
    say(why);
    force?.abandon();
    process.exit(1);
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (askedAt === undefined) {
        askedAt = Date.now();
        say('Stopping: what is under way is finished first (once more to stop at once) …');
        stop();
      } else if (Date.now() - askedAt > ONE_PRESS_MS) {
        abandon(running, 'Stopping at once.');
      }
    });
  }
  return {
    started: (standalone) => {
      running = standalone;
      if (askedAt !== undefined) stop();
    },
  };
}
