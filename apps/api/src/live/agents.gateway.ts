import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer, type OnGatewayConnection, type OnGatewayDisconnect, type OnGatewayInit } from '@nestjs/websockets';
import { openInput, presence as presenceSchema, resumeInput, typingInput, type ClientEvents, type ServerEvents } from '@kontuar/contract';
import { can, conversationRooms, Conversations, EMISSIONS, Feed, ListenersHere, listensUnseen, LOG, Members, PULSE, rooms, roomsOf, Shifts, Signals, unpackEmissions, type MemberActor, type PackedEmission } from '@kontuar/core';
import { Database, errorFields, metrics, type Log, type Pulse } from '@kontuar/platform';
import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import { Credentials } from '../session/credentials';
import { broadcast } from './broadcast';
import { handshakeCredential } from './handshake';
import { Rounds, unhurried } from './rounds';
import { socketPolicy } from './socket-policy';
import { Watchers, type WatchChange } from './watchers';

interface SocketData { actor: MemberActor; open: Set<string> }
export type AgentSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type AgentNamespace = Namespace<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type Answer = { ok: true } & Record<string, unknown> | { ok: false; code: string };

const HEARTBEAT_MS = 5000;
/** A reload is no absence. */
const AWAY_AFTER_MS = 30_000;

/** The live face for members: hints over rooms that follow rights. What a client may have missed, it asks over REST. */
@WebSocketGateway({ namespace: 'agents' })
export class AgentsGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect, OnApplicationShutdown {
  @WebSocketServer() private readonly agents: AgentNamespace;
  private readonly ends: (() => void)[] = [];
  private readonly listeners: ListenersHere;

  constructor(
    private readonly credentials: Credentials,
    private readonly members: Members,
    private readonly shifts: Shifts,
    private readonly conversations: Conversations,
    private readonly feed: Feed,
    private readonly database: Database,
    private readonly watchers: Watchers,
    private readonly signals: Signals,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.listeners = new ListenersHere(pulse);
    this.ends.push(() => { this.listeners.stop(); });
  }

  afterInit(agents: AgentNamespace): void {
    agents.use((socket, next) => {
      // Where thousands come at once, some have given up and begun anew before it is their turn.
      if (socket.conn.readyState !== 'open') return void next(new Error('gone'));
      handshakeCredential(socket.handshake, this.credentials).then(
        (signedIn) => {
          if (signedIn === undefined || !can(signedIn.actor, 'conversation.list')) return void next(Object.assign(new Error('not-signed-in'), { data: { code: 'not-signed-in' } }));
          socket.data.actor = signedIn.actor;
          socket.data.open = new Set();
          this.listeners.expect(signedIn.actor.workspaceId);
          next();
        },
        (error: unknown) => {
          this.log.warn(errorFields(error), 'handshake failed');
          next(Object.assign(new Error('unavailable'), { data: { code: 'unavailable' } }));
        },
      );
    });
    const rounds = new Rounds<PackedEmission>((gathered) => { broadcast(agents, gathered); });
    const comings = new Rounds<PackedEmission>((gathered) => { broadcast(agents, gathered); }, unhurried);
    this.ends.push(() => { comings.stop(); });
    this.ends.push(this.pulse.subscribe(EMISSIONS, (payload) => { if (agents.sockets.size > 0) rounds.add(unpackEmissions(payload)); }), () => { rounds.stop(); });
    this.ends.push(this.pulse.subscribe('rights', (payload) => { void this.recheck(JSON.parse(payload) as { workspaceId: string; memberId?: string }); }));
    this.ends.push(this.pulse.subscribe('presence', (payload) => {
      const { workspaceId, ...changed } = JSON.parse(payload) as Parameters<ServerEvents['presence']>[0] & { workspaceId: string };
      if (agents.sockets.size > 0) comings.add([{ rooms: [rooms.workspace(workspaceId)], except: [], type: 'presence', json: JSON.stringify(changed) }]);
    }));
    this.ends.push(this.pulse.subscribe('visitor-typing', (payload) => { void this.showVisitorTyping(JSON.parse(payload) as { workspaceId: string; conversationId: string; name: string }); }));
    this.watchers.onChange((change) => { agents.local.to(change.rooms).emit('watchers', { conversationId: change.conversationId, watchers: this.watchers.of(change.conversationId) }); });
    const heartbeat = setInterval(() => { this.beat().catch((error: unknown) => { this.log.warn(errorFields(error), 'heartbeat failed'); }); }, HEARTBEAT_MS);
    this.ends.push(() => { clearInterval(heartbeat); });
  }

