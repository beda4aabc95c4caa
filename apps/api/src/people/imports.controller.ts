import { Controller, Get, Header, Post, Req } from '@nestjs/common';
import type { MultipartFile } from '@fastify/multipart';
import { importBadLines, importList, importShape, importStart, importUndoTrial, importView, type ImportBadLines, type ImportShape, type ImportStart, type ImportUndoTrial, type ImportView } from '@kontuar/contract';
import { DomainError, Imports, invalid, MAX_IMPORT_BYTES, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

interface MultipartRequest { isMultipart(): boolean; file(options: { limits: { fileSize: number; files: number } }): Promise<MultipartFile | undefined> }

@Controller('api/v1/imports')
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @Get()
  @Allow('contact.import')
  @Answers(importList)
  list(@Me() actor: MemberActor): Promise<{ items: ImportView[] }> {
    return this.imports.list(actor);
  }

  /** One CSV file as multipart/form-data; answers what seems to be in it. Nothing is read until it is started. */
  @Post()
  @Allow('contact.import')
  @Answers(importView, 201)
  async take(@Me() actor: MemberActor, @Req() request: MultipartRequest): Promise<ImportView> {
    if (!request.isMultipart()) throw invalid('multipart-expected', 'Send the file as multipart/form-data.');
    const part = await request.file({ limits: { fileSize: MAX_IMPORT_BYTES, files: 1 } });
    if (part === undefined) throw invalid('file-expected', 'There is no file in this request.');
    const chunks: Buffer[] = [];
    for await (const chunk of part.file) chunks.push(chunk as Buffer);
    if (part.file.truncated) throw new DomainError('too-large', 'too-large', `Such a file may have ${MAX_IMPORT_BYTES / 1024 / 1024} MB.`);
    return this.imports.take(actor, { name: part.filename, bytes: Buffer.concat(chunks) });
  }

  @Get(':id')
  @Allow('contact.import')
  @Answers(importView)
  get(@Me() actor: MemberActor, @Id('import') id: string): Promise<ImportView> {
    return this.imports.get(actor, id);
  }

  @Post(':id/start')
  @Allow('contact.import')
  @Answers(importView)
  start(@Me() actor: MemberActor, @Id('import') id: string, @Input(importStart) input: ImportStart): Promise<ImportView> {
    return this.imports.start(actor, id, input);
  }

  /** The same file read another way, where the guess of its alphabet, its separator or its headings was wrong. */
  @Post(':id/shape')
  @Allow('contact.import')
  @Answers(importView)
  reshape(@Me() actor: MemberActor, @Id('import') id: string, @Input(importShape) shape: ImportShape): Promise<ImportView> {
    return this.imports.reshape(actor, id, shape);
  }

  /** Who would go if this file were taken back, and who would stay. */
  @Get(':id/undo')
  @Allow('contact.import')
  @Answers(importUndoTrial)
  undoTrial(@Me() actor: MemberActor, @Id('import') id: string): Promise<ImportUndoTrial> {
    return this.imports.undoTrial(actor, id);
  }

  @Post(':id/undo')
  @Allow('contact.import')
  @Answers(importView)
  undo(@Me() actor: MemberActor, @Id('import') id: string): Promise<ImportView> {
    return this.imports.undo(actor, id);
  }

  /** The wrong lines as they stand in the file, to be mended. */
  @Get(':id/bad-lines')
  @Allow('contact.import')
  @Answers(importBadLines)
  badLines(@Me() actor: MemberActor, @Id('import') id: string): Promise<ImportBadLines> {
    return this.imports.badLines(actor, id);
  }

  @Post(':id/cancel')
  @Allow('contact.import')
  @Answers(importView)
  cancel(@Me() actor: MemberActor, @Id('import') id: string): Promise<ImportView> {
    return this.imports.cancel(actor, id);
  }

  /** Every line that was wrong, and why, as CSV. */
  @Get(':id/report')
  @Allow('contact.import')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="import-report.csv"')
  report(@Me() actor: MemberActor, @Id('import') id: string): Promise<string> {
    return this.imports.report(actor, id);
  }
}
