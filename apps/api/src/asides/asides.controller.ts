import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import {
  asideAddressQuery, asideAnswerInput, asideBook, asideChange, asideInput, asideList, asidePatch, asideRetryInput, asideThread, attachmentView,
  type AsideAddressQuery, type AsideAnswerInput, type AsideBook, type AsideChange, type AsideInput, type AsideList, type AsidePatch, type AsideThread, type AttachmentView,
} from '@kontuar/contract';
import { Asides, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class AsidesController {
  constructor(private readonly asides: Asides) {}

  /** Side conversations by email about this conversation, those that wait for us first. The customer never sees them. */
  @Get('conversations/:id/asides')
  @Allow('conversation.read')
  @Answers(asideList)
  list(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<AsideList> {
    return this.asides.list(actor, id);
  }

  @Post('conversations/:id/asides')
  @Allow('conversation.reply')
  @Answers(asideChange, 201)
  open(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(asideInput) input: AsideInput): Promise<AsideChange> {
    return this.asides.open(actor, id, input);
  }

  /** Whom a side conversation may be with, and the channels that it may leave from. */
  @Get('aside-book')
  @Allow('conversation.reply')
  @Answers(asideBook)
  book(@Me() actor: MemberActor, @Filter(asideAddressQuery) query: AsideAddressQuery): Promise<AsideBook> {
    return this.asides.book(actor, query);
  }

  @Get('asides/:id')
  @Allow('conversation.read')
  @Answers(asideThread)
  thread(@Me() actor: MemberActor, @Id('side conversation') id: string): Promise<AsideThread> {
    return this.asides.thread(actor, id);
  }

  @Post('asides/:id/messages')
  @Allow('conversation.reply')
  @Answers(asideChange, 201)
  answer(@Me() actor: MemberActor, @Id('side conversation') id: string, @Input(asideAnswerInput) input: AsideAnswerInput): Promise<AsideChange> {
    return this.asides.answer(actor, id, input);
  }

  @Patch('asides/:id')
  @Allow('conversation.reply')
  @Answers(asideChange)
  patch(@Me() actor: MemberActor, @Id('side conversation') id: string, @Input(asidePatch) input: AsidePatch): Promise<AsideChange> {
    return this.asides.patch(actor, id, input);
  }

  @Post('asides/:id/read')
  @Allow('conversation.read')
  @AnswersNothing()
  async read(@Me() actor: MemberActor, @Id('side conversation') id: string): Promise<void> {
    await this.asides.read(actor, id);
  }

  @Post('aside-messages/:id/retry')
  @HttpCode(200)
  @Allow('conversation.reply')
  @Answers(asideChange)
  retry(@Me() actor: MemberActor, @Id('message') id: string, @Input(asideRetryInput) input: { confirm: boolean }): Promise<AsideChange> {
    return this.asides.retry(actor, id, input.confirm);
  }

  /** While it waits for the end of its pause; a side conversation whose first mail it was goes with it. */
  @Delete('aside-messages/:id')
  @Allow('conversation.reply')
  @AnswersNothing()
  async takeBack(@Me() actor: MemberActor, @Id('message') id: string): Promise<void> {
    await this.asides.takeBack(actor, id);
  }

  /** A copy of a file of the conversation or of its side conversations, as an upload of one's own. */
  @Post('conversations/:id/files/:fileId/copy')
  @Allow('conversation.reply')
  @Answers(attachmentView, 201)
  copyFile(@Me() actor: MemberActor, @Id('conversation') id: string, @Id('file', 'fileId') fileId: string): Promise<AttachmentView> {
    return this.asides.copyFile(actor, id, fileId);
  }
}
