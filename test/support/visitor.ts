import type { VisitorHint, VisitorThread, VisitorUpload, WidgetConfig } from '@kontuar/contract';

export interface VisitorAnswer<T = unknown> { status: number; body: T; headers: Headers }

/** What the widget does over HTTP, without the widget. */
export class VisitorClient {
  token: string | undefined;
  constructor(readonly url: string, readonly channelId: string, readonly origin?: string) {}

  async send<T = unknown>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<VisitorAnswer<T>> {
    const response = await fetch(`${this.url}/widget/v1${path}`, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }), ...(this.origin === undefined ? {} : { origin: this.origin }),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }), ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text !== '' && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as T, headers: response.headers };
  }

  async config(): Promise<VisitorAnswer<WidgetConfig>> {
    return this.send('GET', `/config?channel=${this.channelId}`);
  }

  async begin(identity?: { id: string; name?: string; email?: string; hash?: string; fields?: string; fieldsHash?: string }): Promise<{ verified: boolean; visitorId: string; refusedFields: { key: string; message: string }[] }> {
    const answer = await this.send<{ token: string; visitorId: string; verified: boolean; refusedFields: { key: string; message: string }[] }>('POST', '/visitors', { channelId: this.channelId, locale: 'pl', ...(identity === undefined ? {} : { identity }) });
    if (answer.status !== 200) throw new Error(`no session: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.token = answer.body.token;
    return answer.body;
  }

  async write(text: string, more: Record<string, unknown> = {}): Promise<VisitorAnswer> {
    return this.send('POST', '/messages', { clientId: `c-${text}`, text, ...more });
  }

  async thread(query = ''): Promise<VisitorThread> {
    const answer = await this.send<VisitorThread>('GET', `/thread${query}`);
    if (answer.status !== 200) throw new Error(`no thread: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async upload(name: string, content: string | Uint8Array, type = 'text/plain'): Promise<VisitorAnswer<VisitorUpload>> {
    const form = new FormData();
    form.append('file', new Blob([content as string], { type }), name);
    return this.send('POST', '/uploads', form);
  }

  /** The stream of hints; `heard` grows until `close`. */
  async watch(): Promise<{ heard: VisitorHint[]; close(): void }> {
    const abort = new AbortController();
    const response = await fetch(`${this.url}/widget/v1/stream`, { headers: { authorization: `Bearer ${this.token ?? ''}` }, signal: abort.signal });
    if (response.status !== 200 || response.body === null) throw new Error(`no stream: ${response.status}`);
    const heard: VisitorHint[] = [];
    const body = response.body;
    void (async () => {
      let rest = '';
      for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
        const parts = (rest + chunk).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) if (part.startsWith('data: ')) heard.push(JSON.parse(part.slice(6)) as VisitorHint);
      }
    })().catch(() => undefined);
    return { heard, close: () => { abort.abort(); } };
  }
}
