import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The built widget: beside the compiled server, or in dist/ when the sources run (tests). */
const root = [join(__dirname, '../../../../widget'), join(__dirname, '../../../../dist/widget')].find((path) => existsSync(join(path, 'widget.js')));

const types: Record<string, string> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', html: 'text/html; charset=utf-8', svg: 'image/svg+xml' };

export interface BuiltFile { type: string; etag: string; plain: Buffer; gzip: Buffer; brotli: Buffer }
const kept = new Map<string, BuiltFile>();

function packed(name: string, plain: Buffer): BuiltFile {
  return {
    type: types[name.split('.').pop() ?? ''] ?? 'application/octet-stream', plain, gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 20)}"`,
  };
}

/** Undefined when the widget was not built or has no such file; small files, read and packed once. */
export function builtFile(name: string): BuiltFile | undefined {
  if (root === undefined || !/^[\w-]+(\/[\w-]+)?(\.[\w-]+)+$/.test(name)) return undefined;
  let file = kept.get(name);
  if (file === undefined) {
    const path = join(root, name);
    if (!existsSync(path)) return undefined;
    kept.set(name, (file = packed(name, readFileSync(path))));
  }
  return file;
}

/** With the packing that the browser takes, and 304 when it has it already. */
export function sendBuilt(request: FastifyRequest, reply: FastifyReply, file: BuiltFile): void {
  void reply.headers({ 'Content-Type': file.type, ETag: file.etag, Vary: 'Accept-Encoding', 'X-Content-Type-Options': 'nosniff' });
  if (request.headers['if-none-match'] === file.etag) {
    void reply.status(304).send();
    return;
  }
  const accepts = String(request.headers['accept-encoding'] ?? '');
  const [encoding, bytes] = /\bbr\b/.test(accepts) ? ['br', file.brotli] as const : /\bgzip\b/.test(accepts) ? ['gzip', file.gzip] as const : [undefined, file.plain] as const;
  if (encoding !== undefined) void reply.header('Content-Encoding', encoding);
  void reply.send(bytes);
}
