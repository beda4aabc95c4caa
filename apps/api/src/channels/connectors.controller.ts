import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { connectorView, page, type ConnectorView, type Page } from '@kontuar/contract';
import { ConnectorCatalog, Connectors, notFound } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { originOf } from './origin';

/** A connector's folder holds its icon; the build copies it beside the code. */
const iconOf = (connectorId: string): string => join(__dirname, '../../../../libs/connectors/src', connectorId, 'icon.svg');

@Controller('api/v1/connectors')
export class ConnectorsController {
  constructor(private readonly catalog: ConnectorCatalog, private readonly connectors: Connectors) {}

  @Get()
  @Allow('channel.list')
  @Answers(page(connectorView))
  list(@Req() request: FastifyRequest): Page<ConnectorView> {
    return { items: this.catalog.list(originOf(request), (id) => existsSync(iconOf(id))), nextCursor: null };
  }

  @Get(':id/icon')
  @Allow('channel.list')
  async icon(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    // Only ids of the list reach the file system.
    if (this.connectors.find(id) === undefined || !existsSync(iconOf(id))) throw notFound('icon');
    await reply.headers({ 'Content-Type': 'image/svg+xml', 'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; sandbox`, 'Cache-Control': 'private, max-age=86400' }).send(readFileSync(iconOf(id)));
  }
}
