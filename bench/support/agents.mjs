// Agents' browsers as far as the socket goes, many in one process: the frames are looked at, not parsed, so that the listeners cost little.
import WebSocket from 'ws';
import { pause } from './machine.mjs';

/** What a customer's text carries, to be found again in a frame. */
export const stamped = (text) => `${text} [sent ${(performance.timeOrigin + performance.now()).toFixed(2)}]`;
const STAMP = /\[sent (\d+\.\d+)\]/;

/** `count` sockets on /agents; `delays` gets one number for each message that reaches each of them. */
export async function openAgents(url, cookies, { atOnce = 1 } = {}) {
  const state = { delays: [], frames: 0, bytes: 0, recording: false };
  const sockets = [];
  const waiting = [...cookies];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (waiting.length > 0) sockets.push(await connect(url, waiting.shift(), state));
  }));
  return { state, close: () => sockets.forEach((socket) => socket.terminate()) };
}

async function connect(url, cookie, state) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers: cookie === undefined ? {} : { cookie }, perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (frame) => {
      const head = frame[0];
      if (head === 0x30) return void socket.send('40/agents,'); // engine open: join the namespace
      if (head === 0x32) return void socket.send('3'); // ping
      if (head === 0x34 && frame[1] === 0x30) return void resolve(); // joined
      if (head === 0x34 && frame[1] === 0x34) return void reject(new Error(frame.toString()));
      read(frame, state);
    });
  });
  return socket;
}

function read(frame, state) {
  if (!state.recording) return;
  state.frames += 1;
  state.bytes += frame.length;
  // 42/agents,["message.created",…
  if (frame.indexOf('message.created') !== 12) return;
  const at = frame.indexOf('[sent ');
  if (at < 0) return;
  const sent = STAMP.exec(frame.toString('latin1', at, at + 40))?.[1];
  if (sent !== undefined) state.delays.push(performance.timeOrigin + performance.now() - Number(sent));
}

/** `perSecond` calls of `send(n)`, evenly, for `seconds`; resolves when all were answered. */
export async function evenly(perSecond, seconds, send) {
  const total = perSecond * seconds;
  const started = performance.now();
  const running = [];
  for (let number = 0; number < total; number++) {
    const due = started + (number * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await pause(wait);
    running.push(send(number));
  }
  await Promise.all(running);
}
