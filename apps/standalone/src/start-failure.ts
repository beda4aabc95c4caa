import { type Config, ConfigError } from '@kontuar/platform';
import { DataInUseError } from './data-lock';
import { PostgresStartError } from './postgres-cluster';

/** One sentence that says what is wrong and what to do, or undefined for a fault of ours, which deserves its stack. */
export function explainStartFailure(error: unknown, config?: Pick<Config, 'http' | 'dataDir'>): string | undefined {
  if (error instanceof ConfigError || error instanceof DataInUseError) return error.message;
  const port = config?.http.port ?? '';
  const dataDir = config?.dataDir ?? 'the data folder';
  const full = `The disk that holds ${dataDir} is full: free some space and start again.`;
  const denied = `Kontuar may not write to ${dataDir}: give this account the right to, or choose another folder with KONTUAR_DATA_DIR.`;

  if (error instanceof PostgresStartError) {
    if (/no space left on device/i.test(error.log)) return full;
    if (/permission denied|read-only file system/i.test(error.log)) return denied;
    if (/could not (create|map|resize) .*shared memory/i.test(error.log)) return 'PostgreSQL got too little memory to start: give this machine or container more (512 MB is enough for a start).';
    return [error.message, error.log.trim()].filter((part) => part !== '').join('\n');
  }
  const { code, syscall, message } = error as { code?: string; syscall?: string; message?: string };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program: stop that one, or choose another with PORT.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      if (syscall === 'listen' || syscall === 'bind') return `This account may not listen on port ${port}: choose one above 1023 with PORT.`;
      return denied;
    case 'EADDRNOTAVAIL':
      return 'HOST is not an address of this machine.';
    case 'ENOSPC':
    case 'EDQUOT':
    case '53100':
      return full;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${dataDir} is not a folder: choose one with KONTUAR_DATA_DIR.`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return `The PostgreSQL of DATABASE_URL can't be reached (${code}): check the address and that it runs.`;
    case '28P01':
    case '28000':
      return 'The PostgreSQL of DATABASE_URL refuses the user or password.';
    case '3D000':
      return 'The database of DATABASE_URL does not exist: create it first.';
    case '42501':
      return `The user of DATABASE_URL lacks a right (${message}): it must own the database, and may need the right to create roles.`;
    default:
      return undefined;
  }
}
