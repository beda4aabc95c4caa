import type { FastifyReply } from 'fastify';

/** A file made for whoever asks, and for nobody after them. */
export async function sendFile(reply: FastifyReply, { name, contentType, content }: { name: string; contentType: string; content: Buffer }, disposition: 'inline' | 'attachment'): Promise<void> {
  await reply
    .header('Content-Type', contentType)
    .header('Content-Length', String(content.length))
    .header('Content-Disposition', `${disposition}; filename="${name.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escape)}`)
    .header('X-Content-Type-Options', 'nosniff')
    .header('Cache-Control', 'no-store')
    .send(content);
}
