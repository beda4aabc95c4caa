import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Problem } from '@kontuar/contract';
import { findRoute } from './routes';

export interface Answer<T = unknown> { status: number; body: T; headers: Headers }

class UnexpectedAnswer extends Error {
  constructor(readonly method: string, readonly path: string, readonly answer: Answer) {
    super(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
}

/** A browser's worth of HTTP: keeps its cookie, and holds every good answer against the schema that its route declares. */
export class ApiClient {
  cookie: string | undefined;
  headers: Record<string, string> = {};

  constructor(readonly url: string, private readonly app: NestFastifyApplication) {}

  /** The same client with an API token instead of its cookie. */
  withToken(token: string): ApiClient {
    const client = new ApiClient(this.url, this.app);
    client.headers = { authorization: `Bearer ${token}` };
    return client;
  }

  /** Path below /api/v1, or a full one that starts with '//'. Answers as they come. */
  async send<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const full = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`;
    const raw = typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array;
    const response = await fetch(`${this.url}${full}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...this.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as never) : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(';')[0] as string;
      this.cookie = pair.endsWith('=') ? undefined : pair;
    }
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    const answer = { status: response.status, body: (text === '' ? undefined : json ? JSON.parse(text) : text) as T, headers: response.headers };
    if (response.ok && !path.startsWith('//')) this.holdAgainstSchema(method, full, answer);
    return answer;
  }

  get<T = unknown>(path: string): Promise<T> { return this.expectOk('GET', path); }
  post<T = unknown>(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<T> { return this.expectOk('POST', path, body, headers); }
  patch<T = unknown>(path: string, body: unknown): Promise<T> { return this.expectOk('PATCH', path, body); }
  put<T = unknown>(path: string, body: unknown): Promise<T> { return this.expectOk('PUT', path, body); }
  delete<T = unknown>(path: string): Promise<T> { return this.expectOk('DELETE', path); }

  /** The problem document of a call that must be refused. */
  async refused(method: string, path: string, body?: unknown): Promise<Problem> {
    const answer = await this.send<Problem>(method, path, body);
    if (answer.status < 400) throw new UnexpectedAnswer(method, path, answer);
    return answer.body;
  }

  private async expectOk<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.send<T>(method, path, body, headers);
    if (answer.status >= 300) throw new UnexpectedAnswer(method, path, answer);
    return answer.body;
  }

  private holdAgainstSchema(method: string, path: string, answer: Answer): void {
    const route = findRoute(this.app, method, path.split('?')[0] as string);
    if (route?.answer === undefined) return;
    if (answer.status !== route.answer.status) throw new Error(`${method} ${path} answered ${answer.status} and declares ${route.answer.status}`);
    if (route.answer.schema === undefined) return;
    const parsed = route.answer.schema.safeParse(answer.body);
    if (!parsed.success) throw new Error(`${method} ${path} answered something that its schema refuses: ${JSON.stringify(parsed.error.issues)}`);
  }
}
