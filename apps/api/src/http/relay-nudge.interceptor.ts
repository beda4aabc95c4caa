import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { PULSE } from '@kontuar/core';
import type { Pulse } from '@kontuar/platform';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';

/** What a request changed should be on every screen at once: the relay looks now instead of at its next round. */
@Injectable()
export class RelayNudge implements NestInterceptor {
  constructor(@Inject(PULSE) private readonly pulse: Pulse) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const { method, url } = context.switchToHttp().getRequest<FastifyRequest>();
    // A webhook only keeps a delivery; what comes of it, ingest tells.
    if (method === 'GET' || url.startsWith('/hooks/')) return next.handle();
    return next.handle().pipe(finalize(() => { this.pulse.publish('relay'); }));
  }
}
