import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { chat, originAllowed, type ChatSettings } from '@kontuar/connectors';
import { ChannelContexts, CHANNELS_CHANGED, CONFIG, DomainError, findChannel, notFound, PULSE, readVisitorToken, type ChannelRow, type Visitor, type VisitorClaims } from '@kontuar/core';
import { Database, Secrets, type Pulse, type ReadyConfig } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { WidgetLimits, type Limited } from './widget-limits';

export interface OpenChat { row: ChannelRow; settings: ChatSettings }
export interface Guest extends Visitor { claims: VisitorClaims; chat: OpenChat }

const KEEP_MS = 5000;
const MAX_KEPT = 2000;

/** Who may come in through the widget: by channel, by the website that shows it, by the visitor's token. */
@Injectable()
export class WidgetDoor implements OnModuleDestroy {
  private readonly kept = new Map<string, { until: number; chat: Promise<OpenChat | undefined> }>();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly contexts: ChannelContexts,
    private readonly limits: WidgetLimits,
    @Inject(CONFIG) private readonly config: ReadyConfig,
    @Inject(PULSE) pulse: Pulse,
  ) {
    this.unsubscribe = pulse.subscribe(CHANNELS_CHANGED, (channelId) => { this.kept.delete(channelId); });
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }

  /** A channel of the website chat; undefined for anything else, as if it did not exist. */
  async find(channelId: string): Promise<OpenChat | undefined> {
    if (!z.uuid().safeParse(channelId).success) return undefined;
    const known = this.kept.get(channelId);
    if (known !== undefined && known.until > Date.now()) return known.chat;
    const found = this.load(channelId);
    // Channels that do not exist are asked for only by somebody who guesses: their memory is bounded too.
    if (this.kept.size >= MAX_KEPT) this.kept.delete(this.kept.keys().next().value ?? '');
    this.kept.set(channelId, { until: Date.now() + KEEP_MS, chat: found });
    found.catch(() => { this.kept.delete(channelId); });
    return found;
  }

  /** For the host page's own requests: the channel, if this website may show it. @throws DomainError */
  async channel(request: FastifyRequest, reply: FastifyReply, channelId: string): Promise<OpenChat> {
    const open = await this.find(channelId);
    if (open === undefined) throw notFound('chat');
    this.welcome(request, reply, open.settings);
    if (open.row.paused) throw new DomainError('not-found', 'chat-paused', 'This chat is switched off at the moment.');
    return open;
  }

  /** For everything else: whose token it is. The tenant comes from the channel that the token names, from nothing else. */
  async guest(request: FastifyRequest, reply: FastifyReply, limited: Limited): Promise<Guest> {
    const token = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    const claims = token === undefined ? undefined : readVisitorToken(this.secrets, token);
    const open = claims === undefined ? undefined : await this.find(claims.channelId);
    if (claims === undefined || open === undefined) throw new DomainError('unauthenticated', 'visitor-token', 'This chat session is not valid any more.');
    this.welcome(request, reply, open.settings);
    await this.limits.take(limited, { visitorId: `${claims.channelId}:${claims.visitorId}`, ip: request.ip });
    return { workspaceId: open.row.workspace_id, channelId: open.row.id, visitorId: claims.visitorId, identityScope: open.row.identity_scope, claims, chat: open };
  }

  /** Our own pages and the channel's websites. Requests without an Origin (same-origin reads, tools) carry no one's authority but the token. */
  private welcome(request: FastifyRequest, reply: FastifyReply, settings: ChatSettings): void {
    const { origin } = request.headers;
    void reply.header('Vary', 'Origin').header('Cross-Origin-Resource-Policy', 'cross-origin');
    if (origin === undefined) return;
    // Named rather than '*'. On a refusal as well: the loader must be able to read that it is not wanted, or it would take it for a broken line.
    void reply.header('Access-Control-Allow-Origin', origin).header('Access-Control-Expose-Headers', 'Retry-After');
    if (!this.isOurs(origin, request) && !originAllowed(origin, settings.allowedOrigins)) {
      throw new DomainError('forbidden', 'origin-not-allowed', 'This website may not show this chat. Add it to the channel’s list of websites.');
    }
  }

  private isOurs(origin: string, request: FastifyRequest): boolean {
    if (origin === this.config.http.publicUrl) return true;
    return URL.canParse(origin) && new URL(origin).host === request.headers.host;
  }

  private async load(channelId: string): Promise<OpenChat | undefined> {
    const row = await this.database.asSystem((tx) => findChannel(tx, channelId));
    if (row === undefined || row.connector_id !== chat.id) return undefined;
    // settingsOf has parsed them by the chat connector's own schema; contexts are open to every platform and don't carry its type.
    return { row, settings: this.contexts.settingsOf(row) as unknown as ChatSettings };
  }
}
