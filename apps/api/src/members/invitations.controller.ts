import { Controller, Delete, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  acceptInvitationInput, directoryQuery, invitation, invitationInput, invitationPreview, me, page,
  type AcceptInvitationInput, type DirectoryQuery, type Invitation, type InvitationInput, type InvitationPreview, type Me as MeView, type Page,
} from '@kontuar/contract';
import { CONFIG, Invitations, Members, Sessions, type MemberActor } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, Me, Public } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { giveCookie, originOf } from '../session/session-cookie';

@Controller('api/v1/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly sessions: Sessions,
    private readonly members: Members,
    @Inject(CONFIG) private readonly config: ReadyConfig,
  ) {}

  @Get()
  @Allow('member.invite')
  @Answers(page(invitation))
  list(@Me() actor: MemberActor, @Filter(directoryQuery) query: DirectoryQuery): Promise<Page<Invitation>> {
    return this.invitations.list(actor, query);
  }

  /** The answer carries the link, this once. */
  @Post()
  @Allow('member.invite')
  @Answers(invitation, 201)
  async create(@Me() actor: MemberActor, @Input(invitationInput) input: InvitationInput, @Req() request: FastifyRequest): Promise<Invitation> {
    const made = await this.invitations.create(actor, input);
    const base = this.config.http.publicUrl ?? `${request.protocol}://${request.host}`;
    return { ...made.invitation, url: `${base}/invite/${made.token}` };
  }

  @Delete(':id')
  @Allow('member.invite')
  @AnswersNothing()
  async revoke(@Me() actor: MemberActor, @Id('invitation') id: string): Promise<void> {
    await this.invitations.revoke(actor, id);
  }

  @Get('by-token/:token')
  @Public('the link is the credential, and who holds it has no account yet')
  @Answers(invitationPreview)
  preview(@Param('token') token: string): Promise<InvitationPreview> {
    return this.invitations.preview(token);
  }

  @Post('by-token/:token/accept')
  @Public('the link is the credential, and who holds it has no account yet')
  @Answers(me, 201)
  async accept(@Param('token') token: string, @Input(acceptInvitationInput) input: AcceptInvitationInput, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<MeView> {
    const started = await this.invitations.accept(token, input, originOf(request));
    giveCookie(reply, this.config, started.token);
    return this.sessions.describe(await this.members.ofSession(started.token));
  }
}
