import { Controller, Post } from '@nestjs/common';
import { undone, type ConversationView } from '@kontuar/contract';
import { Conversations, Sweeps, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id } from '../http/parsed.decorator';

@Controller('api/v1/undo')
export class UndoController {
  constructor(private readonly conversations: Conversations, private readonly sweeps: Sweeps) {}

  /** One act, or one on everything that matched: that goes on behind the answer, with its progress told as when it was done. */
  @Post(':token')
  @Allow('conversation.triage')
  @Answers(undone)
  async undo(@Me() actor: MemberActor, @Id('act to take back', 'token') token: string): Promise<{ restored: number; conversations: ConversationView[] }> {
    const swept = await this.sweeps.undo(actor, token);
    return swept === undefined ? this.conversations.undo(actor, token) : { restored: swept.changed, conversations: [] };
  }
}
