import { read } from './together';

const real = globalThis.fetch;
afterEach(() => { globalThis.fetch = real; });

/** Answers each path with its own address; in pieces that fall anywhere, last path first. */
function answering(pieces: (text: string) => string[] = (text) => [text]): jest.Mock {
  const fetch = jest.fn((address: string, init: RequestInit) => {
    if (address !== '/api/v1/together') return Promise.resolve(new Response(JSON.stringify({ alone: address })));
    const paths = JSON.parse(String(init.body)) as string[];
    const text = paths.map((path, at) => `${JSON.stringify({ at, status: path === '/none' ? 204 : path === '/late' ? 429 : 200, ...(path === '/late' ? { retryAfter: '7' } : {}) })}\n${path === '/none' ? '' : JSON.stringify({ path, words: 'żółć' })}\n`).reverse().join('');
    const bytes = new TextEncoder().encode(text);
    const parts = pieces(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')).map((part) => Uint8Array.from(part, (letter) => letter.charCodeAt(0)));
    return Promise.resolve(new Response(new ReadableStream({ start(stream) { for (const part of parts) stream.enqueue(part); stream.close(); } })));
  });
  globalThis.fetch = fetch as never;
  return fetch;
}
const json = async (answer: Promise<Response>): Promise<unknown> => (await answer).json();

it('asks at once for what is asked in one turn, and gives each its own answer', async () => {
  // Cut after every third byte: in the middle of lines and of letters.
  const fetch = answering((text) => text.match(/[\s\S]{1,3}/g) ?? []);
  const [one, none, late] = [read('/one?x=1'), read('/none'), read('/late')];
  await expect(json(one)).resolves.toEqual({ path: '/one?x=1', words: 'żółć' });
  expect((await none).status).toBe(204);
  expect([(await late).status, (await late).headers.get('retry-after')]).toEqual([429, '7']);
  expect(fetch).toHaveBeenCalledTimes(1);
});

it('asks for one thing by its own address', async () => {
  const fetch = answering();
  await expect(json(read('/me'))).resolves.toEqual({ alone: '/api/v1/me' });
  await expect(json(read('/labels'))).resolves.toEqual({ alone: '/api/v1/labels' });
  expect(fetch).toHaveBeenCalledTimes(2);
});

it('splits what is more than the server takes', async () => {
  const fetch = answering();
  await expect(Promise.all(Array.from({ length: 81 }, (_, n) => json(read(`/n/${n}`))))).resolves.toHaveLength(81);
  expect(fetch).toHaveBeenCalledTimes(3);
});

it('fails only what was left unanswered when the line broke, and what is given up at once', async () => {
  const gone = new AbortController();
  globalThis.fetch = jest.fn(() => Promise.resolve(new Response(new ReadableStream({ start(stream) { stream.enqueue(new TextEncoder().encode('{"at":1,"status":200}\n{"here":1}\n{"at":0')); stream.close(); } })))) as never;
  const [cut, here, givenUp] = [read('/cut'), read('/here'), read('/given-up', gone.signal)];
  gone.abort();
  await expect(json(here)).resolves.toEqual({ here: 1 });
  await expect(cut).rejects.toThrow('broke off');
  await expect(givenUp).rejects.toHaveProperty('name', 'AbortError');
});

it('tells everybody what befell all of them', async () => {
  globalThis.fetch = jest.fn(() => Promise.resolve(new Response('{"code":"not-signed-in"}', { status: 401 }))) as never;
  const answers = await Promise.all([read('/a'), read('/b')]);
  expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]))).toEqual([[401, { code: 'not-signed-in' }], [401, { code: 'not-signed-in' }]]);
  globalThis.fetch = jest.fn(() => Promise.reject(new TypeError('fetch failed'))) as never;
  const failed = await Promise.allSettled([read('/a'), read('/b')]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

it('asks an older server for each alone', async () => {
  globalThis.fetch = jest.fn((address: string) => Promise.resolve(address.endsWith('/together') ? new Response('{}', { status: 404 }) : new Response(JSON.stringify({ address })))) as never;
  await expect(Promise.all([json(read('/a')), json(read('/b'))])).resolves.toEqual([{ address: '/api/v1/a' }, { address: '/api/v1/b' }]);
});
