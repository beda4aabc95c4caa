import type { Problem } from '@kontuar/contract';
import { read } from './together';

const base = '/api/v1';

/** What the server (or the network) said instead of the answer. `code` is stable: screens choose their words by it. */
export class ApiProblem extends Error {
  readonly errors: { path: string; message: string }[];
  /** Members of the problem document beyond the standard ones (`messages` of a 'stale-reply'); parse before use. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    /** 0 when no answer came at all. */
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    options: { errors?: { path: string; message: string }[] | undefined; extensions?: Record<string, unknown>; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(detail || code, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ApiProblem';
    this.errors = options.errors ?? [];
    this.extensions = options.extensions ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }

  /** From the Retry-After header of a 429 or 503. */
  readonly retryAfterMs: number | undefined;

  /** Nothing reached the server, or nothing came back. */
  get offline(): boolean {
    return this.status === 0;
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | null | undefined>;

export interface RequestOptions {
  query?: Query;
  signal?: AbortSignal;
  /** Makes a create safe to repeat. */
  idempotencyKey?: string;
  /** A 401 is an answer here (sign-in), not the end of the session. */
  expects401?: boolean;
  headers?: Record<string, string>;
}

let onSessionLost: () => void = () => undefined;

/** The app decides where a lost session leads; the client only notices it. */
export function whenSessionIsLost(listener: () => void): void {
  onSessionLost = listener;
}

/**
 * One call of the API. `path` is below /api/v1 and starts with a slash. A body that is FormData, a Blob or an ArrayBuffer
 * is sent as it is, anything else as JSON. Throws ApiProblem, or the signal's AbortError.
 */
export async function request<T>(method: Method, path: string, body?: unknown, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  if (body instanceof FormData || body instanceof Blob || body instanceof ArrayBuffer) init.body = body;
  else if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  const address = `${path}${queryString(options.query)}`;
  const isPlain = method === 'GET' && body === undefined && options.headers === undefined && options.expects401 !== true;
  let response: Response;
  try {
    response = await (isPlain ? read(address, options.signal) : fetch(`${base}${address}`, init));
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiProblem(0, 'network.unreachable', '', { cause });
  }
  if (response.ok) return (await parsed(response)) as T;
  const problem = await problemOf(response);
  if (response.status === 401 && options.expects401 !== true) onSessionLost();
  throw problem;
}

/** A file that the server makes of what is asked. */
export async function requestFile(method: Method, path: string, body?: unknown, query?: Query): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(`${base}${path}${queryString(query)}`, { method, credentials: 'same-origin', headers: body === undefined ? {} : { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  } catch (cause) {
    throw new ApiProblem(0, 'network.unreachable', '', { cause });
  }
  if (response.ok) return response.blob();
  if (response.status === 401) onSessionLost();
  throw await problemOf(response);
}

export function queryString(query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

async function parsed(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiProblem(response.status, 'network.garbled', '', { cause });
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const retryAfterMs = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1000 : undefined;
  try {
    const body = (await response.json()) as Partial<Problem>;
    return new ApiProblem(response.status, body.code ?? `http.${response.status}`, body.detail ?? body.title ?? '', { errors: body.errors, extensions: body as Record<string, unknown>, retryAfterMs });
  } catch (cause) {
    // A proxy in front of us answers in HTML.
    return new ApiProblem(response.status, `http.${response.status}`, '', { retryAfterMs, cause });
  }
}
