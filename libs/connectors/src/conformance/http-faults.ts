/**
 * What can befall an HTTP call, without a socket: an axios instance that answers or breaks as told and remembers what it
 * was asked. Real sockets are for the `*.peer.test.ts` beside a connector.
 */
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import axios, { AxiosError, AxiosHeaders, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios';

export interface HttpAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export type HttpFault =
  | { answer: HttpAnswer }
  /** The connection was never made, or died while the request was still being written: nothing can have been accepted. */
  | { breaks: 'before-connect' | 'while-writing' }
  /** The request was written in full and then nothing came back. */
  | { breaks: 'after-writing' | 'timeout' };

export interface AskedRequest { method: string; url: string; body: string; headers: Record<string, string> }
export interface FaultyHttp { http: AxiosInstance; asked: AskedRequest[] }

/** `behave` decides per request; a plain fault holds for all. */
export function faultyHttp(behave: HttpFault | ((request: AskedRequest) => HttpFault)): FaultyHttp {
  const asked: AskedRequest[] = [];
  const http = axios.create({
    maxRedirects: 0,
    adapter: async (config) => {
      const request: AskedRequest = {
        method: (config.method ?? 'get').toUpperCase(),
        url: axios.getUri(config),
        body: await bodyOf(config),
        headers: Object.fromEntries(Object.entries(AxiosHeaders.from(config.headers).toJSON()).map(([name, value]) => [name.toLowerCase(), String(value)])),
      };
      asked.push(request);
      const fault = typeof behave === 'function' ? behave(request) : behave;
      return 'answer' in fault ? answer(config, fault.answer) : Promise.reject(broken(config, fault.breaks));
    },
  });
  return { http, asked };
}

function answer(config: InternalAxiosRequestConfig, { status, headers = {}, body }: HttpAnswer) {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const data: unknown =
    config.responseType === 'stream' ? Readable.from([Buffer.from(text)])
    : config.responseType === 'arraybuffer' ? Buffer.from(text)
    : config.responseType === 'text' || typeof body === 'string' ? text
    : body;
  const response = { status, statusText: '', headers: AxiosHeaders.from(headers), config, data, request: writtenRequest };
  const accepts = config.validateStatus ?? (() => true);
  if (accepts(status)) return Promise.resolve(response);
  return Promise.reject(new AxiosError(`Request failed with status code ${status}`, status >= 500 ? AxiosError.ERR_BAD_RESPONSE : AxiosError.ERR_BAD_REQUEST, config, writtenRequest, response));
}

/** The members of node's ClientRequest that tell how far a request got. */
const writtenRequest = { writableEnded: true, writableFinished: true };

function broken(config: InternalAxiosRequestConfig, how: 'before-connect' | 'while-writing' | 'after-writing' | 'timeout'): AxiosError {
  switch (how) {
    case 'before-connect':
      return failure(config, { code: 'ECONNREFUSED', syscall: 'connect' }, { writableEnded: true, writableFinished: false });
    case 'while-writing':
      return failure(config, { code: 'EPIPE', syscall: 'write' }, { writableEnded: false, writableFinished: false });
    case 'after-writing':
      return failure(config, { code: 'ECONNRESET', syscall: 'read' }, writtenRequest);
    case 'timeout':
      return failure(config, { code: 'ECONNABORTED' }, writtenRequest);
  }
}

function failure(config: InternalAxiosRequestConfig, fields: { code: string; syscall?: string }, request: object): AxiosError {
  const cause = Object.assign(new Error(`${fields.syscall ?? 'wait'} ${fields.code}`), fields);
  return Object.assign(AxiosError.from(cause, fields.code, config, request), fields);
}

async function bodyOf(config: InternalAxiosRequestConfig): Promise<string> {
  const data: unknown = config.data;
  if (data === undefined || data === null) return '';
  if (typeof data === 'string') return data;
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  if (data instanceof URLSearchParams) return data.toString();
  // FormData packages of the npm kind pipe, but do not iterate.
  if (hasPipe(data)) return (await buffer(data.pipe(new PassThrough()))).toString('utf8');
  return JSON.stringify(data);
}

function hasPipe(data: unknown): data is { pipe(into: PassThrough): PassThrough } {
  return typeof data === 'object' && data !== null && 'pipe' in data && typeof data.pipe === 'function';
}
