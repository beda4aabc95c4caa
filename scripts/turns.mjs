// Two starts in one clone take turns, instead of deleting each other's files.
import fs from 'node:fs';
import path from 'node:path';
import { PlainError, root } from './steps.mjs';

/** Waits for the turn; answers what ends it. `what`: 'build', 'install'. */
export async function takeTurn(what) {
  const lock = path.join(root, 'dist', `.${what}.lock`);
  for (;;) {
    try {
      fs.mkdirSync(path.dirname(lock), { recursive: true });
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code === 'ENOSPC') throw new PlainError(`The disk that holds ${root} is full: free some space and start again.`);
      if (error.code !== 'EEXIST') throw new PlainError(`${path.dirname(lock)} can't be written (${error.code}): give this account the right to write there.`);
    }
    if (isHeld(lock)) await new Promise((resolve) => setTimeout(resolve, 200));
    else fs.rmSync(lock, { force: true });
  }
  const end = () => fs.rmSync(lock, { force: true });
  process.once('exit', end);
  return () => {
    process.off('exit', end);
    end();
  };
}

function isHeld(lock) {
  try {
    const pid = Number(fs.readFileSync(lock, 'utf8'));
    // Empty: its owner is about to write its number, or died at that very moment.
    if (pid === 0) return Date.now() - fs.statSync(lock).mtimeMs < 2_000;
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
