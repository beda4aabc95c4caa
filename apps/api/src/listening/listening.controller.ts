import { Controller, Delete, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  brandMention, brandMentionQuery, cared, careInput, judgeInput, linkPreview, listeningDesk, listeningSettings, listeningSource, listeningSourceInput, listeningSourceMade, listeningSourcePatch, listeningSourceTrial, mentionAssignInput, mentionCopies, mentionMoodInput, brandMentionPage, monitorChanged, monitorInput, monitorPatch, monitorUndo, monitorView, mutedAuthorInput, mutedAuthors, queryPreview, queryPreviewInput,
  type BrandMention, type BrandMentionQuery, type Cared, type CareInput, type Judgement, type LinkPreview, type ListeningDesk, type ListeningSettings, type ListeningSource, type ListeningSourceInput, type ListeningSourceMade, type ListeningSourcePatch, type ListeningSourceTrial, type MentionCopies, type MonitorChanged, type MonitorInput, type MonitorPatch, type MonitorView, type MutedAuthorInput, type MutedAuthors, type Page, type QueryPreview, type QueryPreviewInput,
} from '@kontuar/contract';
import { LinkPreviews, ListeningSources, MentionCare, MentionDesk, Monitors, Previews, SourceTrials, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';

/** What is said in public: what is looked for, where, what was found and what became of it. */
@Controller('api/v1/listening')
export class ListeningController {
  constructor(private readonly monitors: Monitors, private readonly previews: Previews, private readonly mentions: MentionDesk, private readonly care: MentionCare, private readonly sources: ListeningSources, private readonly trials: SourceTrials, private readonly links: LinkPreviews) {}

  @Get()
  @Allow('listening.read')
  @Answers(listeningDesk)
  desk(@Me() actor: MemberActor): Promise<ListeningDesk> {
    return this.monitors.desk(actor);
  }

  @Post('monitors')
  @Allow('listening.manage')
  @Answers(monitorView, 201)
  create(@Me() actor: MemberActor, @Input(monitorInput) input: MonitorInput): Promise<MonitorView> {
    return this.monitors.create(actor, input);
  }

  @Patch('monitors/:id')
  @Allow('listening.manage')
  @Answers(monitorChanged)
  change(@Me() actor: MemberActor, @Id('monitor') id: string, @Input(monitorPatch) patch: MonitorPatch): Promise<MonitorChanged> {
    return this.monitors.change(actor, id, patch);
  }

  /** The query as it was before that change, with all that it had found, within the hour. */
  @Post('monitors/:id/undo')
  @HttpCode(200)
  @Allow('listening.manage')
  @Answers(monitorView)
  undoChange(@Me() actor: MemberActor, @Id('monitor') id: string, @Input(monitorUndo) { changeId }: { changeId: string }): Promise<MonitorView> {
    return this.monitors.undo(actor, id, changeId);
  }

  @Delete('monitors/:id')
  @Allow('listening.manage')
  @AnswersNothing()
  async remove(@Me() actor: MemberActor, @Id('monitor') id: string): Promise<void> {
    await this.monitors.remove(actor, id);
  }

  /** As it stood when it was removed, within the hour. */
  @Post('monitors/:id/restore')
  @HttpCode(200)
  @Allow('listening.manage')
  @Answers(monitorView)
  restoreMonitor(@Me() actor: MemberActor, @Id('monitor') id: string): Promise<MonitorView> {
    return this.monitors.restore(actor, id);
  }

  /** What a query would have found in the last days, or what is wrong with it and where. Changes nothing. */
  @Post('preview')
  @Allow('listening.read', 'reads')
  @Answers(queryPreview)
  preview(@Me() actor: MemberActor, @Input(queryPreviewInput) input: QueryPreviewInput): Promise<QueryPreview> {
    return this.previews.preview(actor, input);
  }

  @Get('mentions')
  @Allow('listening.read')
  @Answers(brandMentionPage)
  list(@Me() actor: MemberActor, @Filter(brandMentionQuery) query: BrandMentionQuery): Promise<Page<BrandMention>> {
    return this.mentions.list(actor, query);
  }

  @Get('mentions/:id')
  @Allow('listening.read')
  @Answers(brandMention)
  one(@Me() actor: MemberActor, @Id('mention') id: string): Promise<BrandMention> {
    return this.mentions.get(actor, id);
  }

  @Get('mentions/:id/copies')
  @Allow('listening.read')
  @Answers(mentionCopies)
  copies(@Me() actor: MemberActor, @Id('mention') id: string): Promise<MentionCopies> {
    return this.mentions.copies(actor, id);
  }

  @Post('mentions/:id/judge')
  @HttpCode(200)
  @Allow('listening.judge')
  @Answers(brandMention)
  judge(@Me() actor: MemberActor, @Id('mention') id: string, @Input(judgeInput) input: { judgement: Judgement | null }): Promise<BrandMention> {
    return this.mentions.judge(actor, id, input.judgement);
  }

  @Post('mentions/:id/assign')
  @HttpCode(200)
  @Allow('listening.judge')
  @Answers(brandMention)
  assign(@Me() actor: MemberActor, @Id('mention') id: string, @Input(mentionAssignInput) input: { memberId: string | null }): Promise<BrandMention> {
    return this.mentions.assign(actor, id, input.memberId);
  }

  @Post('mentions/:id/mood')
  @HttpCode(200)
  @Allow('listening.judge')
  @Answers(brandMention)
  mood(@Me() actor: MemberActor, @Id('mention') id: string, @Input(mentionMoodInput) input: { mood: 'negative' | 'neutral' | 'positive' | null }): Promise<BrandMention> {
    return this.mentions.correctMood(actor, id, input.mood);
  }

  /** One key to a conversation, or with `case` to a complaint with its term. */
  @Post('mentions/:id/care')
  @HttpCode(200)
  @Allow('conversation.start')
  @Answers(cared)
  take(@Me() actor: MemberActor, @Id('mention') id: string, @Input(careInput) input: CareInput): Promise<Cared> {
    return this.care.take(actor, id, input);
  }

  @Post('mentions/:id/mute')
  @HttpCode(200)
  @Allow('listening.judge')
  @Answers(mutedAuthors)
  mute(@Me() actor: MemberActor, @Id('mention') id: string): Promise<MutedAuthors> {
    return this.mentions.mute(actor, id);
  }

  /** What stands behind the link of a mention; the first that asks makes it be fetched, by us and not by a browser. */
  @Post('mentions/:id/preview')
  @HttpCode(200)
  @Allow('listening.read')
  @Answers(linkPreview)
  linkPreview(@Me() actor: MemberActor, @Id('mention') id: string): Promise<LinkPreview> {
    return this.links.ask(actor, id);
  }

  @Get('mentions/:id/preview/picture')
  @Allow('listening.read')
  async previewPicture(@Me() actor: MemberActor, @Id('mention') id: string, @Res() reply: FastifyReply): Promise<void> {
    const picture = await this.links.picture(actor, id);
    await reply.headers({ 'Content-Type': 'image/webp', 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': `default-src 'none'; sandbox`, 'Cache-Control': 'private, max-age=3600' }).send(picture);
  }

  @Patch('settings')
  @Allow('listening.manage')
  @Answers(listeningSettings)
  settings(@Me() actor: MemberActor, @Input(listeningSettings) input: ListeningSettings): Promise<ListeningSettings> {
    return this.links.change(actor, input);
  }

  @Get('muted')
  @Allow('listening.read')
  @Answers(mutedAuthors)
  muted(@Me() actor: MemberActor): Promise<MutedAuthors> {
    return this.mentions.muted(actor);
  }

  @Post('muted')
  @HttpCode(200)
  @Allow('listening.judge')
  @Answers(mutedAuthors)
  muteAuthor(@Me() actor: MemberActor, @Input(mutedAuthorInput) input: MutedAuthorInput): Promise<MutedAuthors> {
    return this.mentions.muteAuthor(actor, input);
  }

  @Delete('muted/:id')
  @Allow('listening.judge')
  @AnswersNothing()
  async unmute(@Me() actor: MemberActor, @Id('muted author') id: string): Promise<void> {
    await this.mentions.unmute(actor, id);
  }

  /** A source that is pushed to is signed with the secret of the answer, which is shown this once. */
  @Post('sources')
  @Allow('channel.manage')
  @Answers(listeningSourceMade, 201)
  addSource(@Me() actor: MemberActor, @Input(listeningSourceInput) input: ListeningSourceInput): Promise<ListeningSourceMade> {
    return this.sources.create(actor, input);
  }

  /** Asks the place once, and keeps nothing of it. */
  @Post('sources/try')
  @HttpCode(200)
  @Allow('channel.manage')
  @Answers(listeningSourceTrial)
  trySource(@Input(listeningSourceInput) input: ListeningSourceInput): Promise<ListeningSourceTrial> {
    return this.trials.attempt(input);
  }

  @Patch('sources/:id')
  @Allow('channel.manage')
  @Answers(listeningSource)
  changeSource(@Me() actor: MemberActor, @Id('source') id: string, @Input(listeningSourcePatch) patch: ListeningSourcePatch): Promise<ListeningSource> {
    return this.sources.change(actor, id, patch);
  }

  @Delete('sources/:id')
  @Allow('channel.manage')
  @AnswersNothing()
  async removeSource(@Me() actor: MemberActor, @Id('source') id: string): Promise<void> {
    await this.sources.remove(actor, id);
  }

  /** Within the hour; what was heard there is still there. */
  @Post('sources/:id/restore')
  @HttpCode(200)
  @Allow('channel.manage')
  @Answers(listeningSource)
  restoreSource(@Me() actor: MemberActor, @Id('source') id: string): Promise<ListeningSource> {
    return this.sources.restore(actor, id);
  }
}
