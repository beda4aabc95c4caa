import fs from 'node:fs';
import path from 'node:path';
import { PlainError, root, run, step } from './steps.mjs';
import { takeTurn } from './turns.mjs';

const OLDEST_NODE = [20, 19];

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new PlainError(`Kontuar needs Node ${OLDEST_NODE.join('.')} or newer, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org.`);
}

/** Installs the packages of the lock file when they are not all there. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  const endTurn = await takeTurn('install');
  try {
    // Another start may have installed them while we waited for it.
    if (!isInstalled()) await step('Installing packages (takes about a minute, only when they change)', install);
  } finally {
    endTurn();
  }
}

async function install() {
  // --include=dev: under NODE_ENV=production npm would leave out the compiler.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const { code, output } = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args])
    : await run('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) throw new PlainError(explainNpm(output), output.slice(-3_000));
}

function explainNpm(output) {
  const has = (...codes) => codes.some((code) => output.includes(code));
  if (has('ENOSPC', 'no space left')) return `The disk that holds ${root} is full: free some space (about 1 GB) and start again.`;
  if (has('EACCES', 'EPERM', 'EROFS')) return `npm may not write to ${root}: give this account the right to write there, or clone Kontuar elsewhere.`;
  if (has('ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH', 'ENOTCACHED')) {
    return 'npm could not reach its package registry: check the network connection or proxy, then start again.';
  }
  if (output.includes('ENOENT') && output.includes('npm')) return 'npm was not found: install Node together with npm, then start again.';
  return 'npm could not install the packages (its words are above).';
}

/** Compares the lock file with the note that npm leaves in node_modules when an installation is complete. */
function isInstalled() {
  const wanted = readLock('package-lock.json');
  const present = readLock('node_modules/.package-lock.json');
  if (present === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true;
    const found = present[name];
    // A package for another platform is rightly absent.
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readLock(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
