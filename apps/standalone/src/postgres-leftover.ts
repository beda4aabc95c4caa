import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export interface Leftover {
  pid: number;
  port: number;
}

/** What postmaster.pid says, or undefined when there is none. */
export function readLeftover(dataDir: string): Leftover | undefined {
  try {
    const lines = fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]) } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** True when `pid` is a PostgreSQL that works in `dataDir`: a number alone proves nothing, it may belong to anyone by now. */
export function isPostgresOf(pid: number, dataDir: string): boolean {
  try {
    if (process.platform === 'linux') {
      // A zombie has no working folder: this fails for it, as it should.
      return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres' && isSameFolder(`/proc/${pid}/cwd`, dataDir);
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(dataDir);
  } catch {
    return false;
  }
}

function isSameFolder(left: string, right: string): boolean {
  const [one, other] = [fs.statSync(left), fs.statSync(right)];
  return one.ino === other.ino && one.dev === other.dev;
}
