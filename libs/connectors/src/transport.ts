import { isAxiosError } from 'axios';

/**
 * How far a failed HTTP request got, for platforms without idempotency keys:
 * 'answered': the platform said something, look at the status. 'never-accepted': it can't have read the whole request.
 * 'perhaps-accepted': all of it was written and then silence; sending again may double it.
 */
export type HowFar = 'answered' | 'never-accepted' | 'perhaps-accepted';

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN', 'ENETDOWN', 'EBLOCKED']);
/** We refused the certificate, and so never spoke. */
const certificateRefused = /^(ERR_TLS_CERT_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/;

/** Our own address guard refused to connect. */
export function wasBlocked(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; isRecord(at) && depth < 5; at = at['cause'], depth += 1) {
    if (at['code'] === 'EBLOCKED') return true;
  }
  return false;
}

export function howFarItGot(error: unknown): HowFar {
  if (!isAxiosError(error)) return 'never-accepted';
  const request: unknown = currentRequest(error.request);
  if (error.response) return bodyWasCut(request) ? 'never-accepted' : 'answered';
  const code = error.code ?? '';
  if (neverConnected.has(code) || certificateRefused.test(code)) return 'never-accepted';
  if (connectFailed(error) || bodyWasCut(request) || stillConnecting(request)) return 'never-accepted';
  // No request was ever made: an interceptor or an option of ours stopped it.
  if (request === undefined && (code === '' || code === 'ERR_BAD_OPTION' || code === 'ERR_INVALID_URL')) return 'never-accepted';
  return 'perhaps-accepted';
}

/** follow-redirects wraps node's request. */
function currentRequest(request: unknown): unknown {
  if (isRecord(request) && isRecord(request['_currentRequest'])) return request['_currentRequest'];
  return request ?? undefined;
}

/** The body was not handed to the socket to its end: what arrived is less than Content-Length says. */
function bodyWasCut(request: unknown): boolean {
  return isRecord(request) && (request['writableEnded'] === false || request['writableFinished'] === false);
}

function stillConnecting(request: unknown): boolean {
  if (!isRecord(request)) return false;
  const socket = request['socket'];
  // TLS sockets count as connected before their handshake is done; its failure may drop the unsent request without a trace.
  return isRecord(socket) && (socket['connecting'] === true || socket['secureConnecting'] === true);
}

function connectFailed(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; isRecord(at) && depth < 5; at = at['cause'], depth += 1) {
    if (at['syscall'] === 'connect' || at['syscall'] === 'getaddrinfo') return true;
  }
  return false;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * A cause that may be logged. An axios error carries its request with it: address, headers, body, and so tokens and what a
 * customer wrote.
 */
export function withoutRequest(error: unknown): Error {
  if (!isAxiosError(error)) return error instanceof Error ? new Error(`${error.name} in the connector`) : new Error('unknown failure');
  const status = error.response?.status;
  return Object.assign(new Error(status === undefined ? `HTTP failed: ${error.code ?? 'no code'}` : `HTTP status ${status}`), {
    code: error.code,
    ...(status === undefined ? {} : { status }),
  });
}
