import type { QueryClient } from '@tanstack/react-query';
import type { BoardCount, ClientEvents, ConversationView, FeedEvent, FeedPage, Presence, ServerEvents } from '@kontuar/contract';
import type { Socket } from 'socket.io-client';
import { ApiProblem, request } from '../app/client';
import { queryKeys } from '../app/query-keys';
import { apply, applyBoard, applyMentions, applyNotices, applyPresence, applySupervised, applySweep, applyViewCounts, applyVisitorTyping, applyWatchers, refreshAll, replaceConversation, type Cache } from './apply';
import { catchUp, type CaughtUp } from './catch-up';
import { draftLine } from './draft-line';
import { EventPump } from './event-pump';
import { Ledger } from './ledger';
import { tellNotices } from './notices';
import { Position } from './position';
import { Refetch } from './refetch';
import { Writes } from './writes';
import { nextChangeMs, offlineAfterMs, startingLine, stateOf, type Line, type LineState } from './status';

export interface LiveSnapshot {
  readonly state: LineState;
  /** When nothing was known to be missing; epoch ms. */
  readonly certainAt: number | null;
}

export interface LiveEvents {
  /** The window was opened without a line, with what was kept: up to when that reaches; epoch ms. */
  shownFrom?: number | null;
  arrived?: (event: FeedEvent) => void;
  /** `wasLost`: long enough that it was said on screen. */
  caughtUp?: (result: CaughtUp & { wasLost: boolean }) => void;
}

/** The server says where it stands every few seconds; silence longer than this is a line that only looks open. */
const silenceMs = 35_000;
/** A hole that closes by itself within this time was events arriving out of order. */
const holeMs = 1500;
/** The customer's "is writing" ends by itself when no further sign comes. */
const visitorTypingMs = 8000;
const feedEvents = ['message.created', 'message.updated', 'conversation.created', 'conversation.updated', 'conversation.removed', 'notification', 'channel.health', 'directory.changed'] as const;

/** The one line to the server: socket, position in the feed, catch-up. Screens read it through live-context. */
export class LiveLine {
  readonly cache: Cache;
  private readonly position = new Position();
  private readonly refetch: Refetch;
  private readonly pump: EventPump;
  private readonly listeners = new Set<() => void>();
  private readonly open = new Map<string, number>();
  private readonly hearers = new Set<(conversation: ConversationView) => void>();
  private boards = 0;
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private line: Line = startingLine(Date.now());
  private snapshot: LiveSnapshot = { state: 'connecting', certainAt: null };
  private socket: Socket<ServerEvents, ClientEvents> | null = null;
  private stopped = false;
  private stateTimer: ReturnType<typeof setTimeout> | undefined;
  private holeTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private filling: Promise<void> | null = null;
  private wasLost = false;
  /** Where we stood when the server last said where it stands. */
  private knownAtSync: number | null = null;

  constructor(private readonly client: QueryClient, memberId: string, private readonly events: LiveEvents = {}) {
    this.refetch = new Refetch(client);
    const { shownFrom } = events;
    // Nobody has to wait eight seconds to be told what is known already.
    if (typeof shownFrom === 'number') this.line = { ...this.line, lostAt: Date.now() - offlineAfterMs, certainAt: shownFrom };
    const writes = new Writes(client);
    this.pump = new EventPump((work) => writes.together(work));
    this.cache = { writes, ledger: new Ledger(), memberId, stale: (key) => this.refetch.add(key), heard: (conversation) => { for (const hear of this.hearers) hear(conversation); } };
  }

