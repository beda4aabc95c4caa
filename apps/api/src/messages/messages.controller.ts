import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { actInput, messageInput, messagePatch, messagePage, messageQuery, messageView, moodInput, posted, postedOrHeld, retryInput, takenBack, type ActInput, type MessagePatch, type MessageInput, type MessagePage, type MessageQuery, type MessageView, type MoodInput, type Posted, type PostedOrHeld } from '@kontuar/contract';
import { MessageActs, Messages, Moods, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

@Controller('api/v1')
export class MessagesController {
  constructor(private readonly messages: Messages, private readonly acts: MessageActs, private readonly moods: Moods) {}

  @Get('conversations/:id/messages')
  @Allow('conversation.read')
  @Answers(messagePage)
  page(@Me() actor: MemberActor, @Id('conversation') id: string, @Filter(messageQuery) query: MessageQuery): Promise<MessagePage> {
    return this.messages.page(actor, id, query);
  }

  /** A reply or a private note; which of the two decides the right, checked where the conversation is known. */
  @Post('conversations/:id/messages')
  @Allow('conversation.note')
  @Answers(postedOrHeld, 201)
  post(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(messageInput) input: MessageInput): Promise<PostedOrHeld> {
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

  /** Asks the platform for it; the answer shows it as pending, and the feed tells how it ended. */
  @Post('messages/:id/acts')
  @Allow('message.act')
  @Answers(posted)
  act(@Me() actor: MemberActor, @Id('message') id: string, @Input(actInput) input: ActInput): Promise<Posted> {
    return this.acts.ask(actor, id, input.kind);
  }

  /** Edits our own message on the platform. */
  @Patch('messages/:id')
  @Allow('message.act')
  @Answers(posted)
  edit(@Me() actor: MemberActor, @Id('message') id: string, @Input(messagePatch) input: MessagePatch): Promise<Posted> {
    return this.acts.ask(actor, id, 'edit', input.text);
  }

  /** What the customer's mood is in truth; later messages of the workspace that say something alike are judged by it. */
  @Put('messages/:id/mood')
  @Allow('conversation.triage')
  @Answers(posted)
  mood(@Me() actor: MemberActor, @Id('message') id: string, @Input(moodInput) input: MoodInput): Promise<Posted> {
    return this.moods.correct(actor, id, input);
  }

  /** Asks the platform once more for files of it that could not be fetched. */
  @Post('messages/:id/fetch-files')
  @Allow('conversation.note')
  @Answers(messageView)
  fetchFiles(@Me() actor: MemberActor, @Id('message') id: string): Promise<MessageView> {
    return this.acts.fetchFiles(actor, id);
  }

  /** Takes it back while it waits; afterwards deletes it where the platform can. */
  @Delete('messages/:id')
  @Allow('conversation.reply')
  @Answers(takenBack)
  takeBack(@Me() actor: MemberActor, @Id('message') id: string): Promise<{ taken: 'back' | 'deleted'; message: MessageView }> {
    return this.messages.takeBack(actor, id);
  }
}
