import { inspect } from 'node:util';
import axios, { AxiosError, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import { faultyHttp } from './conformance/http-faults';
import { howFarItGot, wasBlocked, withoutRequest } from './transport';

const config: InternalAxiosRequestConfig = { headers: new AxiosHeaders(), url: 'https://api.test/bot-secret-token/send', data: 'what a customer wrote' };
const failed = (code: string, request: object | undefined, cause = new Error('failed')) => AxiosError.from(cause, code, config, request);

describe('how far a request got', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EBLOCKED', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'])('%s: never accepted', (code) => {
    expect(howFarItGot(failed(code, { writableEnded: true, writableFinished: true }))).toBe('never-accepted');
  });

  it('a time-out while still connecting was never accepted, one after writing perhaps', () => {
    expect(howFarItGot(failed('ECONNABORTED', { writableEnded: true, writableFinished: true, socket: { connecting: true } }))).toBe('never-accepted');
    expect(howFarItGot(failed('ETIMEDOUT', undefined, Object.assign(new Error('connect'), { syscall: 'connect' })))).toBe('never-accepted');
    expect(howFarItGot(failed('ECONNABORTED', { writableEnded: true, writableFinished: true, socket: { connecting: false } }))).toBe('perhaps-accepted');
    expect(howFarItGot(failed('ETIMEDOUT', { writableEnded: true, writableFinished: true }))).toBe('perhaps-accepted');
  });

  it('a handshake that failed was never accepted, a broken session perhaps', () => {
    const written = { writableEnded: true, writableFinished: true };
    expect(howFarItGot(failed('EPROTO', { ...written, socket: { secureConnecting: true } }))).toBe('never-accepted');
    expect(howFarItGot(failed('EPROTO', { ...written, socket: { secureConnecting: false } }))).toBe('perhaps-accepted');
  });

  it('a body that was cut was never accepted, also behind a wrapper that follows redirects', () => {
    expect(howFarItGot(failed('ECONNRESET', { writableEnded: false, writableFinished: false }))).toBe('never-accepted');
    expect(howFarItGot(failed('ECONNRESET', { _currentRequest: { writableEnded: false, writableFinished: false } }))).toBe('never-accepted');
    expect(howFarItGot(failed('ECONNRESET', { _currentRequest: { writableEnded: true, writableFinished: true } }))).toBe('perhaps-accepted');
  });

  it('doubts where it knows nothing: a reset without a request in sight', () => {
    expect(howFarItGot(failed('ECONNRESET', undefined))).toBe('perhaps-accepted');
  });

  it('what failed before any request was made was never accepted', () => {
    expect(howFarItGot(new TypeError('an interceptor broke'))).toBe('never-accepted');
  });

  it('an answer is an answer', async () => {
    const { http } = faultyHttp({ answer: { status: 500 } });
    const error: unknown = await http.get('https://api.test/').then(() => undefined, (reason: unknown) => reason);
    expect(axios.isAxiosError(error)).toBe(true);
    expect(howFarItGot(error)).toBe('answered');
  });
});

describe('what may be logged of a failure', () => {
  it('keeps code and status, and nothing of the request', () => {
    const told = withoutRequest(failed('ECONNRESET', { path: '/bot-secret-token/send' }));
    expect(told).toMatchObject({ code: 'ECONNRESET' });
    expect(inspect(told, { depth: 20, showHidden: true })).not.toMatch(/secret-token|customer wrote/);
  });

  it('does not trust the words of other errors either', () => {
    expect(withoutRequest(new Error('GET https://api.test/bot-secret-token failed')).message).not.toContain('secret-token');
    expect(withoutRequest('a string with secret-token').message).not.toContain('secret-token');
  });

  it('finds our own guard below other errors', () => {
    const guard = Object.assign(new Error('inner'), { code: 'EBLOCKED' });
    expect(wasBlocked(new Error('outer', { cause: guard }))).toBe(true);
    expect(wasBlocked(new Error('outer'))).toBe(false);
  });
});
