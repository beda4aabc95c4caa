import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ConnectorError, type Delivery, type RawRequest } from '@kontuar/connectors';
import { ChannelContexts, Deliveries, DomainError, findChannel, invalid, notFound } from '@kontuar/core';
import { Database } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Id } from '../http/parsed.decorator';

type HookRequest = FastifyRequest<{ Params: { connectorId: string }; Querystring: Record<string, string> }> & { rawBody?: Buffer };

/** Where platforms deliver. Kept first, thanked after; Redis is not on this path. */
@Controller('hooks/:connectorId/:id')
export class HooksController {
  constructor(private readonly database: Database, private readonly contexts: ChannelContexts, private readonly deliveries: Deliveries) {}

  @Get()
  @Public('the platform proves who it is; the connector checks it')
  async handshake(@Id('channel') id: string, @Req() request: HookRequest, @Res() reply: FastifyReply): Promise<void> {
    const { webhook, settings } = await this.channel(id, request.params.connectorId);
    const answer = webhook.handshake?.(rawRequest(request), settings);
    if (answer === undefined) throw notFound('webhook');
    await reply.status(answer.status).header('Content-Type', answer.contentType).send(answer.body);
  }

  @Post()
  @HttpCode(200)
  @Public('the platform proves who it is; the connector checks it')
  async receive(@Id('channel') id: string, @Req() request: HookRequest, @Res() reply: FastifyReply): Promise<void> {
    const { webhook, settings, target } = await this.channel(id, request.params.connectorId);
    const raw = rawRequest(request);
    if (!(await webhook.verify(raw, settings))) throw new DomainError('unauthenticated', 'wrong-signature', 'This request is not signed as the platform signs.');
    const answer = webhook.handshake?.(raw, settings);
    if (answer !== undefined) return void (await reply.status(answer.status).header('Content-Type', answer.contentType).send(answer.body));
    await this.deliveries.store(target, split(() => webhook.split(raw)));
    await reply.status(200).header('Content-Type', 'text/plain').send('ok');
  }

  private async channel(id: string, connectorId: string) {
    const row = await this.database.asSystem((tx) => findChannel(tx, id));
    if (row === undefined || row.connector_id !== connectorId) throw notFound('channel');
    const { connector } = await this.contexts.open(row);
    if (connector.webhook === undefined) throw notFound('webhook');
    return { webhook: connector.webhook, settings: this.contexts.settingsOf(row), target: { channelId: row.id, workspaceId: row.workspace_id } };
  }
}

function split(read: () => Delivery[]): Delivery[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConnectorError) throw invalid('malformed-delivery', error.message);
    throw error;
  }
}

function rawRequest(request: HookRequest): RawRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]);
  return { method: request.method, url: request.url, headers: Object.fromEntries(headers) as Record<string, string>, query: request.query, body: request.rawBody ?? Buffer.alloc(0) };
}
