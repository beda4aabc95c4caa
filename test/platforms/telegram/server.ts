/** The HTTP face of the simulator: /bot<token>/<method> and /file/bot<token>/<path>. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { faultsOfCall, faultsOfType, isRecord, isStructured, methodNamed } from './bot-api';
import { failureBody, type Fault, type Faults } from './faults';
import { readForm, type UploadedFile } from '../form-data';
import type { Methods } from './methods';
import { Refusal } from './refusal';
import type { TelegramState } from './state';

export interface ApiRequest {
  method: string;
  parameters: Record<string, unknown>;
  files: { field: string; name: string; contentType: string; sizeBytes: number }[];
  at: number;
  /** How it was answered; 0: not (yet). */
  status: number;
}

export interface Parts {
  token: string;
  state: TelegramState;
  methods: Methods;
  faults: Faults;
  requests: ApiRequest[];
  /** Requests that Telegram would have refused or misread: an unknown parameter, a wrong type. Tests expect this to stay empty. */
  violations: string[];
}

export function createApi(parts: Parts): Server {
  return createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      parts.violations.push(`the simulator itself failed: ${String(error)}`);
      if (!response.headersSent) reply(response, { status: 500, body: failureBody({ status: 500 }) });
    });
  });
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://telegram').pathname);
  const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path);
  if (file) return sendFile(parts, { token: file[1] ?? '', path: file[2] ?? '', response });
  const call = /^\/bot([^/]+)\/([A-Za-z]+)$/.exec(path);
  const method = methodNamed(call?.[2] ?? '');
  if (!call || !/^\d+:[\w-]+$/.test(call[1] ?? '')) return reply(response, { status: 404, body: failureBody({ status: 404, description: 'Not Found' }) });
  if (call[1] !== parts.token) return reply(response, { status: 401, body: failureBody({ status: 401, description: 'Unauthorized' }) });
  if (method === undefined) {
    parts.violations.push(`no method ${call[2] ?? ''}`);
    return reply(response, { status: 404, body: failureBody({ status: 404, description: 'Not Found: method not found' }) });
  }
  const unread = parts.faults.takeUnread(method);
  if (unread) {
    request.socket.destroy();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const entry: ApiRequest = { method, parameters: {}, files: [], at: Date.now(), status: 0 };
  parts.requests.push(entry);
  const asked = { contentType: request.headers['content-type'] ?? '', query: (request.url ?? '').split('?')[1] ?? '', body: await buffer(request) };
  const answer = await answerTo(parts, { asked, entry, gone: gone.signal });
  if (answer.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
  if (answer.breaks) {
    request.socket.destroy();
    return;
  }
  entry.status = answer.status;
  reply(response, answer);
}

interface Answer { status: number; body: string; headers?: Record<string, string>; breaks?: boolean; delayMs?: number }
interface Asked { contentType: string; query: string; body: Buffer }

export async function answerTo(parts: Parts, { asked, entry, gone }: { asked: Asked; entry: ApiRequest; gone: AbortSignal }): Promise<Answer> {
  const read = readParameters(entry.method, asked);
  if ('fault' in read) return violation(parts, entry, [read.fault]);
  entry.parameters = read.parameters;
  entry.files = read.files.map(({ bytes, ...rest }) => ({ ...rest, sizeBytes: bytes.length }));
  const fault = parts.faults.takeRead(entry.method, read.parameters);
  if (fault && fault.afterAccepting !== true) return faulty(fault);

  const given = { ...read.parameters, ...Object.fromEntries(read.files.filter(({ field }) => !isAttached(field, read.parameters)).map(({ field, name }) => [field, { name }])) };
  const faults = faultsOfCall(entry.method, given);
  if (faults.length > 0) return violation(parts, entry, faults);
  try {
    const result = await parts.methods.named(entry.method)?.({ parameters: read.parameters, files: read.files, gone });
    const own = [result].flat().filter(isRecord).filter((one) => 'message_id' in one).flatMap((one) => faultsOfType('Message', one));
    if (own.length > 0) throw new Error(`an answer that is no Message: ${own.join('; ')}`);
    if (fault) return faulty(fault);
    return { status: 200, body: JSON.stringify({ ok: true, result }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.code, body: JSON.stringify({ ok: false, error_code: error.code, description: error.description, ...(error.parameters ? { parameters: error.parameters } : {}) }) };
  }
}

function faulty(fault: Fault): Answer {
  return {
    status: fault.status ?? 500,
    body: fault.body ?? failureBody(fault),
    breaks: fault.breaks !== undefined,
    ...(fault.headers ? { headers: fault.headers } : {}),
    ...(fault.delayMs === undefined ? {} : { delayMs: fault.delayMs }),
  };
}

function violation(parts: Parts, entry: ApiRequest, faults: string[]): Answer {
  parts.violations.push(...faults.map((fault) => `${entry.method}: ${fault}`));
  return { status: 400, body: failureBody({ status: 400, description: `Bad Request: ${faults.join('; ')}` }) };
}

function readParameters(method: string, { contentType: type, query, body }: Asked): { parameters: Record<string, unknown>; files: UploadedFile[] } | { fault: string } {
  try {
    if (type.startsWith('multipart/form-data')) {
      const form = readForm(type, body);
      return { parameters: typed(method, form.fields), files: form.files };
    }
    if (type.startsWith('application/json')) {
      const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
      return isRecord(parsed) ? { parameters: parsed, files: [] } : { fault: 'the body is no JSON object' };
    }
    const text = type.startsWith('application/x-www-form-urlencoded') ? body.toString('utf8') : query;
    return { parameters: typed(method, Object.fromEntries(new URLSearchParams(text))), files: [] };
  } catch (error) {
    return { fault: `can't parse the body (${error instanceof Error ? error.message : 'unknown'})` };
  }
}

/** A form knows only strings: lists, objects, numbers and booleans are written as JSON. */
function typed(method: string, fields: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isStructured(method, name) ? (JSON.parse(value) as unknown) : value]));
}

function isAttached(field: string, parameters: Record<string, unknown>): boolean {
  return JSON.stringify(parameters).includes(`attach://${field}"`);
}

function sendFile(parts: Parts, { token, path, response }: { token: string; path: string; response: ServerResponse }): void {
  const file = [...parts.state.files.values()].find((one) => one.path === path);
  if (token !== parts.token || !file) return reply(response, { status: 404, body: failureBody({ status: 404, description: 'Not Found' }) });
  const fault = parts.faults.takeRead('download', { path });
  if (fault?.breaks) {
    response.writeHead(200, { 'content-length': file.bytes.length });
    response.write(file.bytes.subarray(0, Math.floor(file.bytes.length / 2)), () => response.destroy());
    return;
  }
  if (fault) return reply(response, faulty(fault));
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.length });
  response.end(file.bytes);
}

function reply(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}
