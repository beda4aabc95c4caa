// Thousands of agents' browsers, spread over a few processes, as one.
import { fork } from 'node:child_process';
import path from 'node:path';
import { onClose } from './servers.mjs';
import { pause, root } from './machine.mjs';

const PER_PROCESS = 2500;

/** `catchesUp`: they ask the product's REST for what they missed; a bare server has none. */
export async function openCrowd(url, cookies, { catchesUp = true, atOnce = 50 } = {}) {
  const parts = [];
  for (let at = 0; at < cookies.length; at += PER_PROCESS) parts.push({ ...program(), cookies: cookies.slice(at, at + PER_PROCESS) });
  const all = (order, input) => Promise.all(parts.map((part) => part.ask(order, input)));
  const since = performance.now();
  await Promise.all(parts.map((part) => part.ask('connect', { url, cookies: part.cookies.map((cookie) => cookie ?? null), catchesUp, atOnce: Math.ceil(atOnce / parts.length) })));
  const crowd = {
    size: cookies.length,
    firstMs: performance.now() - since,
    order: all,
    async state() {
      const states = await all('state');
      return { connected: sum(states, 'connected'), caughtUp: sum(states, 'caughtUp') };
    },
    /** Until all are there again; false when that took too long. */
    async backWithin(ms) {
      for (const until = performance.now() + ms; performance.now() < until; await pause(250)) if ((await crowd.state()).caughtUp === crowd.size) return true;
      return false;
    },
    async report(tokens) {
      const reports = await all('report', { tokens });
      return {
        ...Object.fromEntries(['requests', 'failures', 'refusals', 'memory', 'missing'].map((name) => [name, sum(reports, name)])),
        ...Object.fromEntries(['connectedAt', 'caughtUpAt', 'delays'].map((name) => [name, reports.flatMap((one) => one[name])])),
      };
    },
    async close() { await Promise.all(parts.map((part) => part.end())); },
  };
  return crowd;
}

const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

function program() {
  const child = fork(path.join(root, 'bench/support/crowd-client.mjs'), { env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', NODE_ENV: 'production' } });
  const waiting = new Map();
  const gone = new Promise((resolve) => { child.once('exit', resolve); });
  let number = 0;
  child.on('message', ({ id, answer, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new Error(error));
  });
  child.once('exit', (code) => { for (const { reject } of waiting.values()) reject(new Error(`a process of agents ended with ${code}`)); });
  const end = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await gone;
  };
  onClose(end);
  return {
    end,
    ask: (order, input) => new Promise((resolve, reject) => {
      waiting.set(++number, { resolve, reject });
      child.send({ id: number, order, input });
    }),
  };
}
