import { Controller, Delete, Patch, Post } from '@nestjs/common';
import { conversationChange, notePatch, type ConversationChange, type NotePatch } from '@kontuar/contract';
import { Notes, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** A note is a message that only colleagues read; its id is the message's. */
@Controller('api/v1/notes/:id')
export class NotesController {
  constructor(private readonly notes: Notes) {}

  /** Its words, by who wrote it. */
  @Patch()
  @Allow('conversation.note')
  @Answers(conversationChange)
  edit(@Me() actor: MemberActor, @Id('message') id: string, @Input(notePatch) input: NotePatch): Promise<ConversationChange> {
    return this.notes.edit(actor, id, input);
  }

  /** By who wrote it, or who leads. A quiet line stays, and the audit keeps the words. */
  @Delete()
  @Allow('conversation.note')
  @Answers(conversationChange)
  remove(@Me() actor: MemberActor, @Id('message') id: string): Promise<ConversationChange> {
    return this.notes.remove(actor, id);
  }

  @Post('restore')
  @Allow('conversation.note')
  @Answers(conversationChange)
  restore(@Me() actor: MemberActor, @Id('message') id: string): Promise<ConversationChange> {
    return this.notes.restore(actor, id);
  }
}
