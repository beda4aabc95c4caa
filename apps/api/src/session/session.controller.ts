import { Controller, Get, Inject, Patch, Post, Req, Res } from '@nestjs/common';
import { loginInput, me, profilePatch, switchInput, type LoginInput, type Me as MeView, type ProfilePatch } from '@kontuar/contract';
import { CONFIG, forbidden, Members, Profiles, Sessions, type MemberActor } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, Me, Public, type AuthenticatedRequest } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Input } from '../http/parsed.decorator';
import { Credentials } from './credentials';
import { giveCookie, originOf, renewCookie, takeCookie } from './session-cookie';

@Controller('api/v1')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly profiles: Profiles,
    private readonly members: Members,
    private readonly credentials: Credentials,
    @Inject(CONFIG) private readonly config: ReadyConfig,
  ) {}

  @Post('auth/login')
  @Public('this is how a member signs in')
  @Answers(me)
  async login(@Input(loginInput) input: LoginInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<MeView> {
    const started = await this.sessions.signIn(input, originOf(request));
    giveCookie(reply, this.config, started.token);
    return this.sessions.describe(await this.members.ofSession(started.token));
  }

  /** Ends the session of the cookie, if there is one. */
  @Post('auth/logout')
  @Public('a session that has ended already can be left, too')
  @AnswersNothing()
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const signedIn = await this.credentials.fromHttp(request);
    if (signedIn?.sessionId !== undefined) await this.sessions.end(signedIn.actor, signedIn.sessionId);
    takeCookie(reply, this.config);
  }

  @Get('auth/me')
  @Allow('workspace.read')
  @Answers(me)
  async me(@Me() actor: MemberActor, @Req() request: AuthenticatedRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<MeView> {
    if (request.sessionId !== undefined) renewCookie(request, reply, this.config);
    return this.sessions.describe(actor);
  }

  /** To another workspace of the same user. */
  @Post('auth/switch')
  @Allow('self.manage')
  @Answers(me)
  async switch(@Me() actor: MemberActor, @Input(switchInput) input: { workspaceId: string }, @Req() request: AuthenticatedRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<MeView> {
    if (request.sessionId === undefined) throw forbidden('An API token belongs to one workspace.');
    const started = await this.sessions.switchTo(actor, request.sessionId, input.workspaceId, originOf(request));
    giveCookie(reply, this.config, started.token);
    return this.sessions.describe(await this.members.ofSession(started.token));
  }

  @Patch('me')
  @Allow('self.manage')
  @Answers(me)
  async change(@Me() actor: MemberActor, @Input(profilePatch) patch: ProfilePatch, @Req() request: AuthenticatedRequest): Promise<MeView> {
    await this.profiles.change(actor, patch, { id: request.sessionId, ip: originOf(request).ip });
    return this.sessions.describe(actor);
  }
}
