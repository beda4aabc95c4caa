import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer, type OnGatewayDisconnect, type OnGatewayInit } from '@nestjs/websockets';
import { draftCursorInput, draftJoinInput, draftLeaveInput, draftUpdateInput, type DraftCursor } from '@kontuar/contract';
import { can, DRAFTS, PULSE, publishDraft, SharedDrafts, type DraftNews } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import { AgentsGateway, type AgentNamespace, type AgentSocket, type Answer } from './agents.gateway';
import { TokenBucket } from './token-bucket';

/** One socket's place at the drafts it has open. */
interface Desk { socket: AgentSocket; drafts: Set<string>; bucket: TokenBucket }

const COST = { join: 4, update: 1, cursor: 0.5, refused: 10 };

/**
 * Shared drafts over the agents' line: changes, where everybody's caret is, and how it ended. Who may still hear of a draft is asked anew with everything that is
 * told, by the conversation as it stands then; carets carry the name of the credential, never one that a browser says.
 */
@WebSocketGateway({ namespace: 'agents' })
export class DraftsGateway implements OnGatewayInit, OnGatewayDisconnect, OnApplicationShutdown {
  @WebSocketServer() private readonly agents: AgentNamespace;
  private readonly desks = new Map<string, Desk>();
  private readonly open = new Map<string, Set<Desk>>();
  private end: () => void = () => undefined;

  constructor(private readonly gateway: AgentsGateway, private readonly shared: SharedDrafts, @Inject(PULSE) private readonly pulse: Pulse) {}

  afterInit(): void {
    this.end = this.pulse.subscribe(DRAFTS, (payload) => { this.tell(JSON.parse(payload) as DraftNews); });
  }

  onApplicationShutdown(): void {
    this.end();
  }

  handleDisconnect(socket: AgentSocket): void {
    const desk = this.desks.get(socket.id);
    if (desk === undefined) return;
    this.desks.delete(socket.id);
    for (const draftId of desk.drafts) {
      this.rise(desk, draftId);
      this.say(desk, draftId, { here: false, cursor: null }).catch(() => undefined);
    }
  }

  @SubscribeMessage('draft.join')
  join(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.gateway.answer(socket, 'draft.join', draftJoinInput, body, async ({ draftId, vector }) => this.within(socket, COST.join, async (desk) => {
      // Seated first: what is told while the document is read must not fall between.
      this.sit(desk, draftId);
      try {
        const known = await this.shared.join(socket.data.actor, draftId, Buffer.from(vector, 'base64'));
        const facts = await this.shared.facts(socket.data.actor, draftId);
        publishDraft(this.pulse, { workspaceId: socket.data.actor.workspaceId, draftId, facts, from: socket.id, type: 'draft.hello', event: { draftId } });
        return { update: base64(known.update), vector: base64(known.vector), seq: known.seq, seat: socket.id };
      } catch (error) {
        this.rise(desk, draftId);
        throw error;
      }
    }));
  }

  @SubscribeMessage('draft.update')
  update(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.gateway.answer(socket, 'draft.update', draftUpdateInput, body, ({ draftId, update }) =>
      this.within(socket, COST.update, () => this.shared.update(socket.data.actor, draftId, Buffer.from(update, 'base64'), socket.id)));
  }

  @SubscribeMessage('draft.cursor')
  cursor(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.gateway.answer(socket, 'draft.cursor', draftCursorInput, body, ({ draftId, cursor }) =>
      this.within(socket, COST.cursor, async (desk) => {
        // Only from those who are in it: the others have no caret there.
        if (desk.drafts.has(draftId)) await this.say(desk, draftId, { here: true, cursor });
        return {};
      }));
  }

  @SubscribeMessage('draft.leave')
  leave(@ConnectedSocket() socket: AgentSocket, @MessageBody() body: unknown): Promise<Answer> {
    return this.gateway.answer(socket, 'draft.leave', draftLeaveInput, body, async ({ draftId }) => {
      const desk = this.desks.get(socket.id);
      if (desk?.drafts.has(draftId) !== true) return {};
      this.rise(desk, draftId);
      await this.say(desk, draftId, { here: false, cursor: null });
      return {};
    });
  }

  private async within(socket: AgentSocket, cost: number, work: (desk: Desk) => Promise<object>): Promise<Record<string, unknown>> {
    const desk = this.desks.get(socket.id) ?? { socket, drafts: new Set<string>(), bucket: new TokenBucket(80, 25) };
    this.desks.set(socket.id, desk);
    if (!desk.bucket.take(cost)) throw Object.assign(new Error('too fast'), { code: 'too-fast' });
    try {
      return { ...(await work(desk)) };
    } catch (error) {
      // What is refused was looked at all the same.
      desk.bucket.take(COST.refused);
      throw error;
    }
  }

  private async say(desk: Desk, draftId: string, where: Pick<DraftCursor, 'here' | 'cursor'>): Promise<void> {
    const { actor } = desk.socket.data;
    const facts = await this.shared.facts(actor, draftId);
    publishDraft(this.pulse, { workspaceId: actor.workspaceId, draftId, facts, from: desk.socket.id, type: 'draft.cursor', event: { draftId, memberId: actor.memberId, name: actor.name, seat: desk.socket.id, ...where } });
  }

  private tell(news: DraftNews): void {
    for (const desk of this.open.get(news.draftId) ?? []) {
      const { socket } = desk;
      const sees = socket.data.actor.workspaceId === news.workspaceId && can(socket.data.actor, 'conversation.reply', { kind: 'conversation', ...news.facts });
      if (!sees) {
        this.rise(desk, news.draftId);
        socket.emit('draft.ended', { draftId: news.draftId, conversationId: '', state: 'gone', memberId: '', name: '', text: null });
      } else if (news.from !== socket.id) {
        // One name and its own event: which belongs to which the compiler can't follow through the union.
        socket.emit(news.type, news.event as never);
      }
    }
    if (news.type === 'draft.ended') for (const desk of this.open.get(news.draftId) ?? []) this.rise(desk, news.draftId);
  }

  private sit(desk: Desk, draftId: string): void {
    desk.drafts.add(draftId);
    const seated = this.open.get(draftId) ?? new Set();
    seated.add(desk);
    this.open.set(draftId, seated);
  }

  private rise(desk: Desk, draftId: string): void {
    desk.drafts.delete(draftId);
    const seated = this.open.get(draftId);
    seated?.delete(desk);
    if (seated?.size === 0) this.open.delete(draftId);
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
