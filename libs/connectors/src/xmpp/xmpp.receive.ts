import { z } from 'zod';
import { ConnectorError, type Delivery, type Emit, type Json } from '../contract';
import { archived, hasArchive, type From } from './xmpp.archive';
import { connectionError, Refused, StreamEnded } from './xmpp.errors';
import { NS } from './xmpp.namespaces';
import type { Session } from './xmpp.session';
import { openMain, type XmppContext } from './xmpp.sessions';
import { ownDomain } from './xmpp.settings';
import { deliveryOf, heardLive, isSilent, type Heard } from './xmpp.stored';
import { childOf, el, type Element } from './xmpp.xml';

/** `after`: the entry of the archive that was read last; `at`: until when, should that entry be gone. */
const cursorSchema = z.object({ at: z.iso.datetime() }).catchall(z.string());
type Cursor = z.infer<typeof cursorSchema>;
const mostAtOnce = 200;
const mostWaiting = 10_000;

/** Present first, then what came before, then what comes: between the two nothing can fall, and what comes by both ways is one delivery. */
export async function stream(ctx: XmppContext, stored: Json | undefined, { emit, signal }: { emit: Emit; signal: AbortSignal }): Promise<void> {
  if (signal.aborted) return;
  const session = await openMain(ctx);
  const reader = new Reader(ctx, session, emit, cursorSchema.safeParse(stored).data);
  const stop = (): void => session.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await reader.run();
  } catch (error) {
    if (!signal.aborted) throw error instanceof StreamEnded || error instanceof Refused ? connectionError(error) : error;
  } finally {
    signal.removeEventListener('abort', stop);
    session.close();
  }
}

class Reader {
  private readonly waiting: Heard[] = [];
  private wake: (() => void) | undefined;
  private cursor: Cursor;

  constructor(private readonly ctx: XmppContext, private readonly session: Session, private readonly emit: Emit, cursor: Cursor | undefined) {
    this.cursor = cursor ?? { at: (ctx.addedAt ?? ctx.now()).toISOString() };
    session.onMessage = (message) => this.hear(message);
    const forget = session.onEnd;
    session.onEnd = (why) => { forget?.(why); this.wake?.(); };
  }

  async run(): Promise<void> {
    if (this.ctx.settings.connection === 'account') await this.beginAsAccount();
    else await this.emit({ deliveries: [], cursor: this.cursor });
    for (;;) {
      if (this.waiting.length > 0) await this.store(this.waiting.splice(0, mostAtOnce));
      else if (this.session.ended !== undefined) throw this.session.ended;
      else await new Promise<void>((resolve) => { this.wake = resolve; });
    }
  }

  private async beginAsAccount(): Promise<void> {
    await this.optional(() => this.session.ask('set', el('enable', { xmlns: NS.carbons })));
    // Who never asks for the contacts is told of no contact requests.
    await this.optional(() => this.session.ask('get', el('query', { xmlns: NS.roster })));
    const archive = await hasArchive(this.session);
    await this.session.send(el('presence', {}, el('priority', {}, '5')));
    if (archive) await this.catchUp();
    else this.ctx.log.warn({}, 'this XMPP server keeps no archive: what comes while Kontuar is away depends on its offline storage');
    await this.emit({ deliveries: [], cursor: this.cursor });
  }

  private async catchUp(): Promise<void> {
    const { after, at } = this.cursor;
    try {
      await this.read(after === undefined ? { since: new Date(at) } : { after });
    } catch (error) {
      // What we read last was deleted there meanwhile.
      if (!(error instanceof Refused) || after === undefined) throw error;
      await this.read({ since: new Date(at) });
    }
  }

  private async read(from: From): Promise<void> {
    for await (const { heard, last } of archived(this.session, from)) {
      if (last !== undefined) this.cursor = { ...this.cursor, after: last };
      await this.store(heard);
    }
  }

  private hear(message: Element): void {
    const heard = heardLive(message, { me: this.session.jid.bare, domain: ownDomain(this.ctx.settings), now: this.ctx.now(), isOwn: (from) => this.session.isOwn(from) });
    if (heard === undefined) return;
    this.waiting.push(heard);
    this.wake?.();
    // More than is stored meanwhile: the archive keeps the rest, and is read from there when we come back.
    if (this.waiting.length > mostWaiting) this.session.close();
  }

  private async store(heard: Heard[]): Promise<void> {
    const kept = heard.filter(({ message }) => !isSilent(message));
    for (const { archiveId, at } of heard) {
      if (archiveId !== undefined) this.cursor = { ...this.cursor, after: archiveId };
      if (at > this.cursor.at) this.cursor = { ...this.cursor, at };
    }
    if (kept.length === 0) return;
    const deliveries: Delivery[] = kept.map((one) => deliveryOf(this.session.jid.bare, one));
    await this.emit({ deliveries, cursor: this.cursor });
    for (const { message } of kept) this.acknowledge(message);
  }

  /** What is stored has arrived: the customer's app shows it. */
  private acknowledge(message: Element): void {
    const { from, id, to, type } = message.attrs;
    const wanted = childOf(message, 'request', NS.receipts) !== undefined && type !== 'error' && type !== 'groupchat';
    if (!wanted || id === undefined || from === undefined || this.session.isOwn(from.split('/')[0])) return;
    const own = this.ctx.settings.connection === 'component' ? { from: to } : {};
    this.session.send(el('message', { to: from, type, ...own }, el('received', { xmlns: NS.receipts, id }))).catch(() => undefined);
  }

  private async optional(ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}

/** An account that keeps an archive; a component has none. */
export async function* history(ctx: XmppContext, since: Date, open: (ctx: XmppContext) => Promise<Session>): AsyncIterable<Delivery[]> {
  if (ctx.settings.connection !== 'account') return;
  const session = await open(ctx);
  try {
    if (!(await hasArchive(session))) return;
    for await (const { heard } of archived(session, { since })) yield heard.filter(({ message }) => !isSilent(message)).map((one) => deliveryOf(session.jid.bare, one));
  } catch (error) {
    throw error instanceof ConnectorError ? error : connectionError(error);
  }
}
