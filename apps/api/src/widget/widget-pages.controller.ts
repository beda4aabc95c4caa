import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { chat, frameAncestors } from '@kontuar/connectors';
import { notFound } from '@kontuar/core';
import { Database } from '@kontuar/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/allow.decorator';
import { WidgetDoor } from './widget-door';
import { builtFile, sendBuilt } from './widget-files';

const panelPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";
/** As strict as a careful shop: the chat needs our origin for script, frame and connection, and no style at all. */
const demoPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** The widget's own files, and a sample shop that shows it. */
@Controller()
export class WidgetPagesController {
  constructor(private readonly door: WidgetDoor, private readonly database: Database) {}

  @Get('widget.js')
  @Public('every website that shows a chat loads it')
  loader(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.sendOpen(request, reply, 'widget.js', 'public, max-age=300, stale-while-revalidate=86400');
  }

  /** The panel: shown inside the channel's websites and nowhere else. */
  @Get('widget/panel')
  @Public('visitors open it inside a website')
  async panel(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('channel') channelId: string): Promise<void> {
    const open = await this.door.find(String(channelId));
    const file = builtFile('panel.html');
    if (open === undefined || file === undefined) throw notFound('chat');
    // frame-ancestors speaks for both; the older header knows no list.
    void reply.removeHeader('X-Frame-Options');
    void reply.headers({
      'Content-Security-Policy': `${panelPolicy}; frame-ancestors 'self' ${frameAncestors(open.settings.allowedOrigins).join(' ')}`,
      'Cache-Control': 'no-cache', 'Cross-Origin-Resource-Policy': 'cross-origin', 'Cross-Origin-Opener-Policy': 'unsafe-none', 'Referrer-Policy': 'no-referrer',
    });
    sendBuilt(request, reply, file);
  }

  @Get('widget/assets/:name')
  @Public('parts of the panel; their names hold a hash of their content')
  asset(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): void {
    this.sendOpen(request, reply, `assets/${name}`, 'public, max-age=31536000, immutable');
  }

  /** Shows the chat of `?channel=`, or the first one that there is. */
  @Get('demo')
  @Public('a sample page for trying a chat out; it shows nothing of a workspace but the chat')
  async demo(@Res() reply: FastifyReply, @Query('channel') wanted: string | undefined, @Query('lang') lang: string | undefined): Promise<void> {
    const file = builtFile('demo/shop.html');
    if (file === undefined) throw notFound('page');
    const channelId = wanted === undefined ? await this.firstChat() : (await this.door.find(wanted))?.row.id;
    const language = lang === 'en' ? 'en' : 'pl';
    const tag = channelId === undefined ? '<p class="no-chat">No website chat yet: add one in Kontuar under Channels. Nie ma jeszcze czatu: dodaj go w Kontuarze w zakładce Kanały.</p>' : `<script async src="/widget.js" data-channel="${channelId}"></script>`;
    const page = file.plain.toString('utf8').replaceAll('{{lang}}', language).replace('<!--chat-->', () => tag);
    await reply.headers({ 'Content-Type': file.type, 'Content-Security-Policy': demoPolicy, 'Cache-Control': 'no-cache' }).send(page);
  }

  @Get('demo/:name')
  @Public('parts of the sample page')
  demoPart(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('name') name: string): void {
    this.sendOpen(request, reply, `demo/${name}`, 'no-cache');
  }

  private sendOpen(request: FastifyRequest, reply: FastifyReply, name: string, cache: string): void {
    const file = builtFile(name);
    if (file === undefined) throw notFound('file');
    void reply.headers({ 'Cache-Control': cache, 'Cross-Origin-Resource-Policy': 'cross-origin' });
    sendBuilt(request, reply, file);
  }

  private async firstChat(): Promise<string | undefined> {
    const [row] = await this.database.asSystem((tx) => tx.query<{ id: string }>('SELECT id FROM channels WHERE connector_id = $1 AND deleted_at IS NULL AND NOT paused ORDER BY created_at, id LIMIT 1', [chat.id]));
    return row?.id;
  }
}