  onApplicationShutdown(): void {
    for (const end of this.ends) end();
  }

  async handleConnection(socket: AgentSocket): Promise<void> {
    metrics.sockets.inc();
    const { actor } = socket.data;
    this.listeners.come(actor.workspaceId);
    socket.once('disconnect', () => {
      metrics.sockets.dec();
      this.listeners.go(actor.workspaceId);
    });
    await socket.join(roomsOf(actor));
    await this.shifts.appear(actor, true).catch((error: unknown) => { this.log.warn(errorFields(error), 'presence not kept'); });
    socket.emit('sync', { workspaceSeq: await this.feed.lastSeq(actor.workspaceId).catch(() => 0) });
  }

  handleDisconnect(socket: AgentSocket): void {
    const { actor, open } = socket.data;
    if (actor === undefined) return;
    // Whoever stays behind sees them go when their signs of life end, if it can't be told now.
    for (const conversationId of open) this.watch(socket, conversationId, 'gone').catch((error: unknown) => { this.log.warn(errorFields(error), 'leaving not told'); });
    const timer = setTimeout(() => {
      const room = rooms.member(actor.memberId);
      // Most are back here by then; the other processes are asked only for those who are not.
      if ((this.agents.adapter.rooms.get(room)?.size ?? 0) > 0) return;
      this.agents.in(room).fetchSockets()
        .then((sockets) => (sockets.length === 0 ? this.shifts.appear(actor, false) : undefined))
        .catch(() => undefined);
    }, AWAY_AFTER_MS);
    timer.unref();
  }

  @SubscribeMessage('open')
  open(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.answer(socket, 'open', openInput, body, async ({ conversationId }) => {
      await this.conversations.get(socket.data.actor, conversationId);
      socket.data.open.add(conversationId);
      await this.watch(socket, conversationId, 'viewing');
      socket.emit('watchers', { conversationId, watchers: this.watchers.of(conversationId) });
      return {};
    });
  }

  @SubscribeMessage('close')
  close(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.answer(socket, 'close', openInput, body, async ({ conversationId }) => {
      if (socket.data.open.delete(conversationId)) await this.watch(socket, conversationId, 'gone');
      return {};
    });
  }

  @SubscribeMessage('typing')
  typing(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.answer(socket, 'typing', typingInput, body, async ({ conversationId, typing }) => {
      const conversation = await this.conversations.get(socket.data.actor, conversationId);
      socket.data.open.add(conversationId);
      await this.watch(socket, conversationId, typing ? 'typing' : 'viewing');
      if (typing) this.signals.typing(conversation);
      if (typing) this.pulse.publish('agent-typing', JSON.stringify({ workspaceId: socket.data.actor.workspaceId, conversationId, channelId: conversation.channelId, name: socket.data.actor.name }));
      return {};
    });
  }

  @SubscribeMessage('presence')
  presence(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.answer(socket, 'presence', z.object({ presence: presenceSchema }), body, async (input) => {
      await this.shifts.say(socket.data.actor, input.presence);
      return {};
    });
  }

  @SubscribeMessage('resume')
  resume(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.answer(socket, 'resume', resumeInput, body, async ({ after }) => {
      const workspaceSeq = await this.feed.lastSeq(socket.data.actor.workspaceId);
      return { workspaceSeq, behind: workspaceSeq > after };
    });
  }

