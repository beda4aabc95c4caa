import { Controller, Delete, Get, Post } from '@nestjs/common';
import { conversationChange, supervision, takeOverInput, whisper, whisperInput, type ConversationChange, type Supervision, type TakeOverInput, type Whisper, type WhisperInput } from '@kontuar/contract';
import { Supervisions, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** Leading from beside a conversation. */
@Controller('api/v1')
export class SupervisionController {
  constructor(private readonly supervisions: Supervisions) {}

  @Get('conversations/:id/supervision')
  @Allow('conversation.read')
  @Answers(supervision)
  get(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<Supervision> {
    return this.supervisions.get(actor, id);
  }

  /** Again within a minute, as long as one listens. */
  @Post('conversations/:id/listen')
  @Allow('conversation.supervise')
  @Answers(supervision)
  listen(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<Supervision> {
    return this.supervisions.listen(actor, id);
  }

  @Delete('conversations/:id/listen')
  @Allow('conversation.supervise')
  @AnswersNothing()
  listenNoMore(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<void> {
    return this.supervisions.listenNoMore(actor, id);
  }

  /** A hint that only its receiver sees, and never a customer. */
  @Post('conversations/:id/whispers')
  @Allow('conversation.supervise')
  @Answers(whisper, 201)
  whisper(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(whisperInput) input: WhisperInput): Promise<Whisper> {
    return this.supervisions.whisper(actor, id, input);
  }

  @Post('whispers/:id/seen')
  @Allow('conversation.read')
  @Answers(whisper)
  seen(@Me() actor: MemberActor, @Id('whisper') id: string): Promise<Whisper> {
    return this.supervisions.seen(actor, id);
  }

  @Post('conversations/:id/take-over')
  @Allow('conversation.supervise')
  @Answers(conversationChange)
  takeOver(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(takeOverInput) input: TakeOverInput): Promise<ConversationChange> {
    return this.supervisions.takeOver(actor, id, input);
  }

  @Post('conversations/:id/hand-back')
  @Allow('conversation.supervise')
  @Answers(conversationChange)
  handBack(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<ConversationChange> {
    return this.supervisions.handBack(actor, id);
  }
}
