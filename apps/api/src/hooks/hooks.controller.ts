import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ConnectorError, type Delivery, type RawRequest } from '@kontuar/connectors';
import { Connectors, Deliveries, DomainError, invalid, notFound } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Direct } from '../http/direct';
import { Id, parseId } from '../http/parsed.decorator';
import { HookChannels } from './hook-channels';

type HookRequest = FastifyRequest<{ Params: { connectorId: string }; Querystring: Record<string, string> }> & { rawBody?: Buffer };

/** Where platforms deliver. Kept first, thanked after; Redis is not on this path. */
@Controller('hooks/:connectorId/:id')
export class HooksController {
  constructor(private readonly channels: HookChannels, private readonly connectors: Connectors, private readonly deliveries: Deliveries) {}

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
  @Direct((request, reply) => [parseId('channel', (request.params as { id: string }).id), request, reply])
  @Public('the platform proves who it is; the connector checks it')
  async receive(@Id('channel') id: string, @Req() request: HookRequest, @Res() reply: FastifyReply): Promise<void> {
    const raw = rawRequest(request);
    let { webhook, settings, target } = await this.channel(id, request.params.connectorId);
    if (!(await webhook.verify(raw, settings))) {
      // The secret may be a moment younger than what we kept.
      ({ webhook, settings, target } = await this.channel(id, request.params.connectorId, 'now'));
      if (!(await webhook.verify(raw, settings))) throw new DomainError('unauthenticated', 'wrong-signature', 'This request is not signed as the platform signs.');
    }
    const answer = webhook.handshake?.(raw, settings);
    if (answer !== undefined) return void reply.status(answer.status).header('Content-Type', answer.contentType).send(answer.body);
    await this.deliveries.store(target, split(() => webhook.split(raw)));
    void reply.status(200).header('Content-Type', 'text/plain').send('ok');
  }

  private async channel(id: string, connectorId: string, when: 'lately' | 'now' = 'lately') {
    const found = when === 'now' ? await this.channels.findNow(id) : await this.channels.find(id);
    if (found === undefined || found.row.connector_id !== connectorId) throw notFound('channel');
    const { webhook } = this.connectors.get(connectorId);
    if (webhook === undefined) throw notFound('webhook');
    return { webhook, settings: found.settings, target: { channelId: found.row.id, workspaceId: found.row.workspace_id } };
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
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return { method: request.method, url: request.url, headers, query: request.query, body: request.rawBody ?? Buffer.alloc(0) };
}
