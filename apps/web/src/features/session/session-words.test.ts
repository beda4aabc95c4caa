import { ApiProblem } from '../../app/client';
import { safeReturn, signInAddress } from '../../app/session-gate';
import { translate } from '../../i18n/strings';
import { entryWords, looksLikeEmail, waitWords } from './session-words';
import { sessionStrings } from './session.strings';

const t = (key: Parameters<typeof entryWords>[1] extends (key: infer K, ...rest: never[]) => string ? K : never, values?: Record<string, string | number>) =>
  translate(sessionStrings, key, values);

describe('words at the door', () => {
  it('says how long to wait after too many attempts', () => {
    expect(entryWords(new ApiProblem(429, 'throttled', '', { retryAfterMs: 90_000 }), t)).toBe('Too many attempts. Try again in 2 m.');
    expect(waitWords(4_200)).toBe('5 s');
    expect(waitWords(undefined)).toBe('1 m');
  });

  it('tells a refused password from a server that cannot be reached', () => {
    expect(entryWords(new ApiProblem(401, 'wrong-credentials', ''), t)).toBe(sessionStrings.en.wrong);
    expect(entryWords(new ApiProblem(0, 'network.unreachable', ''), t)).toBe(sessionStrings.en.network);
    expect(entryWords(new Error('boom'), t)).toBe(sessionStrings.en.server);
  });

  it.each([
    ['ola@shop.example', true],
    [' ola@shop.example ', true],
    ['ola@shop', false],
    ['ola shop@x.pl', false],
    ['ola@shop..pl', false],
  ])('finds slips in addresses: %s', (text, fine) => expect(looksLikeEmail(text)).toBe(fine));
});

describe('the way back after signing in', () => {
  it('leads to where one was', () => {
    expect(safeReturn('/inbox/mine/1?team=2')).toBe('/inbox/mine/1?team=2');
    expect(signInAddress('/channels')).toEqual({ to: '/login', search: { next: '/channels' } });
    expect(signInAddress('/')).toEqual({ to: '/login', search: {} });
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/login', undefined])('never leads to %s', (next) =>
    expect(safeReturn(next)).toBe('/inbox'));
});
