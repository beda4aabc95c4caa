/**
 * Who holds which connection in this process. The one that receives serves sends too; where another process receives, an account opens a
 * second one that is present nowhere, and so is sent nothing. A component may have one only.
 */
import { createHash } from 'node:crypto';
import type { Context } from '../contract';
import { Session } from './xmpp.session';
import type { XmppSettings } from './xmpp.settings';

export type XmppContext = Context<XmppSettings>;

/** A connection that only sends is given up when nobody sent for so long. */
const idleMs = 60_000;

interface Held { main?: Session; sender?: Promise<Session>; idle?: NodeJS.Timeout }
const held = new Map<string, Held>();

/** A changed password is another connection. */
function keyOf({ channelId, settings }: XmppContext): string {
  return createHash('sha256').update(JSON.stringify([channelId, settings])).digest('base64');
}

/** The connection that receives, until it ends or is closed. */
export async function openMain(ctx: XmppContext): Promise<Session> {
  const key = keyOf(ctx);
  const before = held.get(key);
  // The server would refuse a second connection of a component.
  if (ctx.settings.connection === 'component') (await before?.sender?.catch(() => undefined))?.close();
  const session = await Session.open(ctx.settings, ctx.allowPrivateHosts);
  const own: Held = { ...held.get(key), main: session };
  held.set(key, own);
  session.onEnd = () => { if (held.get(key)?.main === session) forget(key, 'main'); };
  return session;
}

/** A connection to send on. */
export async function borrow(ctx: XmppContext): Promise<Session> {
  const key = keyOf(ctx);
  const entry: Held = held.get(key) ?? {};
  held.set(key, entry);
  if (entry.main !== undefined && entry.main.ended === undefined) return entry.main;
  const opened = await entry.sender?.catch(() => undefined);
  if (opened !== undefined && opened.ended === undefined) return used(key, opened);
  const opening = entry.sender === undefined || opened?.ended !== undefined ? Session.open(ctx.settings, ctx.allowPrivateHosts) : entry.sender;
  held.set(key, { ...held.get(key), sender: opening });
  try {
    const session = await opening;
    session.onEnd = () => forget(key, 'sender', opening);
    return used(key, session);
  } catch (error) {
    forget(key, 'sender', opening);
    throw error;
  }
}

/** Closed when nobody used it for a while. */
function used(key: string, session: Session): Session {
  const entry = held.get(key);
  if (entry === undefined) return session;
  clearTimeout(entry.idle);
  entry.idle = setTimeout(() => session.close(), idleMs);
  entry.idle.unref();
  return session;
}

function forget(key: string, what: 'main' | 'sender', which?: Promise<Session>): void {
  const entry = held.get(key);
  if (entry === undefined) return;
  if (which !== undefined && entry.sender !== which) return;
  if (what === 'sender') clearTimeout(entry.idle);
  const rest: Held = { ...entry };
  delete rest[what];
  if (rest.main === undefined && rest.sender === undefined) held.delete(key);
  else held.set(key, rest);
}
