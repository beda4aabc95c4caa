import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Something that the person at the keyboard can act on: printed as one sentence, without a stack. */
export class PlainError extends Error {
  constructor(sentence, details) {
    super(sentence);
    this.details = details;
  }
}

/** Shows what is going on while it goes on, and how long it took. */
export async function step(title, work) {
  const startedAt = Date.now();
  process.stdout.write(`${title} …\n`);
  try {
    const result = await work();
    process.stdout.write(`${title}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${title}: failed\n`);
    throw error;
  }
}

/** Runs a program to its end. `show` lets its output through; otherwise it is kept, and told when the program fails. */
export function run(command, args, { show = false, env, cwd = root, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: show ? (env ?? process.env) : { ...(env ?? process.env), NO_COLOR: '1', FORCE_COLOR: '0' }, shell, stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 1), output }));
  });
}

export const node = (script, ...args) => [process.execPath, [path.join(root, script), ...args]];

/** One sentence for what a person can mend, a stack for what they can't. */
export function tell(error) {
  if (error instanceof PlainError) {
    if (error.details) process.stderr.write(`${error.details.trimEnd()}\n\n`);
    process.stderr.write(`${error.message}\n`);
  } else {
    process.stderr.write(`${error?.stack ?? error}\n`);
  }
}

export function fail(error) {
  tell(error);
  process.exit(1);
}
