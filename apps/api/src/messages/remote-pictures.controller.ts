import { Controller, Get, Res } from '@nestjs/common';
import { pictureQuery, type PictureQuery } from '@kontuar/contract';
import { RemotePictures, type MemberActor } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { Allow, Me } from '../http/allow.decorator';
import { Filter, Id } from '../http/parsed.decorator';

@Controller('api/v1/messages')
export class RemotePicturesController {
  constructor(private readonly pictures: RemotePictures) {}

  /** The n-th picture of a letter that is kept elsewhere, fetched by us once its reader asked for it. */
  @Get(':id/picture')
  @Allow('conversation.read')
  async get(@Me() actor: MemberActor, @Id('message') id: string, @Filter(pictureQuery) { index }: PictureQuery, @Res() reply: FastifyReply): Promise<void> {
    const { contentType, content } = await this.pictures.fetch(actor, id, index);
    await reply
      .header('Content-Type', contentType)
      .header('Content-Security-Policy', "default-src 'none'; sandbox")
      .header('Cross-Origin-Resource-Policy', 'same-origin')
      .header('X-Content-Type-Options', 'nosniff')
      .header('Cache-Control', 'private, max-age=3600')
      .send(content);
  }
}
