import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Param, Res, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { notFound } from '@kontuar/core';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/allow.decorator';
import { documentOf, type OpenApi } from './document';
import { routesOfControllers } from './routes';

const open = 'the shape of the API is no secret';
const contentTypes: Record<string, string> = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript' };
/** Swagger UI writes styles into elements; nothing else of it is allowed beyond our own origin. */
const policy = `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Kontuar API</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>
`;
const start = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#docs', deepLinking: true, defaultModelsExpandDepth: 0, docExpansion: 'none', filter: true });\n`;

/** The API, described for programs and for people. */
@Controller('api')
@Public(open)
export class OpenApiController {
  private document: OpenApi | undefined;

  constructor(private readonly modules: ModulesContainer) {}

  @Get('v1/openapi.json')
  openApi(): OpenApi {
    const controllers = [...this.modules.values()].flatMap((module) => [...module.controllers.values()].map((wrapper) => wrapper.metatype as Type));
    return (this.document ??= documentOf(routesOfControllers(controllers)));
  }

  @Get('docs')
  async docs(@Res() reply: FastifyReply): Promise<void> {
    await send(reply, 'text/html', page);
  }

  @Get('docs/:file')
  async file(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    if (file === 'start.js') return void (await send(reply, 'text/javascript', start));
    const contentType = contentTypes[file];
    if (contentType === undefined) throw notFound('page');
    await send(reply, contentType, createReadStream(join(require.resolve('swagger-ui-dist/package.json'), '..', file)));
  }
}

async function send(reply: FastifyReply, contentType: string, content: unknown): Promise<void> {
  await reply.headers({ 'Content-Type': `${contentType}; charset=utf-8`, 'Content-Security-Policy': policy, 'Cache-Control': 'no-cache' }).send(content);
}
