import type { ContinueByEmailInput, RatingInput, VisitorInput, VisitorMessageInput, VisitorPosted, VisitorSession, VisitorThread, WidgetConfig } from '@kontuar/contract';

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, readonly retryAfterMs: number | undefined) {
    super(`${status} ${code}`);
  }
  /** Worth trying again later as it is: nothing was wrong with what we sent. */
  get passing(): boolean { return this.status === 0 || this.status === 429 || this.status >= 500; }
}

export const base = '/widget/v1';
const timeoutMs = 20_000;

/** The token travels in a header only: addresses end up in logs and histories. */
export class Api {
  token: string | undefined;

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      const answer = await fetch(base + path, {
        method, credentials: 'omit', cache: 'no-store', signal: abort.signal,
        headers: { ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw await failure(answer);
      return (answer.status === 204 ? undefined : await answer.json()) as T;
    } catch (error) {
      throw error instanceof ApiError ? error : new ApiError(0, 'network', undefined);
    } finally {
      clearTimeout(timer);
    }
  }

  config(channelId: string) { return this.call<WidgetConfig>('GET', `/config?channel=${encodeURIComponent(channelId)}`); }
  session(input: VisitorInput) { return this.call<VisitorSession>('POST', '/visitors', input); }
  thread(query = '') { return this.call<VisitorThread>('GET', `/thread${query}`); }
  post(message: VisitorMessageInput) { return this.call<VisitorPosted>('POST', '/messages', message); }
  typing() { return this.call<void>('POST', '/typing', {}); }
  read(seq: number) { return this.call<void>('POST', '/read', { seq }); }
  rate(rating: RatingInput) { return this.call<void>('POST', '/rating', rating); }
  continueByEmail(input: ContinueByEmailInput) { return this.call<void>('POST', '/email', input); }
}

export function codeOf(text: string): string {
  try { return String((JSON.parse(text) as { code?: unknown }).code ?? ''); } catch { return ''; }
}
async function failure(answer: Response): Promise<ApiError> {
  const seconds = Number(answer.headers.get('retry-after'));
  return new ApiError(answer.status, codeOf(await answer.text()), seconds > 0 ? seconds * 1000 : undefined);
}
