import { Controller, Delete, Get, Post } from '@nestjs/common';
import { messageInput, messagePage, messageQuery, posted, retryInput, takenBack, type MessageInput, type MessagePage, type MessageQuery, type MessageView, type Posted } from '@kontuar/contract';
import { Messages, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class MessagesController {
  constructor(private readonly messages: Messages) {}

  @Get('conversations/:id/messages')
  @Allow('conversation.read')
  @Answers(messagePage)
  page(@Me() actor: MemberActor, @Id('conversation') id: string, @Filter(messageQuery) query: MessageQuery): Promise<MessagePage> {
    return this.messages.page(actor, id, query);
  }

  /** A reply or a private note; which of the two decides the right, checked where the conversation is known. */
  @Post('conversations/:id/messages')
  @Allow('conversation.note')
  @Answers(posted, 201)
  post(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(messageInput) input: MessageInput): Promise<Posted> {
    return this.messages.post(actor, id, input);
  }

  @Post('messages/:id/retry')
  @Allow('conversation.reply')
  @Answers(posted)
  retry(@Me() actor: MemberActor, @Id('message') id: string, @Input(retryInput) input: { confirm: boolean }): Promise<Posted> {
    return this.messages.retry(actor, id, input.confirm);
  }

  @Post('messages/:id/send-now')
  @Allow('conversation.reply')
  @Answers(posted)
  sendNow(@Me() actor: MemberActor, @Id('message') id: string): Promise<Posted> {
    return this.messages.sendNow(actor, id);
  }

  /** Takes it back while it waits; afterwards deletes it where the platform can. */
  @Delete('messages/:id')
  @Allow('conversation.reply')
  @Answers(takenBack)
  takeBack(@Me() actor: MemberActor, @Id('message') id: string): Promise<{ taken: 'back' | 'deleted'; message: MessageView }> {
    return this.messages.takeBack(actor, id);
  }
}
