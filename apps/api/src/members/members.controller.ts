import { Controller, Get, Patch, Put, Res } from '@nestjs/common';
import { directoryQuery, member, memberPatch, page, presenceInput, type DirectoryQuery, type Member, type MemberPatch, type Page, type Presence } from '@kontuar/contract';
import { MemberDirectory, notFound, type MemberActor } from '@kontuar/core';
import { Files } from '@kontuar/platform';
import type { FastifyReply } from 'fastify';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { sendPicture } from '../http/picture';

@Controller('api/v1')
export class MembersController {
  constructor(private readonly directory: MemberDirectory, private readonly files: Files) {}

  @Get('members')
  @Allow('member.list')
  @Answers(page(member))
  list(@Me() actor: MemberActor, @Filter(directoryQuery) query: DirectoryQuery): Promise<Page<Member>> {
    return this.directory.list(actor, query);
  }

  @Patch('members/:id')
  @Allow('member.manage')
  @Answers(member)
  change(@Me() actor: MemberActor, @Id('member') id: string, @Input(memberPatch) patch: MemberPatch): Promise<Member> {
    return this.directory.change(actor, id, patch);
  }

  @Get('members/:id/avatar')
  @Allow('member.list')
  async avatar(@Me() actor: MemberActor, @Id('member') id: string, @Res() reply: FastifyReply): Promise<void> {
    const key = await this.directory.avatarKey(actor, id);
    if (key === undefined) throw notFound('picture');
    await sendPicture(reply, this.files, key);
  }

  /** On shift, away, or off. */
  @Put('me/presence')
  @Allow('self.manage')
  @AnswersNothing()
  async presence(@Me() actor: MemberActor, @Input(presenceInput) input: { presence: Presence }): Promise<void> {
    await this.directory.setPresence(actor, input.presence);
  }
}
