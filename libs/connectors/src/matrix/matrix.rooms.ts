import { z } from 'zod';
import { ConnectorError } from '../contract';
import { call, path, type MatrixContext } from './matrix.client';
import { createdRoom } from './matrix.payloads';

/** Encryption is never switched off again; that there is none is asked anew now and then. */
const freshMs = 60_000;
const remembered = 5_000;
const known = new Map<string, { encrypted: boolean; at: number }>();

/** What goes out would be readable by the server, where the customer was promised that it is not. */
export async function refuseEncrypted(ctx: MatrixContext, roomId: string): Promise<void> {
  const key = `${ctx.channelId} ${roomId}`;
  const kept = known.get(key);
  const fresh = kept !== undefined && (kept.encrypted || ctx.now().getTime() - kept.at < freshMs) ? kept : { encrypted: await isEncrypted(ctx, roomId), at: ctx.now().getTime() };
  if (known.size > remembered) known.clear();
  known.set(key, fresh);
  if (fresh.encrypted) throw new ConnectorError('rejected', 'This room is encrypted end to end, which Kontuar can’t do yet: ask the customer to write in a room without encryption', { reason: 'unsupported' });
}

/** The sync says so at once. */
export function noteEncrypted(ctx: MatrixContext, roomId: string): void {
  known.set(`${ctx.channelId} ${roomId}`, { encrypted: true, at: ctx.now().getTime() });
}

async function isEncrypted(ctx: MatrixContext, roomId: string): Promise<boolean> {
  const state = await call(ctx, {
    path: path`/_matrix/client/v3/rooms/${roomId}/state/m.room.encryption/`,
    result: z.object({ algorithm: z.string().optional() }), unless: (status) => (status === 404 ? {} : undefined),
  });
  return state.algorithm !== undefined;
}

const direct = z.record(z.string(), z.array(z.string()).catch([]));

/** The room in which we talk with this person alone: the one there is, or a new one. */
export async function roomWith(ctx: MatrixContext, userId: string): Promise<string> {
  if (!/^@[^\s:]*:[^\s]+$/.test(userId)) throw new ConnectorError('rejected', 'A Matrix ID looks like @anna:example.com', { reason: 'bad-address' });
  const { userId: me } = ctx.settings;
  const data = path`/_matrix/client/v3/user/${me}/account_data/m.direct`;
  const rooms = await call(ctx, { path: data, result: direct, unless: (status) => (status === 404 ? {} : undefined) });
  const joined = await call(ctx, { path: '/_matrix/client/v3/joined_rooms', result: z.object({ joined_rooms: z.array(z.string()) }) });
  const existing = (rooms[userId] ?? []).find((room) => joined.joined_rooms.includes(room));
  if (existing !== undefined) return existing;
  const { room_id: roomId } = await call(ctx, { method: 'POST', path: '/_matrix/client/v3/createRoom', body: { preset: 'trusted_private_chat', is_direct: true, invite: [userId] }, result: createdRoom, effect: 'once' });
  // Only so that it is found again; the room is there.
  await call(ctx, { method: 'PUT', path: data, body: { ...rooms, [userId]: [...(rooms[userId] ?? []), roomId] }, result: z.unknown() }).catch((error: unknown) => {
    ctx.log.warn({ reason: error instanceof ConnectorError ? error.reason : 'unknown' }, 'the new room could not be noted as a direct one');
  });
  return roomId;
}