  async start(): Promise<void> {
    window.addEventListener('offline', this.networkLost);
    window.addEventListener('online', this.networkBack);
    document.addEventListener('visibilitychange', this.shown);
    this.change({});
    const { io } = await import('socket.io-client');
    if (this.stopped) return;
    // The session cookie is the credential; the browser sends it with the handshake.
    const socket: Socket<ServerEvents, ClientEvents> = io('/agents', {
      transports: ['websocket', 'polling'], withCredentials: true, reconnectionDelay: 400, reconnectionDelayMax: 5000, randomizationFactor: 0.5, timeout: 8000,
    });
    this.socket = socket;
    socket.on('connect', () => void this.connected());
    socket.on('disconnect', (reason) => this.lost(reason === 'io server disconnect'));
    socket.on('connect_error', () => this.lost(!socket.active));
    for (const type of feedEvents) socket.on(type, (event: FeedEvent) => this.received(event));
    socket.on('supervised', (event) => this.pump.add(() => applySupervised(this.cache, event)));
    socket.on('presence', ({ memberId, presence, duty }) => this.pump.add(() => applyPresence(this.cache, memberId, presence, duty)));
    socket.on('notices', (event) => this.pump.add(() => applyNotices(this.cache, event), () => tellNotices(event)));
    socket.on('mentions', () => this.pump.add(() => applyMentions(this.cache)));
    socket.on('watchers', ({ conversationId, watchers }) => this.pump.add(() => applyWatchers(this.cache, conversationId, watchers)));
    socket.on('views.counted', ({ counts }) => this.pump.add(() => applyViewCounts(this.cache, counts)));
    socket.on('board.counted', (news) => this.pump.add(() => applyBoard(this.cache, news)));
    socket.on('sweep.moved', (sweep) => this.pump.add(() => applySweep(this.cache, sweep)));
    socket.on('typing', ({ conversationId, name, at }) => this.pump.add(() => this.visitorTypes(conversationId, { name, at })));
    socket.on('sync', ({ workspaceSeq }) => this.synced(workspaceSeq));
    socket.on('signed-out', () => this.signedOut());
    draftLine.attach(socket);
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener('offline', this.networkLost);
    window.removeEventListener('online', this.networkBack);
    document.removeEventListener('visibilitychange', this.shown);
    // The cache lives on: what came is in it. Whoever signed out has none.
    if (this.line.signedOut) this.pump.drop();
    else this.pump.flush();
    for (const timer of [this.stateTimer, this.holeTimer, this.silenceTimer, this.retryTimer, ...this.typingTimers.values()]) clearTimeout(timer);
    this.refetch.stop();
    this.socket?.disconnect();
    this.socket = null;
  }

  getSnapshot = (): LiveSnapshot => this.snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Colleagues see that we look at it, until the returned function is called. */
  watch(conversationId: string): () => void {
    const count = this.open.get(conversationId) ?? 0;
    this.open.set(conversationId, count + 1);
    if (count === 0) this.socket?.emit('open', { conversationId });
    return () => {
      const left = (this.open.get(conversationId) ?? 1) - 1;
      if (left > 0) return void this.open.set(conversationId, left);
      this.open.delete(conversationId);
      this.socket?.emit('close', { conversationId });
    };
  }

  /** Every conversation that the line tells of, until the returned function is called. */
  hear(hear: (conversation: ConversationView) => void): () => void {
    this.hearers.add(hear);
    return () => void this.hearers.delete(hear);
  }

  /** The figures of the board are told, until the returned function is called. */
  lookAtBoard(): () => void {
    this.boards += 1;
    if (this.boards === 1) this.joinBoard();
    return () => {
      this.boards -= 1;
      if (this.boards === 0) this.socket?.emit('board.leave', {});
    };
  }

  private joinBoard(): void {
    if (this.socket?.connected !== true) return;
    this.socket.emit('board.join', {}, (answer) => {
      if (!answer.ok) return;
      const { round, figures } = answer;
      // Of another process, whose rounds are others: what it says now stands.
      this.cache.writes.set<BoardCount>(queryKeys.boardFigures, { round, figures });
    });
  }

  typing(conversationId: string, typing: boolean): void {
    // Worth nothing later: not kept for when the line is back.
    if (this.socket?.connected === true) this.socket.emit('typing', { conversationId, typing });
  }

  /** Resolves to false when the server could not be told. */
  setPresence(presence: Presence): Promise<boolean> {
    const socket = this.socket;
    if (socket?.connected !== true) return Promise.resolve(false);
    return new Promise((done) => {
      const timer = setTimeout(() => done(false), 5000);
      socket.emit('presence', { presence }, (answer) => {
        clearTimeout(timer);
        done(answer.ok);
      });
    });
  }

  /** The button of the banner. */
  tryNow = (): void => {
    this.socket?.connect();
  };

  /** For answers to our own acts. */
  take: (conversation: Parameters<typeof replaceConversation>[1]) => void = (conversation) => replaceConversation(this.cache, conversation);

  private async connected(): Promise<void> {
    for (const conversationId of this.open.keys()) this.socket?.emit('open', { conversationId });
    if (this.boards > 0) this.joinBoard();
    this.wasLost ||= this.snapshot.state === 'offline' || this.snapshot.state === 'reconnecting';
    this.change({ connected: true, catchingUp: this.position.started, lostAt: null });
    this.socket?.timeout(8000).emit('resume', { after: this.position.certain ?? 0 }, (error, answer) => {
      if (error !== null || !answer.ok) return void this.fill(null);
      if (this.position.started) return void this.fill(answer.workspaceSeq);
      this.position.restart(answer.workspaceSeq);
      // Lists that were asked for before the line stood may lack what happened in between.
      refreshAll(this.cache);
      this.change({ catchingUp: false, certainAt: Date.now() });
    });
    this.heard();
  }

  private received(event: FeedEvent): void {
    this.pump.add(() => apply(this.cache, event), () => this.events.arrived?.(event));
    this.position.see(event.workspaceSeq);
    this.heard();
    if (this.position.isBehind(event.workspaceSeq)) this.fillSoon(event.workspaceSeq);
  }

