/** Reads that are asked for in the same turn travel together (apps/api/src/http/together.ts): each costs the browser milliseconds, and they would wait for each other's connections. */
interface Wanted { path: string; signal: AbortSignal | undefined; answer: (response: Response) => void; fail: (reason: unknown) => void }

/** As many as the server takes at once. */
const most = 40;
const bodiless = new Set([204, 205, 304]);

let wanted: Wanted[] = [];
/** An older server, in the middle of a change of versions, knows nothing of it. */
let isKnown = true;

/** As fetch of one path of the API. */
export function read(path: string, signal?: AbortSignal): Promise<Response> {
  return new Promise((answer, fail) => {
    if (wanted.length === 0) queueMicrotask(() => queueMicrotask(leave));
    wanted.push({ path, signal, answer, fail });
  });
}

function leave(): void {
  const all = wanted.filter((one) => !gaveUp(one));
  wanted = [];
  for (let from = 0; from < all.length; from += most) {
    const some = all.slice(from, from + most);
    if (some.length === 1 || !isKnown) some.forEach(readAlone);
    else void readAll(some);
  }
}

function gaveUp({ signal, fail }: Wanted): boolean {
  if (signal?.aborted === true) fail(signal.reason);
  return signal?.aborted === true;
}

function readAlone({ path, signal, answer, fail }: Wanted): void {
  fetch(`/api/v1${path}`, { headers: { accept: 'application/json' }, credentials: 'same-origin', ...(signal === undefined ? {} : { signal }) }).then(answer, fail);
}

async function readAll(some: readonly Wanted[]): Promise<void> {
  const left = new Set(some);
  const stop = new AbortController();
  for (const one of some) {
    one.signal?.addEventListener('abort', () => {
      one.fail(one.signal?.reason);
      left.delete(one);
      if (left.size === 0) stop.abort();
    }, { once: true });
  }
  try {
    const response = await fetch('/api/v1/together', {
      method: 'POST', credentials: 'same-origin', signal: stop.signal, headers: { 'content-type': 'application/json' }, body: JSON.stringify(some.map(({ path }) => path)),
    });
    if (response.status === 404) {
      isKnown = false;
      left.forEach(readAlone);
      return;
    }
    // What befell all of them: the session is over, a proxy is alone.
    if (!response.ok || response.body === null) {
      for (const one of left) one.answer(response.clone());
      return;
    }
    await eachLine(response.body, (head, body) => {
      const { at, status, retryAfter } = JSON.parse(head) as { at: number; status: number; retryAfter?: string };
      const one = some[at];
      if (one === undefined) return;
      left.delete(one);
      one.answer(new Response(bodiless.has(status) ? null : body, { status, ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }) }));
    });
    for (const one of left) one.fail(new TypeError('The answer broke off.'));
  } catch (reason) {
    for (const one of left) one.fail(reason);
  }
}

/** Two lines at a time, as they come. */
async function eachLine(body: ReadableStream<Uint8Array>, take: (head: string, body: string) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let head: string | undefined;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const lines = (text + decoder.decode(next.value, { stream: true })).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      if (head === undefined) head = line;
      else {
        take(head, line);
        head = undefined;
      }
    }
  }
}
