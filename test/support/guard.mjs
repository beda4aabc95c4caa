// Runs a server for a test run and makes sure that it never outlives it: our standard input is a pipe held by the owner, and the system closes
// that pipe when the owner ends in any way, a kill -9 included. Prints the server's pid first, and removes its folder at the end.
// Arguments: one JSON object { command, args, cwd?, uid?, gid?, env?, remove?, stopSignal? }.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

const { command, args, cwd, uid, gid, env, remove, stopSignal = 'SIGTERM' } = JSON.parse(process.argv[2]);
const server = spawn(command, args, { cwd, uid, gid, env: env ?? process.env, stdio: ['ignore', 'inherit', 'inherit'] });
process.stdout.write(`guarded pid ${server.pid}\n`);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
process.stdin.on('end', stop).on('error', stop).resume();

function stop() {
  server.kill(stopSignal);
  setTimeout(() => server.kill('SIGKILL'), 5_000).unref();
}

server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  finish(1);
});
server.on('exit', (code, signal) => finish(signal === null ? (code ?? 1) : 1));

function finish(code) {
  if (remove) fs.rmSync(remove, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}
