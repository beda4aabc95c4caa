import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { freePort, startGuarded } from '../support/guarded-process';

const root = path.resolve(__dirname, '../..');

it('starts the product anew when a file changes, and prints no error while the old one ends', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kontuar-test-reload-'));
  const watched = path.join(folder, 'sources');
  const dataDir = path.join(folder, 'data');
  fs.mkdirSync(watched);
  const program = `import { runReloading } from ${JSON.stringify(path.join(root, 'scripts/reload.mjs'))};
    runReloading({ command: process.execPath, args: [${JSON.stringify(path.join(root, 'dist/apps/standalone/src/main.js'))}], watch: [${JSON.stringify(watched)}] });`;
  const reloading = startGuarded({
    command: process.execPath,
    args: ['--input-type=module', '--eval', program],
    cwd: root,
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(await freePort(22_000, 22_499)), KONTUAR_DATA_DIR: dataDir, LOG_LEVEL: 'info' },
    remove: folder,
    endPostgresIn: path.join(dataDir, 'postgres'),
    patienceMs: 40_000,
  });
  const starts = (times: number) => eventually(() => { expect(reloading.log().match(/Kontuar is ready/g) ?? []).toHaveLength(times); }, 60_000);
  try {
    await starts(1);
    for (let times = 2; times <= 3; times += 1) {
      fs.writeFileSync(path.join(watched, 'changed.ts'), String(times));
      await starts(times);
    }
  } finally {
    expect(await reloading.stop()).toBe(0);
  }
  expect(reloading.log()).not.toMatch(/57P01|terminating connection|error|trouble/i);
}, 120_000);
