import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { DomainError, ListeningSources } from '@kontuar/core';
import type { FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { TakesBytes } from '../http/direct';
import { Id } from '../http/parsed.decorator';

/** Where a provider pushes what it heard: kept first, thanked after. */
@Controller('hooks/listening/:id')
export class PushDoorController {
  constructor(private readonly sources: ListeningSources) {}

  @Post()
  @HttpCode(200)
  @TakesBytes()
  @Public('signed with the secret of the source')
  async receive(@Id('source') id: string, @Req() request: FastifyRequest & { rawBody?: Buffer }): Promise<{ ok: true; faults: string[] }> {
    const signature = request.headers['x-kontuar-signature'];
    const kept = await this.sources.push(id, { body: request.rawBody ?? Buffer.alloc(0), signature: typeof signature === 'string' ? signature : undefined });
    if (kept === undefined) throw new DomainError('unauthenticated', 'wrong-signature', 'This is not signed with the secret of an active source.');
    // The good ones beside them are kept.
    return { ok: true, ...kept };
  }
}
