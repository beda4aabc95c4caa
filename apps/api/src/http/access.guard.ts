import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { can, DomainError, forbidden } from '@kontuar/core';
import { POLICY, type AuthenticatedRequest, type RoutePolicy } from './allow.decorator';
import { Credentials } from '../session/credentials';

/** Refuses what no policy allows: a route that names none is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector, private readonly credentials: Credentials) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const policy = this.reflector.getAllAndOverride<RoutePolicy | undefined>(POLICY, [context.getHandler(), context.getClass()]);
    if (policy === undefined) throw forbidden('This route has no policy.');
    if ('public' in policy) return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const signedIn = await this.credentials.fromHttp(request);
    if (signedIn === undefined) throw new DomainError('unauthenticated', 'not-signed-in', 'Sign in first.');
    if (!can(signedIn.actor, policy.verb) || !(policy.reads === true || mayWrite(signedIn.actor.scopes, request.method))) throw forbidden();
    request.actor = signedIn.actor;
    if (signedIn.sessionId !== undefined) request.sessionId = signedIn.sessionId;
    return true;
  }
}

/** A token that only reads changes nothing, not even a read mark. */
function mayWrite(scopes: readonly string[] | undefined, method: string): boolean {
  return scopes === undefined || method === 'GET' || method === 'HEAD' || scopes.some((scope) => scope !== 'read');
}
