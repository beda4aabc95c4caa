import { Controller, Post } from '@nestjs/common';
import { undone, type ConversationView } from '@kontuar/contract';
import { Conversations, Links, Moves, Sweeps, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id } from '../http/parsed.decorator';

@Controller('api/v1/undo')
export class UndoController {
  constructor(private readonly conversations: Conversations, private readonly sweeps: Sweeps, private readonly moves: Moves, private readonly links: Links) {}

  /** One act, or one on everything that matched: that goes on behind the answer, with its progress told as when it was done. */
  @Post(':token')
  @Allow('conversation.triage')
  @Answers(undone)
  async undo(@Me() actor: MemberActor, @Id('act to take back', 'token') token: string): Promise<{ restored: number; conversations: ConversationView[] }> {
    const swept = await this.sweeps.undo(actor, token);
    if (swept !== undefined) return { restored: swept.changed, conversations: [] };
    const moved = await this.moves.undo(actor, token);
    if (moved !== undefined) return moved;
    const linked = await this.links.undo(actor, token);
    return linked === undefined ? this.conversations.undo(actor, token) : { ...linked, conversations: [] };
  }
}
