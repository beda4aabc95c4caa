import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  visitorArticleRead, visitorArticles, visitorHelpQuery, visitorMissInput, visitorReadQuery, visitorSuggestInput, visitorVoteInput,
  type ArticleHit, type VisitorArticleRead, type VisitorArticles, type VisitorHelpQuery, type VisitorMissInput, type VisitorReadQuery, type VisitorSuggestInput, type VisitorVoteInput,
} from '@kontuar/contract';
import { articleOnPage, HelpPages, notFound, type OpenSite } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { readerOf } from '../help/reader';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { WidgetDoor } from './widget-door';
import { WidgetLimits } from './widget-limits';

const SHOWN = 3;
const listed = (found: readonly ArticleHit[]): VisitorArticles => ({ items: found.flatMap(({ id, title, summary, path }) => (path === null ? [] : [{ id, title, summary, path }])) });

/** What the help pages say already, for the website chat: before anybody is asked. */
@Controller('widget/v1/help')
export class WidgetHelpController {
  constructor(private readonly door: WidgetDoor, private readonly limits: WidgetLimits, private readonly pages: HelpPages) {}

  @Get()
  @Public('visitors look for help before they say who they are; only what is public anyway is found')
  @Answers(visitorArticles)
  async find(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Filter(visitorHelpQuery) { channel, q, locale }: VisitorHelpQuery): Promise<VisitorArticles> {
    const site = await this.site(request, reply, channel, 'look');
    if (site === undefined) return { items: [] };
    void reply.header('Cache-Control', 'public, max-age=30');
    const found = q === '' ? await this.pages.favourites(site, locale, SHOWN) : await this.pages.search(site, locale, q, { limit: SHOWN, typing: true });
    return listed(found);
  }

  /** While somebody writes; in the body, because words to us do not belong into addresses, which are logged. */
  @Post('suggestions')
  @Public('visitors are helped before they say who they are; what they write is looked up and forgotten')
  @HttpCode(200)
  @Answers(visitorArticles)
  async suggest(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Input(visitorSuggestInput) { channel, locale, text }: VisitorSuggestInput): Promise<VisitorArticles> {
    const site = await this.site(request, reply, channel, 'look');
    return site === undefined ? { items: [] } : listed(await this.pages.suggest(site, locale, text, SHOWN));
  }

  @Post('misses')
  @Public('what visitors look for in vain is counted, without who they are')
  @HttpCode(204)
  @AnswersNothing()
  async miss(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Input(visitorMissInput) { channel, locale, q }: VisitorMissInput): Promise<void> {
    const site = await this.site(request, reply, channel, 'look');
    if (site !== undefined) await this.pages.miss(site, locale, q, 'visitor');
  }

  /** One article, for reading in the chat. */
  @Get(':id')
  @Public('public articles are for everybody')
  @Answers(visitorArticleRead)
  async read(@Id('article') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Filter(visitorReadQuery) { channel, locale }: VisitorReadQuery): Promise<VisitorArticleRead> {
    const site = await this.site(request, reply, channel, 'look');
    const article = site === undefined ? undefined : await this.pages.article(site, locale, id);
    const path = site === undefined || article === undefined ? undefined : (await this.pages.paths(site, id))[locale];
    if (site === undefined || article === undefined || path === undefined) throw notFound('article');
    void reply.header('Cache-Control', 'public, max-age=60');
    const { title, summary, changedAt } = article;
    return { id, title, summary, path, changedAt: changedAt.toISOString(), html: articleOnPage(article.html, article.pictures, (pictureId) => `/help/${site.slug}/images/${pictureId}`) };
  }

  @Post(':id/votes')
  @Public('readers say whether an article was useful, without an account')
  @HttpCode(204)
  @AnswersNothing()
  async vote(@Id('article') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Input(visitorVoteInput) { channel, locale, useful }: VisitorVoteInput): Promise<void> {
    const site = await this.site(request, reply, channel, 'vote');
    if (site === undefined) throw notFound('article');
    await this.pages.vote(site.workspaceId, { articleId: id, locale, reader: readerOf(request), useful });
  }

  private async site(request: FastifyRequest, reply: FastifyReply, channel: string, limited: 'look' | 'vote'): Promise<OpenSite | undefined> {
    await this.limits.take(limited, { ip: request.ip });
    const open = await this.door.channel(request, reply, channel);
    return this.pages.ofWorkspace(open.row.workspace_id);
  }
}
