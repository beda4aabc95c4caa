import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ConnectorError, type Delivery, type RawRequest } from '@kontuar/connectors';
import { CONFIG, Connectors, Deliveries, DomainError, invalid, LOG, notFound, type DeliveryTarget } from '@kontuar/core';
import type { Log, ReadyConfig } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Direct } from '../http/direct';
import { Id, parseId } from '../http/parsed.decorator';
import { HookChannels, type HookChannel } from './hook-channels';

type HookRequest = FastifyRequest<{ Params: { connectorId: string }; Querystring: Record<string, string> }> & { rawBody?: Buffer };

const OK = { status: 200, contentType: 'text/plain', body: 'ok' };

/** Where platforms deliver. Kept first, thanked after; Redis is not on this path. */
@Controller('hooks/:connectorId/:id')
export class HooksController {
  constructor(private readonly channels: HookChannels, private readonly connectors: Connectors, private readonly deliveries: Deliveries, @Inject(CONFIG) private readonly config: ReadyConfig, @Inject(LOG) private readonly log: Log) {}

  @Get()
  @Public('the platform proves who it is; the connector checks it')
  async handshake(@Id('channel') id: string, @Req() request: HookRequest, @Res() reply: FastifyReply): Promise<void> {
    const { connectorId } = request.params;
    const raw = rawRequest(request, this.config.http.publicUrl);
    const { webhook, settings } = (await this.channel(id, connectorId)) ?? (await this.heir(id, connectorId, (one) => one.webhook.handshake?.(raw, one.settings) !== undefined)) ?? missing();
    const answer = webhook.handshake?.(raw, settings);
    if (answer === undefined) throw notFound('webhook');
    await reply.status(answer.status).header('Content-Type', answer.contentType).send(answer.body);
  }

  @Post()
  @HttpCode(200)
  @Direct((request, reply) => [parseId('channel', (request.params as { id: string }).id), request, reply])
  @Public('the platform proves who it is; the connector checks it')
  async receive(@Id('channel') id: string, @Req() request: HookRequest, @Res() reply: FastifyReply): Promise<void> {
    const raw = rawRequest(request, this.config.http.publicUrl);
    const { connectorId } = request.params;
    const proved = (one: Called) => one.webhook.verify(raw, one.settings);
    let called = (await this.channel(id, connectorId)) ?? (await this.heir(id, connectorId, proved)) ?? missing();
    if (!(await proved(called))) {
      // The secret may be a moment younger than what we kept.
      called = (await this.channel(id, connectorId, 'now')) ?? missing();
      if (!(await proved(called))) throw new DomainError('unauthenticated', 'wrong-signature', 'This request is not signed as the platform signs.');
    }
    const { webhook, settings, target } = called;
    const answer = webhook.handshake?.(raw, settings);
    if (answer !== undefined) return void reply.status(answer.status).header('Content-Type', answer.contentType).send(answer.body);
    const deliveries = split(() => webhook.split(raw));
    if (deliveries.some((delivery) => delivery.account !== undefined)) await this.share(connectorId, raw, { ...target, settings }, deliveries);
    else await this.deliveries.store(target, deliveries);
    const thanks = webhook.answer ?? OK;
    void reply.status(thanks.status).header('Content-Type', thanks.contentType).send(thanks.body);
  }

  /** One address for all accounts of an app: each delivery goes to the channels of its account, and to those alone that the same request is proved to. */
  private async share(connectorId: string, raw: RawRequest, called: DeliveryTarget & { settings: unknown }, deliveries: readonly Delivery[]): Promise<void> {
    const connector = this.connectors.get(connectorId);
    const own = connector.account?.(called.settings);
    const byAccount = new Map<string | undefined, Delivery[]>();
    for (const delivery of deliveries) byAccount.set(delivery.account, [...(byAccount.get(delivery.account) ?? []), delivery]);
    await Promise.all([...byAccount].map(async ([account, theirs]) => {
      if (account === undefined) return this.deliveries.store(called, theirs);
      const channels = await this.channels.ofAccount(connectorId, account);
      const proved = await Promise.all(channels.map(async (channel) => connector.webhook?.verify(raw, channel.settings)));
      const targets = channels.filter(({ row }, index) => proved[index] === true && row.id !== called.channelId).map(({ row }): DeliveryTarget => ({ channelId: row.id, workspaceId: row.workspace_id }));
      // Proved already, also when the name of its account was not kept yet.
      if (account === own) targets.push(called);
      // Thanked all the same: of an account that nobody here has connected, there is nothing to keep, and nothing that sending again would mend.
      if (targets.length === 0) this.log.warn({ connectorId, channelId: called.channelId, count: theirs.length }, 'deliveries for an account that no channel has');
      await Promise.all(targets.map((target) => this.deliveries.store(target, theirs)));
    }));
  }

  private async channel(id: string, connectorId: string, when: 'lately' | 'now' = 'lately'): Promise<Called | undefined> {
    const found = when === 'now' ? await this.channels.findNow(id) : await this.channels.find(id);
    return found === undefined ? undefined : this.calledOf(connectorId, found);
  }

  /** The platform goes on calling the address of a channel that is gone: another of the same app answers there, if the request is proved to be for it. */
  private async heir(id: string, connectorId: string, fits: (one: Called) => boolean | Promise<boolean>): Promise<Called | undefined> {
    for (const channel of await this.channels.heirsOf(connectorId, id)) {
      const called = this.calledOf(connectorId, channel);
      if (called !== undefined && (await fits(called))) return called;
    }
    return undefined;
  }

  private calledOf(connectorId: string, { row, settings }: HookChannel): Called | undefined {
    if (row.connector_id !== connectorId) return undefined;
    const { webhook } = this.connectors.get(connectorId);
    return webhook === undefined ? undefined : { webhook, settings, target: { channelId: row.id, workspaceId: row.workspace_id } };
  }
}

interface Called { webhook: NonNullable<ReturnType<Connectors['get']>['webhook']>; settings: HookChannel['settings']; target: DeliveryTarget }

const missing = (): never => { throw notFound('channel'); };

function split(read: () => Delivery[]): Delivery[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConnectorError) throw invalid('malformed-delivery', error.message);
    throw error;
  }
}

function rawRequest(request: HookRequest, publicUrl: string | undefined): RawRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return { method: request.method, url: request.url, headers, query: request.query, body: request.rawBody ?? Buffer.alloc(0), ...(publicUrl === undefined ? {} : { publicUrl: `${publicUrl}${request.url}` }) };
}
