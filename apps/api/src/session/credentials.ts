import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, Members, type MemberActor } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyRequest } from 'fastify';

export interface SignedIn { actor: MemberActor; sessionId?: string }

/** Over HTTPS the __Host- prefix binds the cookie to this very origin. */
export const cookieName = (config: ReadyConfig): string => (config.http.secureCookies ? '__Host-kontuar' : 'kontuar');

/** From what a request carries to who it is; nothing else in the api reads a credential. */
@Injectable()
export class Credentials {
  constructor(@Inject(CONFIG) private readonly config: ReadyConfig, private readonly members: Members) {}

  /** Undefined when there is no valid credential. Versions are checked each time, so a revoked right ends here. */
  async fromHttp(request: Pick<FastifyRequest, 'headers' | 'cookies'>): Promise<SignedIn | undefined> {
    const authorization = request.headers.authorization;
    if (authorization !== undefined) {
      const token = /^Bearer ([\w-]{20,200})$/.exec(authorization)?.[1];
      return token === undefined ? undefined : this.fromApiToken(token);
    }
    const cookie = request.cookies[cookieName(this.config)];
    return cookie === undefined ? undefined : this.fromSession(cookie);
  }

  async fromSession(token: string): Promise<SignedIn | undefined> {
    return this.members.bySession(token);
  }

  async fromApiToken(token: string): Promise<SignedIn | undefined> {
    const actor = await this.members.byApiToken(token);
    return actor === undefined ? undefined : { actor };
  }
}
