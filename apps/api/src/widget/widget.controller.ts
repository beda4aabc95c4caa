import { Controller, Get, HttpCode, Inject, Options, Post, Query, Req, Res } from '@nestjs/common';
import {
  continueByEmailInput, ratingInput, visitorInput, visitorMessageInput, visitorPosted, visitorReadInput, visitorSession, visitorThread, visitorThreadQuery, visitorUpload, widgetConfig,
  type ContinueByEmailInput, type RatingInput, type VisitorInput, type VisitorMessageInput, type VisitorPosted, type VisitorReadInput, type VisitorSession, type VisitorThread, type VisitorThreadQuery, type VisitorUpload, type WidgetConfig,
} from '@kontuar/contract';
import { identityIsProved, invalid, issueVisitorToken, LOG, newVisitorId, notFound, openDefinitions, pictureUrlIsValid, provedVisitorId, PULSE, readOutside, readProvedFields, VisitorThreads, VisitorUploads } from '@kontuar/core';
import { Database, errorFields, Files, Secrets, type Log, type Pulse } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Answers, AnswersNothing } from '../http/answers.decorator';
import { Filter, Id, Input } from '../http/parsed.decorator';
import { sendPicture } from '../http/picture';
import { WidgetConfigs } from './widget-config.service';
import { WidgetDoor, type OpenChat } from './widget-door';
import { WidgetInbox } from './widget-inbox';
import { WidgetLimits } from './widget-limits';
import { WidgetStreams } from './widget-streams';

const byToken = 'visitors come with a token of their own, which the widget’s door reads';

/** The visitor's side. `passthrough`: the door sets CORS headers on the reply that Nest then sends. */
@Controller('widget/v1')
export class WidgetController {
  constructor(
    private readonly door: WidgetDoor,
    private readonly limits: WidgetLimits,
    private readonly configs: WidgetConfigs,
    private readonly inbox: WidgetInbox,
    private readonly streams: WidgetStreams,
    private readonly threads: VisitorThreads,
    private readonly uploads: VisitorUploads,
    private readonly database: Database,
    private readonly files: Files,
    private readonly secrets: Secrets,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Preflights say nothing: whether a website may come in is decided by the request itself, which names its channel. */
  @Options('*')
  @Public('browsers ask before they send an Authorization header from another site')
  @HttpCode(204)
  preflight(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers({
      'Access-Control-Allow-Origin': request.headers.origin ?? '*', Vary: 'Origin', 'Access-Control-Allow-Methods': 'GET, POST', 'Access-Control-Allow-Headers': 'authorization, content-type', 'Access-Control-Max-Age': '600',
    });
  }

  @Get('config')
  @Public('every page view of a website asks for it')
  @Answers(widgetConfig)
  async config(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Query('channel') channelId: string): Promise<WidgetConfig> {
    await this.limits.take('read', { ip: request.ip });
    const open = await this.door.channel(request, reply, channelId);
    void reply.header('Cache-Control', 'public, max-age=30');
    return this.configs.of(open);
  }

  /** Gives a name tag; keeps nothing. */
  @Post('visitors')
  @Public('anybody may begin to talk')
  @Answers(visitorSession)
  async session(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Input(visitorInput) input: VisitorInput): Promise<VisitorSession> {
    const open = await this.door.channel(request, reply, input.channelId);
    await this.limits.take('session', { ip: request.ip });
    const { identity } = input;
    const verified = identity !== undefined && identityIsProved(identity, open.settings.identitySecret);
    const visitorId = identity !== undefined && verified ? provedVisitorId(this.secrets, open.row.id, identity.id) : newVisitorId();
    const taken = identity?.fields === undefined ? undefined : await this.fieldsOf(open, verified ? identity : undefined);
    const token = issueVisitorToken(this.secrets, {
      channelId: open.row.id, visitorId, verified,
      ...(identity === undefined ? {} : { siteId: identity.id }), ...(identity?.name === undefined ? {} : { name: identity.name }), ...(identity?.email === undefined ? {} : { email: identity.email }),
      ...(input.locale === undefined ? {} : { language: input.locale }), ...(taken === undefined || Object.keys(taken.values).length === 0 ? {} : { fields: taken.values }),
    });
    return { token, visitorId, verified, refusedFields: taken?.refused ?? [] };
  }

  /** Nobody but the site's server fills in fields of its customer; the chat goes on without those that are wrong. */
  private async fieldsOf({ row, settings }: OpenChat, identity: NonNullable<VisitorInput['identity']> | undefined): Promise<ReturnType<typeof readOutside>> {
    const given = identity === undefined ? undefined : readProvedFields(identity, settings.identitySecret);
    if (given === undefined) return { values: {}, refused: [{ key: '', message: 'These fields are not signed as they should be.' }] };
    return readOutside(await this.database.lookInWorkspace(row.workspace_id, openDefinitions), 'contact', given);
  }

  @Get('thread')
  @Public(byToken)
  @Answers(visitorThread)
  async thread(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Filter(visitorThreadQuery) query: VisitorThreadQuery): Promise<VisitorThread> {
    const guest = await this.door.guest(request, reply, 'read');
    void reply.header('Cache-Control', 'no-store');
    const { thread, undelivered } = await this.threads.read(guest, query);
    // The answer is on its way to the screen; a receipt that can't be kept now is made by the next look.
    this.inbox.receipt(guest, 'delivered', undelivered).catch((error: unknown) => { this.log.warn({ channelId: guest.channelId, ...errorFields(error) }, 'could not keep a receipt'); });
    return thread;
  }

  /** Answered after the delivery is committed. */
  @Post('messages')
  @Public(byToken)
  @Answers(visitorPosted, 202)
  async post(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Input(visitorMessageInput) input: VisitorMessageInput): Promise<VisitorPosted> {
    const guest = await this.door.guest(request, reply, 'message');
    return { clientId: input.clientId, at: await this.inbox.message(guest, input) };
  }

  /** Shown now, never stored. */
  @Post('typing')
  @Public(byToken)
  @AnswersNothing()
  async typing(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const guest = await this.door.guest(request, reply, 'small');
    const [conversationId, known] = await Promise.all([this.threads.conversationId(guest), this.threads.known(guest)]);
    if (conversationId !== undefined) this.pulse.publish('visitor-typing', JSON.stringify({ workspaceId: guest.workspaceId, conversationId, name: known.name ?? known.handle ?? '' }));
  }

  @Post('read')
  @Public(byToken)
  @AnswersNothing()
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Input(visitorReadInput) input: VisitorReadInput): Promise<void> {
    const guest = await this.door.guest(request, reply, 'small');
    await this.inbox.receipt(guest, 'read', await this.threads.unreadUpTo(guest, input.seq));
  }

