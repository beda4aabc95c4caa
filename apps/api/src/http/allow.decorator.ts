import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { MemberActor } from '@kontuar/core';
import type { Verb } from '@kontuar/contract';
import type { FastifyRequest } from 'fastify';

export interface AuthenticatedRequest extends FastifyRequest { actor?: MemberActor; sessionId?: string }

export type RoutePolicy = { verb: Verb; reads?: true } | { public: string };
export const POLICY = 'kontuar:policy';

/** Who may call a route: members whose role has the verb. Resources are checked where they are read. 'reads': a POST that only asks. */
export const Allow = (verb: Verb, way?: 'reads') => SetMetadata(POLICY, (way === undefined ? { verb } : { verb, reads: true }) satisfies RoutePolicy);

/** A route without a signed-in member, with the reason why that is right. */
export const Public = (why: string) => SetMetadata(POLICY, { public: why } satisfies RoutePolicy);

/** The member who calls. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext): MemberActor => {
  const { actor } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (actor === undefined) throw new Error('a route that asks for its member must have @Allow');
  return actor;
});
