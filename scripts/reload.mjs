// Runs a program and starts it anew when files change. Only the program itself is asked to end, and it is waited for: what it started, such as its
// database, is for it to end, in its own order.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

/** Changes come in crowds: a branch is switched, an editor saves all. */
const QUIET_MS = 200;

/**
 * @param {{ command: string, args: string[], watch: string[], prepare?: () => Promise<void>, say?: (line: string) => void }} options
 * `prepare` runs before each new start; when it fails, the program that runs goes on.
 */
export function runReloading({ command, args, watch, prepare = () => Promise.resolve(), say = (line) => process.stdout.write(`${line}\n`) }) {
  let ending = false;
  let timer;
  let turn = Promise.resolve();
  let child = start();

  function start() {
    const started = spawn(command, args, { stdio: 'inherit' });
    started.ended = new Promise((resolve) => started.once('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 0))));
    void started.ended.then((code) => {
      if (ending) process.exit(code);
      if (started === child && !started.leaving) say('It ended; the next change starts it again.');
    });
    return started;
  }

  async function reload() {
    if (ending) return;
    try {
      await prepare();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      return;
    }
    if (ending) return;
    child.leaving = true;
    child.kill('SIGTERM');
    await child.ended;
    if (!ending) child = start();
  }

  const watchers = watch.map((folder) => fs.watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => { turn = turn.then(reload); }, QUIET_MS);
  }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      ending = true;
      for (const watcher of watchers) watcher.close();
      if (child.exitCode !== null || child.signalCode !== null) process.exit(0);
      child.kill(signal);
    });
  }
}
