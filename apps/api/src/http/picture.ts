import type { Files } from '@kontuar/platform';
import type { FastifyReply } from 'fastify';
import { notFound } from '@kontuar/core';
import { fileTypeFromBuffer } from 'file-type';

const shown = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
const MAX_BYTES = 5 * 1024 * 1024;

/** A small picture from our own store; only what is one by its bytes, never anything that a browser would run. */
export async function sendPicture(reply: FastifyReply, files: Files, key: string): Promise<void> {
  const size = await files.size(key);
  if (size === undefined || size > MAX_BYTES) throw notFound('picture');
  const chunks: Buffer[] = [];
  for await (const chunk of files.open(key)) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = (await fileTypeFromBuffer(bytes))?.mime;
  if (type === undefined || !shown.has(type)) throw notFound('picture');
  await reply.headers({ 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'Content-Security-Policy': `default-src 'none'; sandbox`, 'Cache-Control': 'private, max-age=3600' }).send(bytes);
}
