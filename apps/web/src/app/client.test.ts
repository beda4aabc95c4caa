import { ApiProblem, queryString, request, whenSessionIsLost } from './client';

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  globalThis.fetch = jest.fn(() => Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })));
}
const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

describe('a call of the API', () => {
  it('leaves empty parts of a query out', () => {
    expect(queryString({ view: 'mine', teamId: undefined, q: '', n: 0, all: false })).toBe('?view=mine&n=0&all=false');
    expect(queryString({})).toBe('');
  });

  it('answers with the body, or with nothing for 204', async () => {
    answer(200, { items: [] });
    await expect(request('GET', '/labels')).resolves.toEqual({ items: [] });
    globalThis.fetch = jest.fn(() => Promise.resolve(new Response(null, { status: 204 })));
    await expect(request('DELETE', '/labels/1')).resolves.toBeUndefined();
  });

  it('turns a problem document into code, fields and the time to wait', async () => {
    answer(429, { status: 429, code: 'throttled', title: 'Too many requests', errors: [{ path: 'email', message: 'x' }] }, { 'retry-after': '42' });
    const problem = await request('POST', '/auth/login', {}).catch((error: unknown) => error);
    expect(problem).toMatchObject({ status: 429, code: 'throttled', detail: 'Too many requests', errors: [{ path: 'email', message: 'x' }], retryAfterMs: 42_000, offline: false });
  });

  it('survives a proxy that answers in HTML, and a line that is down', async () => {
    answer(502, '<html>Bad gateway</html>');
    await expect(request('GET', '/me')).rejects.toMatchObject({ status: 502, code: 'http.502' });
    globalThis.fetch = jest.fn(() => Promise.reject(new TypeError('fetch failed')));
    await expect(request('GET', '/me')).rejects.toMatchObject({ status: 0, offline: true });
  });

  it('notices the end of the session, except where a 401 is an answer', async () => {
    const lost = jest.fn();
    whenSessionIsLost(lost);
    answer(401, { status: 401, code: 'not-signed-in', title: 'x' });
    await expect(request('POST', '/auth/login', {}, { expects401: true })).rejects.toBeInstanceOf(ApiProblem);
    expect(lost).not.toHaveBeenCalled();
    answer(401, { status: 401, code: 'not-signed-in', title: 'x' });
    await expect(request('GET', '/labels')).rejects.toBeInstanceOf(ApiProblem);
    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('sends files as they are and the rest as JSON', async () => {
    answer(200, {});
    await request('POST', '/uploads', new Blob(['x']));
    await request('POST', '/labels', { name: 'x' }, { idempotencyKey: 'k' });
    const calls = (globalThis.fetch as jest.Mock<Promise<Response>, [string, RequestInit]>).mock.calls;
    expect(calls[0]?.[1].headers).not.toHaveProperty('content-type');
    expect(calls[1]?.[1]).toMatchObject({ body: '{"name":"x"}', headers: { 'content-type': 'application/json', 'idempotency-key': 'k' } });
  });
});