  @Post('rating')
  @Public(byToken)
  @AnswersNothing()
  async rate(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Input(ratingInput) input: RatingInput): Promise<void> {
    const guest = await this.door.guest(request, reply, 'small');
    if (input.score === undefined && input.solved === undefined && (input.text ?? '').trim() === '') throw invalid('empty-rating', 'Nothing was rated.');
    await this.inbox.rating(guest, input);
  }

  @Post('email')
  @Public(byToken)
  @AnswersNothing()
  async email(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Input(continueByEmailInput) input: ContinueByEmailInput): Promise<void> {
    const guest = await this.door.guest(request, reply, 'small');
    if (guest.chat.settings.emailChannelId === '') throw invalid('no-email', 'This chat does not answer by email.');
    await this.inbox.emailConsent(guest, input.email);
  }

  @Post('uploads')
  @Public(byToken)
  @Answers(visitorUpload, 201)
  async upload(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<VisitorUpload> {
    const guest = await this.door.guest(request, reply, 'upload');
    const maxBytes = guest.chat.settings.maxFileMb * 1024 * 1024;
    if (maxBytes === 0) throw invalid('no-files', 'This chat takes no files.');
    if (!request.isMultipart()) throw invalid('multipart-expected', 'Send the file as multipart/form-data.');
    const part = await request.file({ limits: { fileSize: maxBytes, files: 1 } });
    if (part === undefined) throw invalid('file-expected', 'There is no file in this request.');
    return this.uploads.keep(guest, { name: part.filename, contentType: part.mimetype, content: part.file, maxBytes, wasCut: () => part.file.truncated });
  }

  @Get('stream')
  @Public(byToken)
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.streams.open(request, reply, await this.door.guest(request, reply, 'read'));
  }

  @Get('pictures/:id')
  @Public('the link is signed for this member and this chat')
  async picture(@Id('picture') memberId: string, @Query('channel') channelId: string, @Query('mac') mac: string, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.door.find(String(channelId));
    if (open === undefined || !pictureUrlIsValid(this.secrets, open.row.id, memberId, String(mac))) throw notFound('picture');
    const [row] = await this.database.inWorkspace(open.row.workspace_id, (tx) => tx.query<{ avatar_key: string | null }>('SELECT u.avatar_key FROM memberships b JOIN users u ON u.id = b.user_id WHERE b.id = $1', [memberId]));
    if (row?.avatar_key == null) throw notFound('picture');
    await sendPicture(reply, this.files, row.avatar_key);
  }
}
