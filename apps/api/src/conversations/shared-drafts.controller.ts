import { Controller, Get, Post, Put } from '@nestjs/common';
import { draftView, sharedDraftAnswer, sharedDraftView, sharedFilesInput, sharedUpdateAnswer, sharedUpdateInput, shareInput, type DraftView, type SharedDraftAnswer, type SharedDraftView, type SharedFilesInput, type ShareInput } from '@kontuar/contract';
import { SharedDrafts, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

/** Replies that several write. What happens at every key goes over the line (live/drafts.gateway.ts). */
@Controller('api/v1')
export class SharedDraftsController {
  constructor(private readonly shared: SharedDrafts) {}

  @Get('conversations/:id/shared-draft')
  @Allow('conversation.reply')
  @Answers(sharedDraftAnswer)
  current(@Me() actor: MemberActor, @Id('conversation') id: string): Promise<SharedDraftAnswer> {
    return this.shared.current(actor, id);
  }

  @Post('conversations/:id/shared-draft')
  @Allow('conversation.reply')
  @Answers(sharedDraftView)
  share(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(shareInput) input: ShareInput): Promise<SharedDraftView> {
    return this.shared.share(actor, id, input);
  }

  /** Also after it ended: what became of it. */
  @Get('shared-drafts/:id')
  @Allow('conversation.reply')
  @Answers(sharedDraftView)
  get(@Me() actor: MemberActor, @Id('shared draft') id: string): Promise<SharedDraftView> {
    return this.shared.get(actor, id);
  }

  /** Ends the sharing; answers with the member's own draft that it is now. */
  @Post('shared-drafts/:id/keep')
  @Allow('conversation.reply')
  @Answers(draftView)
  keep(@Me() actor: MemberActor, @Id('shared draft') id: string): Promise<DraftView> {
    return this.shared.keep(actor, id);
  }

  /** A change that is too long for the line. */
  @Post('shared-drafts/:id/updates')
  @Allow('conversation.reply')
  @Answers(sharedUpdateAnswer)
  update(@Me() actor: MemberActor, @Id('shared draft') id: string, @Input(sharedUpdateInput) { update }: { update: string }): Promise<{ seq: number }> {
    return this.shared.update(actor, id, Buffer.from(update, 'base64'));
  }

  @Put('shared-drafts/:id/files')
  @Allow('conversation.reply')
  @Answers(sharedDraftView)
  files(@Me() actor: MemberActor, @Id('shared draft') id: string, @Input(sharedFilesInput) input: SharedFilesInput): Promise<SharedDraftView> {
    return this.shared.files(actor, id, input);
  }
}
