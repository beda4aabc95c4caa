import { Controller, Get, Req, Res } from '@nestjs/common';
import { visitorArticles, visitorHelpQuery, type VisitorArticles, type VisitorHelpQuery } from '@kontuar/contract';
import { HelpPages } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Filter } from '../http/parsed.decorator';
import { WidgetDoor } from './widget-door';
import { WidgetLimits } from './widget-limits';

const SHOWN = 3;

/** What the help pages say already, for the website chat: before anybody is asked. */
@Controller('widget/v1/help')
export class WidgetHelpController {
  constructor(private readonly door: WidgetDoor, private readonly limits: WidgetLimits, private readonly pages: HelpPages) {}

  @Get()
  @Public('visitors look for help before they say who they are; only what is public anyway is found')
  @Answers(visitorArticles)
  async find(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Filter(visitorHelpQuery) { channel, q, locale }: VisitorHelpQuery): Promise<VisitorArticles> {
    await this.limits.take('look', { ip: request.ip });
    const open = await this.door.channel(request, reply, channel);
    const site = await this.pages.ofWorkspace(open.row.workspace_id);
    if (site === undefined) return { items: [] };
    void reply.header('Cache-Control', 'public, max-age=30');
    const found = q === '' ? await this.pages.favourites(site, locale, SHOWN) : await this.pages.search(site, locale, q, { limit: SHOWN, typing: true });
    return { items: found.flatMap(({ id, title, summary, path }) => (path === null ? [] : [{ id, title, summary, path }])) };
  }
}
