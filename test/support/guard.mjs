// Keeps a server of a test run from outliving it: our standard input is a pipe held by the owner, and the system closes that pipe when the owner
// ends in any way, a kill -9 included. Prints the server's pid first, ends with its exit code, and cleans up after it.
// Arguments: one JSON object { command?, args?, cwd?, uid?, gid?, env?, stopSignal?, patienceMs?, remove?, endPostgresIn? }; without a command
// it only waits for the owner's end and cleans up.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const { command, args, cwd, uid, gid, env, remove, endPostgresIn, stopSignal = 'SIGTERM', patienceMs = 5_000 } = JSON.parse(process.argv[2]);
const server = command && spawn(command, args, { cwd, uid, gid, env: env ?? process.env, stdio: ['ignore', 'inherit', 'inherit'] });

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
process.stdin.on('end', stop).on('error', stop).resume();

if (server) {
  process.stdout.write(`guarded pid ${server.pid}\n`);
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    finish(1);
  });
  server.on('exit', (code, signal) => finish(signal === null ? (code ?? 1) : 137));
}

function stop() {
  if (!server) return finish(0);
  server.kill(stopSignal);
  setTimeout(() => server.kill('SIGKILL'), patienceMs).unref();
}

function finish(code) {
  if (endPostgresIn) endPostgres(endPostgresIn);
  if (remove) fs.rmSync(remove, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.exit(code);
}

/** A product that was killed on purpose leaves its database server running. */
function endPostgres(folder) {
  try {
    const pid = Number(fs.readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres') process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended already, as it should.
  }
}
