import { isAxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import { ConnectorError } from './contract';
import { readJson as readLong } from './json';
import type { Multipart } from './multipart';
import { howFarItGot, wasBlocked, withoutRequest } from './transport';

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  query?: Record<string, string | undefined>;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  upload?: Multipart;
  timeoutMs?: number;
  /** Integers beyond 2^53 are answered as text. */
  longNumbers?: boolean;
}

export interface Answered {
  status: number;
  /** Read as JSON; undefined when it is none. */
  data: unknown;
  header(name: string): string | undefined;
}

/**
 * Asks for something that may be asked for again without harm (a look, a replacement, a deletion), so that silence is never doubtful: it is
 * tried again. Answers whatever status came; throws a ConnectorError, which never carries the request, when none did.
 */
export function askRepeatable(http: AxiosInstance, platform: string, question: Ask): Promise<Answered> {
  return ask(http, platform, question, 'repeatable');
}

/** Asks for something that would happen twice if it were asked for twice: after silence it is ambiguous. */
export function askOnce(http: AxiosInstance, platform: string, question: Ask): Promise<Answered> {
  return ask(http, platform, question, 'once');
}

async function ask(http: AxiosInstance, platform: string, { method = 'GET', url, query = {}, headers = {}, json, form, upload, timeoutMs = 20_000, longNumbers = false }: Ask, effect: 'repeatable' | 'once'): Promise<Answered> {
  const params = new URLSearchParams(Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const body = upload !== undefined ? { type: upload.headers['content-type'] ?? 'multipart/form-data', data: upload.body } : form !== undefined ? { type: 'application/x-www-form-urlencoded', data: new URLSearchParams(form).toString() } : json !== undefined ? { type: 'application/json', data: JSON.stringify(json) } : undefined;
  const response = await http.request<unknown>({
    method,
    url: params.size === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${params.toString()}`,
    ...(body === undefined ? {} : { data: body.data }),
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': body.type }), ...upload?.headers, ...headers },
    responseType: 'text',
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    maxRedirects: 0,
    timeout: timeoutMs,
    maxContentLength: 20 * 1024 * 1024,
  }).catch((error: unknown): AxiosResponse<unknown> => {
    if (upload?.failure !== undefined) throw upload.failure;
    if (isAxiosError(error) && error.response) return error.response;
    throw brokenError(error, platform, effect);
  });
  return {
    status: response.status,
    data: longNumbers && typeof response.data === 'string' ? readLong(response.data) : readJson(response.data),
    header: (name) => {
      const value: unknown = response.headers[name];
      return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
    },
  };
}

function brokenError(error: unknown, platform: string, effect: 'repeatable' | 'once'): ConnectorError {
  const cause = withoutRequest(error);
  if (wasBlocked(error)) return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', cause });
  if (howFarItGot(error) === 'never-accepted') return new ConnectorError('unavailable', `${platform} could not be reached`, { reason: 'unreachable', cause });
  return effect === 'once'
    ? new ConnectorError('ambiguous', `The connection to ${platform} broke; the message may or may not have arrived`, { reason: 'no-answer', cause })
    : new ConnectorError('unavailable', `The connection to ${platform} broke`, { reason: 'no-answer', cause });
}

/** `Retry-After`, in seconds or as a date; {} when it says nothing. */
export function waitOf(answered: Answered, now: Date): { retryAfterMs?: number } {
  const said = answered.header('retry-after')?.trim() ?? '';
  if (/^\d{1,7}$/.test(said)) return { retryAfterMs: Number(said) * 1000 };
  const until = said === '' ? NaN : Date.parse(said);
  return Number.isNaN(until) ? {} : { retryAfterMs: Math.max(0, until - now.getTime()) };
}

/** A platform's English words, fit to be read by an agent: one line, no addresses, no code. */
export function plainWords(said: unknown): string {
  return typeof said === 'string' ? said.replace(/https?:\/\/\S+/gi, '').replace(/[{}<>[\]"`\\]/g, '').replace(/\s+/g, ' ').trim().replace(/[.:;,]+$/, '').slice(0, 200) : '';
}

function readJson(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
