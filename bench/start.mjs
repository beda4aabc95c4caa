// Experiment 11: how long npm start takes, the first time on an empty data folder and afterwards, and how much memory it holds idle.
import { median, table } from './support/figures.mjs';
import { pause } from './support/machine.mjs';
import path from 'node:path';
import { folder, openProcess } from './support/servers.mjs';

export const title = 'Start and idle memory of npm start';
const AGAIN = 3;

export async function run() {
  const env = { KONTUAR_DATA_DIR: path.join(folder, 'started'), KONTUAR_OWNER_EMAIL: 'owner@example.com', KONTUAR_OWNER_PASSWORD: 'correct horse battery' };
  const start = () => openProcess('scripts/start.mjs', { env, ready: /Kontuar is ready/ });
  const first = await start();
  await first.stop();
  const again = [];
  let idle = Number.NaN;
  for (let round = 0; round < AGAIN; round++) {
    const started = await start();
    again.push(started.startedMs);
    if (round === AGAIN - 1) {
      await pause(8_000);
      idle = started.memory();
    }
    await started.stop();
  }
  const seconds = (value) => `${(value / 1000).toFixed(1)} s`;
  return {
    text: table(['', 'figure', 'target'], [['first start: create the database, migrate', seconds(first.startedMs), ''], ['later starts', seconds(median(again)), '≤ 5 s'], ['memory idle, without PostgreSQL', `${Math.round(idle)} MB`, '≤ 350 MB']]),
    notes: 'Dependencies are installed and everything is built beforehand.',
    summary: [
      ['npm start, first time (installed and built)', seconds(first.startedMs), '', ''],
      ['npm start, later', seconds(median(again)), 'target ≤ 5 s', ''],
      ['memory idle, without PostgreSQL', `${Math.round(idle)} MB`, 'target ≤ 350 MB', ''],
    ],
  };
}