  /** Out of order is not lost: most holes close by themselves. */
  private fillSoon(seq: number): void {
    this.holeTimer ??= setTimeout(() => {
      this.holeTimer = undefined;
      if (this.position.isBehind(seq)) void this.fill(null);
    }, holeMs);
  }

  private synced(workspaceSeq: number): void {
    this.heard();
    if (!this.position.started) return;
    // Events may overtake the word of where the server stands; a feed that lies behind what we had at its last word is another one.
    const shrunk = this.knownAtSync !== null && workspaceSeq < this.knownAtSync;
    this.knownAtSync = shrunk ? null : this.position.certain;
    if (shrunk) void this.fill(workspaceSeq);
    else if (this.position.isBehind(workspaceSeq)) this.fillSoon(workspaceSeq);
    else if (!this.line.catchingUp) this.change({ certainAt: Date.now() });
  }

  /** One at a time; `serverSeq` null: as far as the feed goes. */
  private fill(serverSeq: number | null): Promise<void> {
    this.filling ??= this.fillOnce(serverSeq).finally(() => { this.filling = null; });
    return this.filling;
  }

  private async fillOnce(serverSeq: number | null): Promise<void> {
    const wasBehind = this.line.catchingUp;
    try {
      const result = await catchUp(this.position, serverSeq ?? this.position.certain ?? 0, {
        fetch: (after) => request<FeedPage>('GET', '/events', undefined, { query: { after, limit: 500 } }),
        apply: (event) => this.pump.add(() => apply(this.cache, event)),
        refreshAll: () => refreshAll(this.cache),
        isTooOld: (error) => error instanceof ApiProblem && error.status === 410,
      });
      this.pump.flush();
      this.change({ catchingUp: false, certainAt: Date.now() });
      if (wasBehind) this.events.caughtUp?.({ ...result, wasLost: this.wasLost });
      this.wasLost = false;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return this.signedOut();
      this.change({ catchingUp: true });
      clearTimeout(this.retryTimer);
      this.retryTimer = setTimeout(() => void this.fill(null), 2000 + Math.random() * 2000);
    }
  }

  private lost(needsHand: boolean): void {
    clearTimeout(this.silenceTimer);
    if (this.line.connected || this.line.lostAt === null) this.change({ connected: false, lostAt: this.line.lostAt ?? Date.now() });
    if (!needsHand || this.stopped || this.line.signedOut) return;
    // The server closed the door or refused the handshake, so socket.io does not knock again by itself.
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.knockAgain(), 1000 + Math.random() * 1000);
  }

  private async knockAgain(): Promise<void> {
    try {
      // Ends in the sign-in screen when the session is what was refused.
      await request('GET', '/auth/me');
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return this.signedOut();
    }
    this.socket?.connect();
  }

  private signedOut(): void {
    this.change({ signedOut: true, connected: false });
    this.socket?.disconnect();
    void request('GET', '/auth/me').then(() => {
      // Rights changed, the session did not: begin again with the new ones.
      this.change({ signedOut: false, lostAt: Date.now() });
      refreshAll(this.cache);
      this.socket?.connect();
    }).catch(() => undefined);
  }

  private visitorTypes(conversationId: string, typing: { name: string; at: string }): void {
    applyVisitorTyping(this.cache, conversationId, typing);
    clearTimeout(this.typingTimers.get(conversationId));
    this.typingTimers.set(conversationId, setTimeout(() => {
      this.typingTimers.delete(conversationId);
      applyVisitorTyping(this.cache, conversationId, null);
    }, visitorTypingMs));
  }

  private heard(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => {
      this.lost(false);
      this.socket?.disconnect().connect();
    }, silenceMs);
  }

  private readonly networkLost = (): void => {
    this.socket?.disconnect();
    this.lost(false);
  };

  private readonly networkBack = (): void => {
    this.socket?.connect();
  };

  /** Timers sleep in a hidden tab or a closed laptop: look at once when it is seen again. */
  private readonly shown = (): void => {
    if (document.visibilityState !== 'visible') return;
    if (this.socket?.connected === false && !this.line.signedOut) this.socket.connect();
    this.change({});
  };

  private change(next: Partial<Line>): void {
    this.line = { ...this.line, ...next };
    const now = Date.now();
    clearTimeout(this.stateTimer);
    const wait = nextChangeMs(this.line, now);
    if (wait !== null && !this.stopped) this.stateTimer = setTimeout(() => this.change({}), wait);
    const state = stateOf(this.line, now);
    if (state === this.snapshot.state && (state === 'live' || this.line.certainAt === this.snapshot.certainAt)) return;
    this.snapshot = { state, certainAt: this.line.certainAt };
    for (const listener of this.listeners) listener();
  }
}
