import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { surveyForm, type SurveyForm } from '@kontuar/contract';
import { SurveyPages } from '@kontuar/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Input } from '../http/parsed.decorator';
import { WidgetLimits } from '../widget/widget-limits';
import { askPage, donePage, policy, stopPage } from './rate-page';

const byLink = 'who gets a mail may answer its question without signing in; the link is signed';

/** Where the links of a question by mail lead. A look changes nothing, because machines look at every link of a mail: the button does. */
@Controller('rate')
export class RateController {
  constructor(private readonly pages: SurveyPages, private readonly limits: WidgetLimits) {}

  @Get(':token')
  @Public(byLink)
  async look(@Param('token') token: string, @Query('score') score: unknown, @Query('stop') stop: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.limits.take('read', { ip: request.ip });
    const facts = await this.pages.look(token);
    await send(reply, stop === '1' ? stopPage(facts) : askPage(facts, /^[1-5]$/.test(String(score)) ? Number(score) : facts.score));
  }

  @Post(':token')
  @Public(byLink)
  @HttpCode(200)
  async answer(@Param('token') token: string, @Input(surveyForm) form: SurveyForm, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.limits.take('vote', { ip: request.ip });
    if (form.stop !== undefined) return send(reply, donePage(await this.pages.stop(token), 'stopped'));
    const text = (form.text ?? '').trim();
    const facts = await this.pages.answer(token, { score: form.score, text });
    await send(reply, facts.over ? askPage(facts, null) : form.score === undefined && text === '' ? askPage(facts, facts.score, true) : donePage(facts, 'thanks'));
  }
}

async function send(reply: FastifyReply, page: string): Promise<void> {
  await reply.headers({ 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex', 'Referrer-Policy': 'no-referrer' }).send(page);
}
