import { Controller, Delete, Get, Post, Res } from '@nestjs/common';
import { exportInput, exportList, exportView, type ExportInput, type ExportView } from '@kontuar/contract';
import { Exports, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' } as const;

@Controller('api/v1/exports')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Get()
  @Allow('contact.export')
  @Answers(exportList)
  list(@Me() actor: MemberActor): Promise<{ items: ExportView[] }> {
    return this.exports.list(actor);
  }

  /** Asks for a file of everybody, of a segment or of whoever a filter finds; a worker writes it. */
  @Post()
  @Allow('contact.export')
  @Answers(exportView, 201)
  ask(@Me() actor: MemberActor, @Input(exportInput) input: ExportInput): Promise<ExportView> {
    return this.exports.ask(actor, input);
  }

  @Get(':id')
  @Allow('contact.export')
  @Answers(exportView)
  get(@Me() actor: MemberActor, @Id('export') id: string): Promise<ExportView> {
    return this.exports.get(actor, id);
  }

  /** The file itself, for whoever asked for it. */
  @Get(':id/file')
  @Allow('contact.export')
  async file(@Me() actor: MemberActor, @Id('export') id: string, @Res() reply: FastifyReply): Promise<void> {
    const { view, content } = await this.exports.open(actor, id);
    await reply
      .header('Content-Type', types[view.format])
      .header('Content-Length', String(view.sizeBytes))
      .header('Content-Disposition', `attachment; filename="customers-${view.createdAt.slice(0, 10)}.${view.format}"`)
      .header('X-Content-Type-Options', 'nosniff')
      .header('Cache-Control', 'private, no-store')
      .send(content);
  }

  @Delete(':id')
  @Allow('contact.export')
  @AnswersNothing()
  remove(@Me() actor: MemberActor, @Id('export') id: string): Promise<void> {
    return this.exports.remove(actor, id);
  }
}
