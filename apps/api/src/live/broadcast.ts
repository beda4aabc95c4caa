import type { PackedEmission } from '@kontuar/core';
import type { Namespace, Socket } from 'socket.io';

/** The parts of a connection that decide how it is written to; engine.io has them, its types keep some to itself. */
interface Connection {
  transport: { name: string; perMessageDeflate?: unknown; socket?: { _sender?: { sendFrame?: unknown } } };
  write(data: string, options: { wsPreEncodedFrame: Buffer[] }): void;
}
type AnyNamespace = Pick<Namespace, 'name' | 'adapter' | 'sockets'>;

/**
 * Sends what one round of the relay tells to the sockets of this process. Each event is encoded once, and a socket gets all that is for it in
 * one write, in order: with hundreds of agents it is the number of writes that costs.
 */
export function broadcast(agents: AnyNamespace, emissions: readonly PackedEmission[]): void {
  const packets = emissions.map(({ type, json }) => `2${agents.name},["${type}",${json}]`);
  // Most sockets get the very same: those who see everything, those of one team.
  const buffers = new Map<string, Buffer>();
  for (const [id, mine] of recipients(agents, emissions)) {
    const socket = agents.sockets.get(id);
    if (socket === undefined) continue;
    // Engine.IO keeps its transport's own parts out of its types; takesFrames looks whether they are there.
    const connection = socket.conn as unknown as Connection;
    if (!takesFrames(connection)) {
      writeEach(socket, mine.map((at) => packets[at] as string));
      continue;
    }
    const key = mine.join();
    let frames = buffers.get(key);
    if (frames === undefined) buffers.set(key, (frames = Buffer.concat(mine.map((at) => textFrame(`4${packets[at]}`)))));
    connection.write('', { wsPreEncodedFrame: [frames] });
  }
}

/** Which of the emissions each socket gets. */
function recipients(agents: AnyNamespace, emissions: readonly PackedEmission[]): Map<string, number[]> {
  const { rooms } = agents.adapter;
  const all = new Map<string, number[]>();
  emissions.forEach((emission, at) => {
    const spared = emission.except.flatMap((room) => rooms.get(room) ?? []);
    for (const room of emission.rooms) {
      for (const id of rooms.get(room) ?? []) {
        if (spared.some((ids) => ids.has(id))) continue;
        const mine = all.get(id);
        if (mine === undefined) all.set(id, [at]);
        // In several of the rooms, told once.
        else if (mine.at(-1) !== at) mine.push(at);
      }
    }
  });
  return all;
}

/** A plain WebSocket; one that still polls, compresses or is not what we know gets packet after packet, as Socket.IO would send them. */
const takesFrames = ({ transport }: Connection): boolean => transport.name === 'websocket' && !transport.perMessageDeflate && typeof transport.socket?._sender?.sendFrame === 'function';

function writeEach(socket: Socket, packets: readonly string[]): void {
  // What Socket.IO itself writes packets with, and keeps private in its types.
  const { client } = socket as unknown as { client: { writeToEngine(encoded: readonly string[], options: object): void } };
  client.writeToEngine(packets, {});
}

/** A whole text message as a server sends it: final, unmasked (RFC 6455, 5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x81;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head, 'utf8');
  return frame;
}
