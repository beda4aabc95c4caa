import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import { WebSocketGateway, WebSocketServer, type OnGatewayConnection, type OnGatewayDisconnect, type OnGatewayInit } from '@nestjs/websockets';
import type { ClientEvents, ServerEvents } from '@kontuar/contract';
import { PULSE, rooms, SWEEPS, ViewWatch, type MemberActor, type SweepMoved } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import type { Namespace, Socket } from 'socket.io';

interface SocketData { actor?: MemberActor }
type AgentSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
type AgentNamespace = Namespace<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

/** Live counts of saved views, and how far acts on everything have come: to the screens of one member, over the same line as all else. */
@WebSocketGateway({ namespace: 'agents' })
export class ViewsGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect, OnApplicationShutdown {
  @WebSocketServer() private readonly agents: AgentNamespace;
  private end: () => void = () => undefined;

  constructor(private readonly watch: ViewWatch, @Inject(PULSE) private readonly pulse: Pulse) {}

  afterInit(agents: AgentNamespace): void {
    this.watch.start((memberId, counts) => { agents.local.to(rooms.member(memberId)).emit('views.counted', counts); });
    this.end = this.pulse.subscribe(SWEEPS, (payload) => {
      const { memberId, sweep } = JSON.parse(payload) as SweepMoved;
      agents.local.to(rooms.member(memberId)).emit('sweep.moved', sweep);
    });
  }

  onApplicationShutdown(): void {
    this.end();
  }

  handleConnection(socket: AgentSocket): void {
    if (socket.data.actor !== undefined) this.watch.join(socket.data.actor);
  }

  handleDisconnect(socket: AgentSocket): void {
    if (socket.data.actor !== undefined) this.watch.leave(socket.data.actor.memberId);
  }
}
