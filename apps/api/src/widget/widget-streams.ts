import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { VisitorHint } from '@kontuar/contract';
import { AGENT_TYPING, DomainError, LOG, PULSE, THREADS_CHANGED, VisitorThreads, type ThreadsChanged } from '@kontuar/core';
import { errorFields, type Log, type Pulse } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from '../http/network-of';
import type { Guest } from './widget-door';

interface Stream { guest: Guest; network: string; conversationId: string | undefined; reply: FastifyReply; hintTimer?: NodeJS.Timeout }

const HEARTBEAT_MS = 15_000;
/** Changes that come together are one hint. */
const GATHER_MS = 30;
const MAX_PER_VISITOR = 6;
const MAX_PER_NETWORK = 200;
const MAX_STREAMS = 20_000;

/** Visitors who watch their conversation now. A stream carries hints only: losing one loses nothing, the thread is asked again. */
@Injectable()
export class WidgetStreams implements BeforeApplicationShutdown {
  private readonly streams = new Set<Stream>();
  private readonly ends: (() => void)[];

  constructor(private readonly threads: VisitorThreads, @Inject(LOG) private readonly log: Log, @Inject(PULSE) pulse: Pulse) {
    const heartbeat = setInterval(() => { for (const stream of this.streams) stream.reply.raw.write(': here\n\n'); }, HEARTBEAT_MS);
    heartbeat.unref();
    this.ends = [
      () => { clearInterval(heartbeat); },
      pulse.subscribe(THREADS_CHANGED, (payload) => { if (this.streams.size > 0) void this.changed(JSON.parse(payload) as ThreadsChanged); }),
      pulse.subscribe(AGENT_TYPING, (payload) => {
        const { conversationId, name } = JSON.parse(payload) as { conversationId: string; name: string };
        for (const stream of this.streams) if (stream.conversationId === conversationId) send(stream, { type: 'typing', name });
      }),
    ];
  }

  /** An open stream would hold up the end of the process. */
  beforeApplicationShutdown(): void {
    for (const end of this.ends) end();
    for (const stream of this.streams) stream.reply.raw.end();
    this.streams.clear();
  }

  async open(request: FastifyRequest, reply: FastifyReply, guest: Guest): Promise<void> {
    const network = networkOf(request.ip);
    this.makeRoom(guest, network);
    const headers = reply.getHeaders();
    reply.hijack();
    reply.raw.writeHead(200, {
      ...Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
      'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no', connection: 'close',
    });
    request.raw.socket.setNoDelay(true);
    const stream: Stream = { guest, network, conversationId: undefined, reply };
    const forget = (): void => {
      clearTimeout(stream.hintTimer);
      this.streams.delete(stream);
    };
    request.raw.once('close', forget);
    reply.raw.once('error', forget);
    this.streams.add(stream);
    send(stream, { type: 'hello' });
    stream.conversationId ??= await this.threads.conversationId(guest).catch(() => undefined);
  }

  private makeRoom(guest: Guest, network: string): void {
    const all = [...this.streams];
    const mine = all.filter((stream) => stream.guest.visitorId === guest.visitorId && stream.guest.channelId === guest.channelId);
    // The oldest tab goes: it polls from then on.
    if (mine.length >= MAX_PER_VISITOR) mine[0]?.reply.raw.end();
    if (all.length >= MAX_STREAMS || all.filter((stream) => stream.network === network).length >= MAX_PER_NETWORK) {
      throw new DomainError('unavailable', 'too-many-streams', 'Too many streams at once.', { retryAfterSeconds: 30 });
    }
  }

  private async changed({ changed, created }: ThreadsChanged): Promise<void> {
    try {
      const owners = await this.threads.owners(created, created.length === 0 ? [] : [...this.streams].map((stream) => stream.guest));
      for (const owner of owners) {
        for (const stream of this.streams) if (stream.guest.channelId === owner.channelId && stream.guest.visitorId === owner.visitorId) stream.conversationId = owner.conversationId;
      }
    } catch (error) {
      this.log.warn(errorFields(error), 'could not tell whose a new conversation is');
    }
    const ids = new Set(changed);
    for (const stream of this.streams) {
      if (stream.conversationId === undefined || !ids.has(stream.conversationId)) continue;
      stream.hintTimer ??= setTimeout(() => {
        delete stream.hintTimer;
        send(stream, { type: 'changed' });
      }, GATHER_MS);
    }
  }
}

function send(stream: Stream, hint: VisitorHint): void {
  stream.reply.raw.write(`data: ${JSON.stringify(hint)}\n\n`);
}
