// node scripts/install-peers.mjs: what tests run for real beside the product and npm has. The Bluesky network is a package of its own, 360 MB with its
// dependencies: fetched by the first test that needs it, or ahead of it by CI and npm test, and not by who only runs Kontuar.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './steps.mjs';

const home = path.join(root, 'peers/bluesky');
const note = path.join(home, 'node_modules/.kontuar-installed');
const lock = path.join(home, '.installing');

/** Once for each lock file; whoever comes second waits for the first. */
export async function installPeers() {
  const wanted = createHash('sha256').update(fs.readFileSync(path.join(home, 'package-lock.json'))).digest('hex');
  const isThere = () => fs.existsSync(note) && fs.readFileSync(note, 'utf8') === wanted;
  for (const deadline = Date.now() + 900_000; !isThere();) {
    if (Date.now() > deadline) throw new Error('The Bluesky network was not installed in a quarter of an hour');
    if (!take()) {
      await new Promise((wait) => setTimeout(wait, 500));
      continue;
    }
    try {
      if (!isThere()) {
        // A SQLite that has to be compiled works for a few tests: making it quick takes three times as long as making it.
        const env = { ...process.env, CFLAGS: '-O0', CXXFLAGS: '-O0' };
        const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: home, env, shell: process.platform === 'win32' });
        if (code !== 0) throw new Error(`npm ci of the Bluesky network ended with ${code}:\n${output.slice(-10_000)}`);
        fs.writeFileSync(note, wanted);
      }
    } finally {
      fs.rmSync(lock, { force: true });
    }
  }
}

/** One process installs, the others wait; what a killed one left behind counts for nothing. */
function take() {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    try {
      process.kill(Number(fs.readFileSync(lock, 'utf8')), 0);
    } catch {
      fs.rmSync(lock, { force: true });
    }
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await installPeers();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
