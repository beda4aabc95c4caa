import { Injectable } from '@nestjs/common';
import { chatContentType, chatDeliveryId, type ChatPayload, type ChatVisitor } from '@kontuar/connectors';
import type { VisitorMessageInput } from '@kontuar/contract';
import { conflict, Deliveries, DomainError, VisitorThreads, VisitorUploads } from '@kontuar/core';
import type { Guest } from './widget-door';

type WithoutBase<T> = T extends unknown ? Omit<T, 'v' | 'at' | 'visitor'> : never;
const looksLikeEmail = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** What visitors do, written down as deliveries: the same way in as for every platform. */
@Injectable()
export class WidgetInbox {
  constructor(private readonly deliveries: Deliveries, private readonly threads: VisitorThreads, private readonly uploads: VisitorUploads) {}

  /** Resolves when the message is committed. The same client id again is the same message. */
  async message(guest: Guest, input: VisitorMessageInput): Promise<string> {
    if (guest.chat.row.paused) throw new DomainError('unavailable', 'chat-paused', 'This chat is switched off at the moment.', { retryAfterSeconds: 60 });
    const files = await this.uploads.own(guest, input.attachmentIds);
    const at = new Date().toISOString();
    await this.store(guest, {
      type: 'message', clientId: input.clientId, text: input.text, attachments: files,
      ...(input.matter === undefined || input.matter === '' ? {} : { matter: input.matter }), ...(input.page === undefined || input.page === '' ? {} : { page: input.page }), ...(input.timeZone === undefined || input.timeZone === '' ? {} : { timeZone: input.timeZone }),
    }, { at, given: input });
    return at;
  }

  async receipt(guest: Guest, status: 'delivered' | 'read', messages: string[]): Promise<void> {
    if (messages.length > 0) await this.store(guest, { type: 'receipt', status, messages });
  }

  async rating(guest: Guest, rating: { solved?: 'yes' | 'partly' | 'no' | undefined; score?: number | undefined; text?: string | undefined; changeId?: string | undefined }): Promise<void> {
    const conversationId = await this.conversation(guest);
    const text = rating.text?.trim();
    await this.store(guest, { type: 'rating', conversationId, ...(rating.solved === undefined ? {} : { solved: rating.solved }), ...(rating.score === undefined ? {} : { score: rating.score }), ...(text === undefined || text === '' ? {} : { text }), ...(rating.changeId === undefined ? {} : { changeId: rating.changeId }) });
  }

  async emailConsent(guest: Guest, email: string): Promise<void> {
    await this.store(guest, { type: 'email-consent', conversationId: await this.conversation(guest), email });
  }

  private async conversation(guest: Guest): Promise<string> {
    const id = await this.threads.conversationId(guest);
    if (id === undefined) throw conflict('no-conversation', 'Nothing was said yet.');
    return id;
  }

  private async store(guest: Guest, what: WithoutBase<ChatPayload>, more: { at?: string; given?: { name?: string | undefined; email?: string | undefined } } = {}): Promise<void> {
    const payload = { v: 1 as const, at: more.at ?? new Date().toISOString(), visitor: await this.visitor(guest, more.given ?? {}), ...what } as ChatPayload;
    await this.deliveries.store(
      { channelId: guest.channelId, workspaceId: guest.workspaceId },
      [{ externalId: chatDeliveryId(payload), contentType: chatContentType, body: Buffer.from(JSON.stringify(payload)) }],
    );
  }

  /** What the site vouches for stands; what the visitor typed comes next; what is known from before stays. */
  private async visitor({ claims, ...guest }: Guest, given: { name?: string | undefined; email?: string | undefined }): Promise<ChatVisitor> {
    const known = await this.threads.known(guest);
    const knownEmail = known.handle !== null && looksLikeEmail.test(known.handle) ? known.handle : undefined;
    const typed = { name: given.name === '' ? undefined : given.name, email: given.email !== undefined && looksLikeEmail.test(given.email) ? given.email.toLowerCase() : undefined };
    const name = claims.verified ? claims.name ?? typed.name ?? known.name : typed.name ?? known.name ?? claims.name;
    const email = claims.verified ? claims.email ?? typed.email ?? knownEmail : typed.email ?? knownEmail ?? claims.email;
    return {
      id: guest.visitorId, verified: claims.verified,
      ...(name == null ? {} : { name }), ...(email === undefined ? {} : { email }), ...(claims.siteId === undefined ? {} : { siteId: claims.siteId }), ...(claims.language === undefined ? {} : { language: claims.language }), ...(claims.fields === undefined || !claims.verified ? {} : { fields: claims.fields as ChatVisitor['fields'] }),
    };
  }
}
