import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { diskFull, folderDenied, StartFailure } from '@kontuar/platform';
import { dataFolderArgument, type PostgresAccount, type PostgresBinaries } from './postgres-binaries';

/** Where one PostgreSQL keeps its things, and as whom it runs. */
export interface Place {
  dataDir: string;
  passwordFile: string;
  logFile: string;
  account: PostgresAccount | undefined;
  binaries: PostgresBinaries;
  dataArgument: string;
}

export const OWNER = 'kontuar';

/** Nothing of ours: PGDATA, PGPORT and their like are about another PostgreSQL of the machine, and our secrets are none of its business. */
export const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** PostgreSQL did not come up, and its last words say why. */
export class PostgresStartError extends StartFailure {
  override readonly name = 'PostgresStartError';

  constructor(message: string, dataDir: string, readonly log: string) {
    super(plainReason(dataDir, log) ?? [message, log.trim()].filter((part) => part !== '').join('\n'));
  }
}

function plainReason(dataDir: string, log: string): string | undefined {
  if (/no space left on device/i.test(log)) return diskFull(dataDir);
  if (/permission denied|read-only file system/i.test(log)) return folderDenied(dataDir);
  if (/could not (create|map|resize) .*shared memory/i.test(log)) return 'PostgreSQL got too little memory to start: give this machine or container more (512 MB is enough for a start).';
  return undefined;
}

/** In a folder beside its place, moved there when it is whole: a start that was killed half-way leaves nothing that looks like a database. */
export async function createCluster(place: Place): Promise<void> {
  const { account, dataDir, passwordFile } = place;
  const draft = `${dataDir}-creating`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { mode: 0o700 });
  const password = randomBytes(24).toString('hex');
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account === undefined) {
    await initdb(place, draft, passwordFile);
  } else {
    fs.chownSync(draft, account.uid, account.gid);
    // The account may not find the file by its path, so it inherits the open file, and for that moment owns it.
    const inherited = fs.openSync(passwordFile, 'r');
    fs.chownSync(passwordFile, account.uid, account.gid);
    try {
      await initdb(place, draft, inherited);
    } finally {
      fs.chownSync(passwordFile, 0, 0);
      fs.closeSync(inherited);
    }
  }
  fs.renameSync(draft, dataDir);
}

/** The first of these locales that the machine has: its letters decide what the trigram search takes for a word. */
const LOCALES = ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'C'];

async function initdb(place: Place, draft: string, password: string | number): Promise<void> {
  const passwordArgument = typeof password === 'number' ? '/dev/fd/3' : password;
  for (const locale of LOCALES) {
    const child = spawn(
      place.binaries.initdb,
      ['-D', dataFolderArgument(draft, place.account), '-U', OWNER, '--auth=scram-sha-256', `--pwfile=${passwordArgument}`, '--encoding=UTF8', `--locale=${locale}`, '--no-instructions'],
      { cwd: draft, ...place.account, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe', ...(typeof password === 'number' ? [password] : [])] },
    );
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code === 0) return;
    if (!output.includes('locale name')) throw new PostgresStartError('PostgreSQL could not create its data folder.', place.dataDir, output);
  }
  throw new PostgresStartError('PostgreSQL knows none of the usual locales here.', place.dataDir, '');
}

/** The password of the owner's account; made anew when its file is gone. */
export async function readPassword(place: Place): Promise<string> {
  const known = fs.existsSync(place.passwordFile) ? fs.readFileSync(place.passwordFile, 'utf8').trim() : '';
  if (known !== '') return known;
  // The file was lost, the data was not: a single-user session of the owner's account needs no password.
  const password = randomBytes(24).toString('hex');
  const session = promisify(execFile)(place.binaries.postgres, ['--single', '-D', place.dataArgument, 'postgres'], { cwd: place.dataDir, ...place.account, env: ENVIRONMENT });
  session.child.stdin?.end(`ALTER ROLE ${OWNER} PASSWORD '${password}'\n`);
  await session;
  fs.writeFileSync(place.passwordFile, `${password}\n`, { mode: 0o600 });
  return password;
}
