import type { MultipartFile } from '@fastify/multipart';
import { Controller, Delete, Get, Patch, Put, Req, Res } from '@nestjs/common';
import { directoryQuery, member, memberPatch, page, presenceInput, type DirectoryQuery, type Member, type MemberPatch, type Page, type Presence } from '@kontuar/contract';
import { AVATAR_MAX_BYTES, DomainError, invalid, MemberDirectory, notFound, Profiles, Shifts, type MemberActor } from '@kontuar/core';
import { Files } from '@kontuar/platform';
import type { FastifyReply } from 'fastify';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { sendPicture } from '../http/picture';

interface MultipartRequest { isMultipart(): boolean; file(options: { limits: { fileSize: number; files: number } }): Promise<MultipartFile | undefined> }

@Controller('api/v1')
export class MembersController {
  constructor(private readonly directory: MemberDirectory, private readonly profiles: Profiles, private readonly shifts: Shifts, private readonly files: Files) {}

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

  /** One picture as multipart/form-data; kept as a small square. */
  @Put('me/avatar')
  @Allow('self.manage')
  @AnswersNothing()
  async setAvatar(@Me() actor: MemberActor, @Req() request: MultipartRequest): Promise<void> {
    if (!request.isMultipart()) throw invalid('multipart-expected', 'Send the picture as multipart/form-data.');
    const part = await request.file({ limits: { fileSize: AVATAR_MAX_BYTES, files: 1 } });
    if (part === undefined) throw invalid('file-expected', 'There is no file in this request.');
    const chunks: Buffer[] = [];
    for await (const chunk of part.file) chunks.push(chunk as Buffer);
    if (part.file.truncated) throw new DomainError('too-large', 'too-large', `A picture may have ${AVATAR_MAX_BYTES / 1024 / 1024} MB.`);
    await this.profiles.setPicture(actor, Buffer.concat(chunks));
  }

  @Delete('me/avatar')
  @Allow('self.manage')
  @AnswersNothing()
  async removeAvatar(@Me() actor: MemberActor): Promise<void> {
    await this.profiles.setPicture(actor, null);
  }

  /** On shift, away, or off, until the next change by one's hours. */
  @Put('me/presence')
  @Allow('self.manage')
  @AnswersNothing()
  async presence(@Me() actor: MemberActor, @Input(presenceInput) input: { presence: Presence }): Promise<void> {
    await this.shifts.say(actor, input.presence);
  }
}
