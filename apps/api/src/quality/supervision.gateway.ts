import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import { WebSocketGateway, WebSocketServer, type OnGatewayInit } from '@nestjs/websockets';
import type { ClientEvents, ServerEvents } from '@kontuar/contract';
import { PULSE, rooms, SUPERVISED, type MemberActor, type SupervisedPulse } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import type { Namespace } from 'socket.io';

/** To the screens of those who are listened to, whispered to or taken over from, and of those who do it. */
@WebSocketGateway({ namespace: 'agents' })
export class SupervisionGateway implements OnGatewayInit, OnApplicationShutdown {
  @WebSocketServer() private readonly agents: Namespace<ClientEvents, ServerEvents, Record<string, never>, { actor?: MemberActor }>;
  private end: () => void = () => undefined;

  constructor(@Inject(PULSE) private readonly pulse: Pulse) {}

  afterInit(agents: typeof this.agents): void {
    this.end = this.pulse.subscribe(SUPERVISED, (payload) => {
      const { memberIds, event } = JSON.parse(payload) as SupervisedPulse;
      agents.local.to(memberIds.map(rooms.member)).emit('supervised', event);
    });
  }

  onApplicationShutdown(): void {
    this.end();
  }
}
