import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { StartFailure } from '@kontuar/platform';

interface Holder {
  pid: number;
  /** When that process began, as the system tells it: a number is given to another process sooner or later. */
  startedAt: string;
}

/** Another Kontuar works with this data folder. */
export class DataInUseError extends StartFailure {
  override readonly name = 'DataInUseError';

  constructor(dataDir: string, pid: number) {
    super(`Another Kontuar (process ${pid}) uses ${dataDir} already: stop it first, or give this one a folder of its own with KONTUAR_DATA_DIR.`);
  }
}

/**
 * Keeps a second Kontuar away from the data folder; a lock left by a killed one does not count.
 * @returns the way to let go. @throws DataInUseError
 */
export async function lockDataFolder(dataDir: string): Promise<() => void> {
  const file = path.join(dataDir, 'in-use.json');
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
  let contested = false;
  for (;;) {
    try {
      fs.writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    contested = true;
    const holder = readHolder(file);
    if (holder === undefined && isFresh(file)) {
      await pause(20);
    } else if (holder !== undefined && holder.pid !== process.pid && startOf(holder.pid) === holder.startedAt) {
      throw new DataInUseError(dataDir, holder.pid);
    } else {
      fs.rmSync(file, { force: true });
    }
  }
  // Two that find the same stale lock may both clear it; the one whose lock the other cleared steps back.
  if (contested) {
    await pause(100);
    const holder = readHolder(file);
    if (holder?.pid !== process.pid) throw new DataInUseError(dataDir, holder?.pid ?? 0);
  }
  return () => {
    if (readHolder(file)?.pid === process.pid) fs.rmSync(file, { force: true });
  };
}

/** Its owner may be about to write into it. */
function isFresh(file: string): boolean {
  try {
    return Date.now() - fs.statSync(file).mtimeMs < 2_000;
  } catch {
    return false;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Holder;
  } catch {
    // Gone meanwhile, or cut short by a full disk or a kill: it locks nothing.
    return undefined;
  }
}

/** Undefined when there is no such process. */
export function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie holds nothing any more.
      if (fields[0] === 'Z') return undefined;
      return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
    }
    if (process.platform === 'win32') {
      process.kill(pid, 0);
      return 'running';
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
