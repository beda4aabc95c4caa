import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { run, step } from './steps.mjs';

/** What the tests run for real beside the product: a Redis, a browser, a mail server, an XMPP server. PostgreSQL comes with npm. */
const needed = [
  { programs: ['redis-server'], packages: ['redis-server'] },
  { programs: ['chromium', 'chromium-browser', 'google-chrome'], packages: ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji'] },
  // The same engine without windows: a third less work for two cores. Where it can't be had, the browser above does it all.
  { programs: ['chromium-headless-shell'], packages: ['chromium-headless-shell'], welcome: true },
  { programs: ['dovecot'], packages: ['dovecot-imapd', 'dovecot-lmtpd', 'dovecot-submissiond'] },
  { programs: ['postfix'], packages: ['postfix'] },
  { programs: ['prosody'], packages: ['prosody'] },
];

const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin', ...(process.env.PATH ?? '').split(':')];
const isInstalled = ({ programs }) => programs.some((program) => folders.some((folder) => fs.existsSync(`${folder}/${program}`)));

/** Installs what is missing where that is possible. Resolves with a sentence about what could not be had, or undefined. */
export async function prepareMachine() {
  const missing = needed.filter((need) => !isInstalled(need));
  if (process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')) {
    const [must, may] = [false, true].map((welcome) => missing.filter((need) => (need.welcome === true) === welcome).flatMap((need) => need.packages));
    if (must.length > 0) await step(`Installing for the tests: ${must.join(' ')}`, () => install(must, { insist: true }));
    // Apart: what a system does not know must not keep it from the rest.
    if (may.length > 0) await step(`Installing for the tests, where it can be had: ${may.join(' ')}`, () => install(may, { insist: false }));
  }
  const absent = missing.filter((need) => need.welcome !== true && !isInstalled(need));
  if (absent.length === 0) return undefined;
  return `This machine lacks ${absent.map((need) => need.programs[0]).join(', ')}, so the tests that need them fail: install the packages ${absent.flatMap((need) => need.packages).join(' ')} (Debian's names), or run npm test as root on Debian or Ubuntu.`;
}

async function install(packages, { insist }) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = () => run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env });
  const restore = keepServicesOff();
  try {
    let result = await aptGet();
    if (result.code !== 0 && insist) {
      await run('apt-get', ['update'], { env });
      result = await aptGet();
    }
    if (result.code !== 0 && insist) process.stdout.write(`${result.output.slice(-2_000)}\n`);
  } finally {
    restore();
  }
}

/** Debian starts a service when its package is installed, unless this file says no. The tests start their own, privately. */
function keepServicesOff() {
  const file = '/usr/sbin/policy-rc.d';
  const before = fs.existsSync(file) ? { content: fs.readFileSync(file), mode: fs.statSync(file).mode } : undefined;
  const restore = () => {
    process.off('exit', restore);
    if (before === undefined) fs.rmSync(file, { force: true });
    else fs.writeFileSync(file, before.content, { mode: before.mode });
  };
  fs.writeFileSync(file, '#!/bin/sh\nexit 101\n');
  fs.chmodSync(file, 0o755);
  process.on('exit', restore);
  return restore;
}

// CI begins with it beside the installation of packages: npm test then finds everything there, or says what is missing.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await prepareMachine();
