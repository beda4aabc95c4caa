import { Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { attachmentView, canned, cannedInput, cannedPatch, directoryQuery, page, type AttachmentView, type Canned as CannedView, type CannedInput, type CannedPatch, type DirectoryQuery, type Page } from '@kontuar/contract';
import { Canned, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1/canned')
export class CannedController {
  constructor(private readonly canned: Canned) {}

  @Get()
  @Allow('canned.list')
  @Answers(page(canned))
  list(@Me() actor: MemberActor, @Filter(directoryQuery) query: DirectoryQuery): Promise<Page<CannedView>> {
    return this.canned.list(actor, query);
  }

  @Post()
  @Allow('canned.manage')
  @Answers(canned, 201)
  create(@Me() actor: MemberActor, @Input(cannedInput) input: CannedInput): Promise<CannedView> {
    return this.canned.create(actor, input);
  }

  @Patch(':id')
  @Allow('canned.manage')
  @Answers(canned)
  change(@Me() actor: MemberActor, @Id('canned answer') id: string, @Input(cannedPatch) patch: CannedPatch): Promise<CannedView> {
    return this.canned.change(actor, id, patch);
  }

  @Delete(':id')
  @Allow('canned.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('canned answer') id: string): Promise<void> {
    await this.canned.remove(actor, id);
  }

  /** It was put into an answer. */
  @Post(':id/used')
  @Allow('canned.list')
  @AnswersNothing()
  async used(@Me() actor: MemberActor, @Id('canned answer') id: string): Promise<void> {
    await this.canned.used(actor, id);
  }

  /** Copies of its files, to be named by one message of whoever asks. */
  @Post(':id/files')
  @Allow('conversation.reply')
  @Answers(attachmentView.array(), 201)
  copyFiles(@Me() actor: MemberActor, @Id('canned answer') id: string): Promise<AttachmentView[]> {
    return this.canned.copyFiles(actor, id);
  }
}
