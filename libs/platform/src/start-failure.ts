import { type Config, ConfigError } from './config';

/** A start that cannot go on, for a reason that a person can mend; the message is the sentence that they read. */
export class StartFailure extends Error {
  override readonly name: string = 'StartFailure';
}

/** One sentence that says what is wrong and what to do, or undefined for a fault of ours, which deserves its stack. */
export function explainStartFailure(error: unknown, config?: Pick<Config, 'http' | 'dataDir'>): string | undefined {
  if (error instanceof ConfigError || error instanceof StartFailure) return error.message;
  const port = config?.http.port ?? '';
  const dataDir = config?.dataDir ?? 'the data folder';
  const { code, syscall, message } = error as { code?: string; syscall?: string; message?: string };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program: stop that one, or choose another with PORT.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      if (syscall === 'listen' || syscall === 'bind') return `This account may not listen on port ${port}: choose one above 1023 with PORT.`;
      return folderDenied(dataDir);
    case 'EADDRNOTAVAIL':
      return 'HOST is not an address of this machine.';
    case 'ENOSPC':
    case 'EDQUOT':
    case '53100':
      return diskFull(dataDir);
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
      return `The user of DATABASE_URL lacks a right (${message}): it must own the database, and the first migration creates a role.`;
    default:
      return undefined;
  }
}

export const diskFull = (dataDir: string) => `The disk that holds ${dataDir} is full: free some space and start again.`;
export const folderDenied = (dataDir: string) => `Kontuar may not write to ${dataDir}: give this account the right to, or choose another folder with KONTUAR_DATA_DIR.`;

/** The last act of a program whose start failed. */
export function endStart(error: unknown, config?: Pick<Config, 'http' | 'dataDir'>): never {
  const sentence = explainStartFailure(error, config) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
