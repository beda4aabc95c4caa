import { Controller, Get, Patch, Post, Req } from '@nestjs/common';
import {
  assistantDraft, assistantOffer, assistantPatch, assistantSettings, assistantSummary, translateInput, translation,
  type AssistantDraft, type AssistantOffer, type AssistantPatch, type AssistantSettings, type AssistantSummary, type TranslateInput, type Translation,
} from '@kontuar/contract';
import { Assistant, type MemberActor } from '@kontuar/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';
import { Id, Input } from '../http/parsed.decorator';

const inLanguage = z.object({ to: translateInput.shape.to });

/** Whoever leaves is not waited for: the question to the service ends with the connection. */
async function whileConnected<T>(request: FastifyRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const left = new AbortController();
  const leave = () => { left.abort(); };
  const { socket } = request.raw;
  socket.once('close', leave);
  if (socket.destroyed) leave();
  try {
    return await work(left.signal);
  } finally {
    // The connection goes on to the next request.
    socket.off('close', leave);
  }
}

@Controller('api/v1')
export class AssistantController {
  constructor(private readonly assistant: Assistant) {}

  @Get('assistant')
  @Allow('workspace.read')
  @Answers(assistantOffer)
  offer(@Me() actor: MemberActor): Promise<AssistantOffer> {
    return this.assistant.offer(actor);
  }

  @Get('assistant/settings')
  @Allow('workspace.manage')
  @Answers(assistantSettings)
  settings(@Me() actor: MemberActor): Promise<AssistantSettings> {
    return this.assistant.settings(actor);
  }

  @Patch('assistant/settings')
  @Allow('workspace.manage')
  @Answers(assistantSettings)
  change(@Me() actor: MemberActor, @Input(assistantPatch) input: AssistantPatch): Promise<AssistantSettings> {
    return this.assistant.change(actor, input);
  }

  @Post('conversations/:id/assistant/translation')
  @Allow('conversation.read')
  @Answers(translation, 201)
  translate(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(translateInput) input: TranslateInput, @Req() request: FastifyRequest): Promise<Translation> {
    return whileConnected(request, (signal) => this.assistant.translate(actor, id, input, signal));
  }

  @Post('conversations/:id/assistant/summary')
  @Allow('conversation.read')
  @Answers(assistantSummary, 201)
  summarise(@Me() actor: MemberActor, @Id('conversation') id: string, @Input(inLanguage) input: { to: string }, @Req() request: FastifyRequest): Promise<AssistantSummary> {
    return whileConnected(request, (signal) => this.assistant.summarise(actor, id, input.to, signal));
  }

  @Post('conversations/:id/assistant/draft')
  @Allow('conversation.reply')
  @Answers(assistantDraft, 201)
  draft(@Me() actor: MemberActor, @Id('conversation') id: string, @Req() request: FastifyRequest): Promise<AssistantDraft> {
    return whileConnected(request, (signal) => this.assistant.draft(actor, id, signal));
  }
}
