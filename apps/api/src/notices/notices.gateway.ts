import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import { WebSocketGateway, WebSocketServer, type OnGatewayInit } from '@nestjs/websockets';
import type { ClientEvents, ServerEvents } from '@kontuar/contract';
import { MENTIONS, NOTICES, PULSE, rooms, type MemberActor, type MentionsChanged, type NoticesPulse } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import type { Namespace } from 'socket.io';

/** To the screens of one member: what they are told, and that their mentions changed. */
@WebSocketGateway({ namespace: 'agents' })
export class NoticesGateway implements OnGatewayInit, OnApplicationShutdown {
  @WebSocketServer() private readonly agents: Namespace<ClientEvents, ServerEvents, Record<string, never>, { actor?: MemberActor }>;
  private readonly ends: (() => void)[] = [];

  constructor(@Inject(PULSE) private readonly pulse: Pulse) {}

  afterInit(agents: typeof this.agents): void {
    this.ends.push(this.pulse.subscribe(NOTICES, (payload) => {
      const { memberId, unread, newest, told, quiet, read } = JSON.parse(payload) as NoticesPulse;
      agents.local.to(rooms.member(memberId)).emit('notices', { unread, newest, ...(told === undefined ? {} : { told }), quiet, read });
    }));
    this.ends.push(this.pulse.subscribe(MENTIONS, (payload) => {
      const { memberIds } = JSON.parse(payload) as MentionsChanged;
      agents.local.to(memberIds.map(rooms.member)).emit('mentions');
    }));
  }

  onApplicationShutdown(): void {
    for (const end of this.ends) end();
  }
}
