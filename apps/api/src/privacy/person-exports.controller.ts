import { Controller, Get, Post, Res } from '@nestjs/common';
import { personExportInput, personExportList, personExportView, type PersonExportInput, type PersonExportList, type PersonExportView } from '@kontuar/contract';
import { PersonExports, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** Everything that is held of a person, as an archive for them. */
@Controller('api/v1')
export class PersonExportsController {
  constructor(private readonly exports: PersonExports) {}

  @Post('contacts/:id/exports')
  @Allow('privacy.manage')
  @Answers(personExportView, 201)
  ask(@Me() actor: MemberActor, @Id('contact') id: string, @Input(personExportInput) input: PersonExportInput): Promise<PersonExportView> {
    return this.exports.ask(actor, id, input);
  }

  @Get('privacy/exports')
  @Allow('privacy.manage')
  @Answers(personExportList)
  list(@Me() actor: MemberActor): Promise<PersonExportList> {
    return this.exports.list(actor);
  }

  /** Only for who asked for it, for some days. */
  @Get('privacy/exports/:id/file')
  @Allow('privacy.manage')
  async file(@Me() actor: MemberActor, @Id('archive') id: string, @Res() reply: FastifyReply): Promise<void> {
    const { name, size, content } = await this.exports.open(actor, id);
    await reply.header('Content-Type', 'application/zip').header('Content-Length', String(size)).header('Content-Disposition', `attachment; filename="${name}"`).header('X-Content-Type-Options', 'nosniff').header('Cache-Control', 'no-store').send(content);
  }
}
