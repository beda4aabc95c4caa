import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { notFound, Uploads } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/allow.decorator';
import { Id } from '../http/parsed.decorator';

/** What a browser may draw itself; everything else is offered for saving only. */
const shown = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif']);
/** Platforms that fetch an attachment look at its type; for saving only, no browser runs any of these. */
const named = /^((audio|video)\/[\w.+-]+|application\/pdf)$/;

@Controller('files')
export class FilesController {
  constructor(private readonly uploads: Uploads) {}

  /** With a name at its end, for platforms that tell by it what they fetch; what the file is called and is, only we say. */
  @Get(':id/:variant/:name')
  @Public('the link is signed for this file and ends within two hours')
  getNamed(@Id('file') id: string, @Param('variant') variant: string, @Query('until') until: string, @Query('mac') mac: string, @Res() reply: FastifyReply): Promise<void> {
    return this.get(id, variant, until, mac, reply);
  }

  @Get(':id/:variant')
  @Public('the link is signed for this file and ends within two hours')
  async get(@Id('file') id: string, @Param('variant') variant: string, @Query('until') until: string, @Query('mac') mac: string, @Res() reply: FastifyReply): Promise<void> {
    if (variant !== 'file' && variant !== 'thumb') throw notFound('file');
    const file = await this.uploads.open(id, variant, Number(until), String(mac));
    const type = variant === 'thumb' ? 'image/webp' : shown.has(file.contentType) || named.test(file.contentType) ? file.contentType : 'application/octet-stream';
    const disposition = shown.has(type) ? 'inline' : 'attachment';
    await reply
      .header('Content-Type', type)
      .header('Content-Length', String(file.sizeBytes))
      .header('Content-Disposition', `${disposition}; filename="${file.name.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, escape)}`)
      .header('Content-Security-Policy', "default-src 'none'; sandbox")
      .header('Cross-Origin-Resource-Policy', 'same-site')
      .header('X-Content-Type-Options', 'nosniff')
      .header('Cache-Control', 'private, max-age=3600')
      .send(file.content);
  }
}
