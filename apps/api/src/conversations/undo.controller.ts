import { Controller, Post } from '@nestjs/common';
import { undone, type ConversationView } from '@kontuar/contract';
import { Conversations, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id } from '../http/parsed.decorator';

@Controller('api/v1/undo')
export class UndoController {
  constructor(private readonly conversations: Conversations) {}

  @Post(':token')
  @Allow('conversation.triage')
  @Answers(undone)
  undo(@Me() actor: MemberActor, @Id('act to take back', 'token') token: string): Promise<{ restored: number; conversations: ConversationView[] }> {
    return this.conversations.undo(actor, token);
  }
}
