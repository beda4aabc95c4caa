import type { OnApplicationShutdown } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer, type OnGatewayDisconnect, type OnGatewayInit } from '@nestjs/websockets';
import { audienceOf, BoardWatch, can } from '@kontuar/core';
import { z } from 'zod';
import { AgentsGateway, type AgentNamespace, type AgentSocket, type Answer } from '../live/agents.gateway';

const nothing = z.object({});

/** Tells those who look at a board what moved in its figures; the rows come to them as to every inbox. */
@WebSocketGateway({ namespace: 'agents' })
export class BoardGateway implements OnGatewayInit, OnGatewayDisconnect, OnApplicationShutdown {
  @WebSocketServer() private readonly agents: AgentNamespace;
  /** Socket → the audience with which it began to look. */
  private readonly looking = new Map<string, string>();

  constructor(private readonly gateway: AgentsGateway, private readonly watch: BoardWatch) {}

  afterInit(agents: AgentNamespace): void {
    this.watch.start((audience, news) => {
      const ids: string[] = [];
      for (const [id, theirs] of this.looking) {
        const actor = theirs === audience ? agents.sockets.get(id)?.data.actor : undefined;
        // Rights may have changed since they began to look.
        if (actor !== undefined && audienceOf(actor) === audience && can(actor, 'board.read')) ids.push(id);
      }
      if (ids.length > 0) agents.local.to(ids).emit('board.counted', news);
    });
  }

  onApplicationShutdown(): void {
    this.looking.clear();
  }

  handleDisconnect(socket: AgentSocket): void {
    this.stop(socket);
  }

  @SubscribeMessage('board.join')
  join(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.gateway.answer(socket, 'board.join', nothing, body ?? {}, async () => {
      this.stop(socket);
      const { actor } = socket.data;
      this.looking.set(socket.id, audienceOf(actor));
      try {
        return { ...(await this.watch.join(actor)) };
      } finally {
        // It went away while it was counted.
        if (!socket.connected) this.stop(socket);
      }
    });
  }

  @SubscribeMessage('board.leave')
  leave(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.gateway.answer(socket, 'board.leave', nothing, body ?? {}, () => {
      this.stop(socket);
      return Promise.resolve({});
    });
  }

  private stop(socket: AgentSocket): void {
    const audience = this.looking.get(socket.id);
    if (audience === undefined) return;
    this.looking.delete(socket.id);
    this.watch.leave(audience);
  }
}
