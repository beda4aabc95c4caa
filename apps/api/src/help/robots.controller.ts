import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { CONFIG, HelpPages } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { publicOrigin } from './public-origin';

/** Search engines may read the help pages, and nothing else of this house: neither the app nor what programs talk to. */
@Controller('robots.txt')
export class RobotsController {
  constructor(private readonly pages: HelpPages, @Inject(CONFIG) private readonly config: ReadyConfig) {}

  @Get()
  @Public('search engines ask before they read')
  async robots(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const origin = publicOrigin(this.config, request);
    const maps = (await this.pages.openSlugs()).map((slug) => ['sitemap', `${origin}/help/${slug}/sitemap.xml`] as const);
    const rules = [['user-agent', '*'], ['allow', '/help/'], ['disallow', '/help/preview/'], ['disallow', '/help/*/search'], ['disallow', '/'], ...maps] as const;
    await reply.headers({ 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=600' }).send(rules.map(([name, value]) => `${name}: ${value}\n`).join(''));
  }
}
