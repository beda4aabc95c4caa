// npm run bench [-- name …]: measures, and prints figures, machine and the ratio to a bare baseline of the same run.
import os from 'node:os';
import { build } from '../scripts/build.mjs';
import { table } from './support/figures.mjs';
import { machine } from './support/machine.mjs';

const names = ['webhook', 'ingest', 'live', 'reconnects', 'fanout', 'nodes', 'inbox', 'peer', 'views', 'board', 'rules', 'mail', 'start', 'people', 'knowledge', 'imports', 'privacy', 'mentions', 'moderation', 'reports', 'browser'];
// Parts of an experiment follow its name: browser typing.
const partsOf = { browser: ['opening', 'typing', 'scrolling', 'memory'], fanout: ['thousand'], peer: ['ten-million'] };
const given = process.argv.slice(2);
const wanted = given.filter((name) => names.includes(name));
const parts = given.filter((name) => wanted.some((one) => partsOf[one]?.includes(name)));
const unknown = given.filter((name) => !wanted.includes(name) && !parts.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no experiment ${unknown.join(', ')}; there are ${names.join(', ')}.\n`);
  process.exit(1);
}

await build();
const { closeServers } = await import('./support/servers.mjs');
const startedAt = Date.now();
const summary = [];
try {
  process.stdout.write(`${machine()}; load ${os.loadavg()[0].toFixed(1)} before; ${new Date().toISOString().slice(0, 10)}\n`);
  for (const name of names.filter((one) => wanted.length === 0 || wanted.includes(one))) {
    const experiment = await import(`./${name}.mjs`);
    process.stdout.write(`\n## ${experiment.title}\n\n`);
    const since = Date.now();
    const result = await experiment.run(parts.filter((part) => partsOf[name]?.includes(part)));
    process.stdout.write(`${result.text}\n\n${result.notes === undefined ? '' : `${result.notes} `}(${Math.round((Date.now() - since) / 1000)} s)\n`);
    summary.push(...result.summary);
  }
  process.stdout.write(`\n## Summary\n\n${table(['what', 'Kontuar', 'in the same run', 'ratio'], summary)}\n\n${Math.round((Date.now() - startedAt) / 1000)} s\n`);
} catch (error) {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
} finally {
  await closeServers();
}
