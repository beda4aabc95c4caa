import { Controller, Post, Req } from '@nestjs/common';
import type { MultipartFile } from '@fastify/multipart';
import { uploadView, type AttachmentView } from '@kontuar/contract';
import { invalid, Uploads, type MemberActor } from '@kontuar/core';
import { Allow, Me } from '../http/allow.decorator';
import { Answers } from '../http/answers.decorator';

interface MultipartRequest { isMultipart(): boolean; file(): Promise<MultipartFile | undefined> }

@Controller('api/v1/uploads')
export class UploadsController {
  constructor(private readonly uploads: Uploads) {}

  /** One file as multipart/form-data; it belongs to its uploader until a message takes it. */
  @Post()
  @Allow('conversation.note')
  @Answers(uploadView, 201)
  async upload(@Me() actor: MemberActor, @Req() request: MultipartRequest): Promise<AttachmentView> {
    if (!request.isMultipart()) throw invalid('multipart-expected', 'Send the file as multipart/form-data.');
    const part = await request.file();
    if (part === undefined) throw invalid('file-expected', 'There is no file in this request.');
    return this.uploads.keep(actor.workspaceId, `member:${actor.memberId}`, { name: part.filename, contentType: part.mimetype, content: part.file });
  }
}