  /** Policy, input and refusals of every event in one place. */
  async answer<T>(socket: AgentSocket, event: keyof ClientEvents, schema: z.ZodType<T>, body: unknown, work: (input: T) => Promise<Record<string, unknown>>): Promise<Answer> {
    const fresh = await this.credentialStillHolds(socket);
    if (!fresh) return { ok: false, code: 'not-signed-in' };
    if (!can(socket.data.actor, socketPolicy[event])) return { ok: false, code: 'forbidden' };
    const input = schema.safeParse(body);
    if (!input.success) return { ok: false, code: 'invalid' };
    try {
      return { ok: true, ...(await work(input.data)) };
    } catch (error) {
      const { code } = error as { code?: unknown };
      return { ok: false, code: typeof code === 'string' ? code : 'server-error' };
    }
  }

  /** The credential of the handshake is asked again with every event: a session that ended ends here. */
  private async credentialStillHolds(socket: AgentSocket): Promise<boolean> {
    const signedIn = await handshakeCredential(socket.handshake, this.credentials);
    if (signedIn?.actor.memberId === socket.data.actor.memberId) {
      await this.reseat(socket, signedIn.actor);
      return true;
    }
    socket.emit('signed-out', { reason: 'session-ended' });
    socket.disconnect(true);
    return false;
  }

  /** After a change of rights: every socket that it may touch is asked for its credential again. */
  private async recheck({ workspaceId, memberId }: { workspaceId: string; memberId?: string }): Promise<void> {
    const local = await this.agents.local.in(memberId === undefined ? rooms.workspace(workspaceId) : rooms.member(memberId)).fetchSockets();
    for (const { id } of local) {
      const socket = this.agents.sockets.get(id) as AgentSocket | undefined;
      if (socket !== undefined) await this.credentialStillHolds(socket).catch((error: unknown) => { this.log.warn(errorFields(error), 'rights could not be checked'); });
    }
  }

  private async reseat(socket: AgentSocket, actor: MemberActor): Promise<void> {
    socket.data.actor = actor;
    const wanted = new Set(roomsOf(actor));
    for (const room of socket.rooms) if (room !== socket.id && !wanted.has(room)) await socket.leave(room);
    await socket.join([...wanted]);
  }

  private async watch(socket: AgentSocket, conversationId: string, state: WatchChange['state']): Promise<void> {
    const { actor } = socket.data;
    const facts = await this.facts(actor.workspaceId, conversationId, actor.memberId);
    // Who listens where the workspace does not show it is not shown as somebody who looks, either.
    if (facts !== undefined) this.watchers.tell({ conversationId, memberId: actor.memberId, state: facts.hidden ? 'gone' : state, rooms: conversationRooms(actor.workspaceId, facts) });
  }

  private async showVisitorTyping(typing: { workspaceId: string; conversationId: string; name: string }): Promise<void> {
    const facts = await this.facts(typing.workspaceId, typing.conversationId).catch(() => undefined);
    if (facts !== undefined) this.agents.local.to(conversationRooms(typing.workspaceId, facts)).emit('typing', { conversationId: typing.conversationId, name: typing.name, at: new Date().toISOString() });
  }

  private async facts(workspaceId: string, conversationId: string, memberId: string | null = null) {
    const [row] = await this.database.inWorkspace(workspaceId, (tx) => tx.query<{ channelId: string; assigneeId: string | null; teamId: string | null; hidden: boolean }>(
      `SELECT channel_id AS "channelId", assignee_id AS "assigneeId", team_id AS "teamId", ${listensUnseen('conversations', '$2')} AS hidden FROM conversations WHERE id = $1`, [conversationId, memberId]));
    return row;
  }

  /** Tells every client how far the workspace is, straight from the database: whoever missed something notices within seconds. */
  private async beat(): Promise<void> {
    const sockets = [...this.agents.sockets.values()] as AgentSocket[];
    const workspaceIds = [...new Set(sockets.map((socket) => socket.data.actor.workspaceId))];
    if (workspaceIds.length === 0) return;
    for (const [workspaceId, workspaceSeq] of await this.feed.lastSeqs(workspaceIds)) this.agents.local.to(rooms.workspace(workspaceId)).emit('sync', { workspaceSeq });
    for (const socket of sockets) for (const conversationId of socket.data.open) void this.watch(socket, conversationId, 'alive').catch(() => undefined);
  }
}
