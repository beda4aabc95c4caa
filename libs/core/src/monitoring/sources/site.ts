import { isAxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import type { z } from 'zod';
import { BlockedAddressError } from '@kontuar/platform';
import { robotsAllow } from './robots';
import { SourceTrouble } from './source';

const MOST_REDIRECTS = 3;
/** For the whole answer: who sends a byte a second holds nobody up. */
const WHOLE_MS = 20_000;
const LONGEST_WAIT_SECONDS = 24 * 3600;

export interface SiteAnswer { status: number; headers: Readonly<Record<string, string>>; body: Buffer; /** After redirects. */ url: string }

interface Way { headers: Readonly<Record<string, string>>; left: number; isAllowed: (url: string) => Promise<boolean> }

/** Asks others over HTTP for one look: guarded, counted, bounded in time and size, and in words that people read when it fails. */
export class Site {
  /** How often somebody was asked. */
  calls = 0;
  private readonly robots = new Map<string, Promise<SiteAnswer>>();

  /** `until`: by then all of this has to be over (ms since 1970). */
  constructor(private readonly http: AxiosInstance, private readonly until = Number.POSITIVE_INFINITY) {}

  /** Whatever status came. Redirects are followed by hand, so that each address is checked as the first was. */
  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<SiteAnswer> {
    const answer = await this.follow(url, { headers, left: MOST_REDIRECTS, isAllowed: () => Promise.resolve(true) });
    if (answer === undefined) throw new SourceTrouble('It could not be reached.');
    return answer;
  }

  /** The same, as far as the owner of each address on the way lets programs read it (robots.txt); undefined where one does not. @throws SourceTrouble when that cannot be known now. */
  read(url: string, headers: Readonly<Record<string, string>> = {}): Promise<SiteAnswer | undefined> {
    return this.follow(url, { headers, left: MOST_REDIRECTS, isAllowed: (next) => this.mayRead(next) });
  }

  private async follow(url: string, way: Way): Promise<SiteAnswer | undefined> {
    if (!await way.isAllowed(url)) return undefined;
    const { headers, left } = way;
    const leftMs = Math.min(WHOLE_MS, this.until - Date.now());
    if (leftMs <= 0) throw new SourceTrouble('It did not answer in time.');
    this.calls += 1;
    const answer = await this.http.get<ArrayBuffer>(url, { headers: { ...headers }, responseType: 'arraybuffer', validateStatus: () => true, signal: AbortSignal.timeout(leftMs) }).catch((error: unknown) => { throw unreached(error); });
    const location: unknown = answer.headers['location'];
    if (answer.status >= 301 && answer.status <= 308 && answer.status !== 304 && typeof location === 'string' && left > 0 && URL.canParse(location, url)) {
      const next = new URL(location, url);
      // What proves who we are is for the one who was asked.
      if (next.protocol === 'http:' || next.protocol === 'https:') return this.follow(next.href, { ...way, headers: next.origin === new URL(url).origin ? headers : {}, left: left - 1 });
    }
    return { status: answer.status, headers: textHeaders(answer), body: Buffer.from(answer.data), url };
  }

  /** A form; redirects are not followed, for what it says is for this place alone. */
  async post(url: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<SiteAnswer> {
    const leftMs = Math.min(WHOLE_MS, this.until - Date.now());
    if (leftMs <= 0) throw new SourceTrouble('It did not answer in time.');
    this.calls += 1;
    const answer = await this.http.post<ArrayBuffer>(url, new URLSearchParams(form).toString(), { headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, responseType: 'arraybuffer', validateStatus: () => true, signal: AbortSignal.timeout(leftMs) }).catch((error: unknown) => { throw unreached(error); });
    return { status: answer.status, headers: textHeaders(answer), body: Buffer.from(answer.data), url };
  }

  /** @throws SourceTrouble when it is no JSON of this shape. */
  async json<T extends z.ZodType>(url: string, shape: T, headers: Readonly<Record<string, string>> = {}): Promise<z.infer<T>> {
    const answer = await this.get(url, { accept: 'application/json', ...headers });
    if (answer.status !== 200) throw refused(answer);
    return readAs(answer, shape);
  }

  /** Whether the owner of the page lets programs read it (robots.txt). @throws SourceTrouble when that cannot be known now. */
  async mayRead(url: string): Promise<boolean> {
    const { pathname, search } = new URL(url);
    return robotsAllow(await this.robotsOf(url), `${pathname}${search}`);
  }

  /** What the owner of the page says to programs; '' where nothing is said. @throws SourceTrouble when that cannot be known now. */
  async robotsOf(url: string): Promise<string> {
    const { origin } = new URL(url);
    let asked = this.robots.get(origin);
    if (asked === undefined) this.robots.set(origin, asked = this.get(`${origin}/robots.txt`));
    const robots = await asked;
    if (robots.status >= 500) throw new SourceTrouble('The site cannot say at this moment what may be read.');
    return robots.status === 200 ? robots.body.toString('utf8') : '';
  }
}

/** @throws SourceTrouble when it is no JSON of this shape. */
export function readAs<T extends z.ZodType>({ body }: Pick<SiteAnswer, 'body'>, shape: T): z.infer<T> {
  const read = shape.safeParse(jsonOf(body));
  if (!read.success) throw new SourceTrouble('What answered is not what this network is known to say.');
  return read.data;
}

/** Why an answer is none. */
export function refused({ status, headers }: Pick<SiteAnswer, 'status' | 'headers'>): SourceTrouble {
  const retryAfterSeconds = waitOf(headers, Date.now());
  if (status === 429 || (status === 503 && retryAfterSeconds !== undefined)) return new SourceTrouble('It was asked too often, and wants a pause.', { retryAfterSeconds });
  if (status === 401 || status === 403) return new SourceTrouble('It does not let us in: the token or the account was refused.');
  return new SourceTrouble(`The site answered ${status}.`, { retryAfterSeconds });
}

/** Why a page is none; nothing that wants a token. Who says for how long to stay away is heeded, and what is gone for good is looked for once a day. */
export function unread({ status, headers }: Pick<SiteAnswer, 'status' | 'headers'>): SourceTrouble {
  const retryAfterSeconds = status === 410 ? LONGEST_WAIT_SECONDS : waitOf(headers, Date.now());
  return new SourceTrouble(status === 429 ? 'It was asked too often, and wants a pause.' : `The site answered ${status}.`, { retryAfterSeconds });
}

/** `Retry-After`, in seconds or as a date; else when the allowance is renewed: of X as a moment in seconds, of Reddit in so many seconds, of Mastodon as a date. */
function waitOf(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const said = headers['retry-after'] ?? headers['x-rate-limit-reset'] ?? headers['x-ratelimit-reset'];
  const seconds = said === undefined ? NaN : /^\d{1,7}(\.\d+)?$/.test(said.trim()) ? Number(said) : ((/^[1-9]\d{9}$/.test(said.trim()) ? Number(said) * 1000 : Date.parse(said)) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, Math.ceil(seconds)), LONGEST_WAIT_SECONDS);
}

function unreached(error: unknown): SourceTrouble {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) if (at instanceof BlockedAddressError) return new SourceTrouble('This address lies inside a private network, and is not asked.', { cause: error });
  const code = isAxiosError(error) ? error.code : undefined;
  if (code === 'ERR_BAD_RESPONSE' || (error instanceof Error && error.message.startsWith('maxContentLength'))) return new SourceTrouble('What answered is larger than anybody reads.', { cause: error });
  if (code === 'ERR_CANCELED' || code === 'ECONNABORTED' || code === 'ETIMEDOUT') return new SourceTrouble('It did not answer in time.', { cause: error });
  return new SourceTrouble('It could not be reached.', { cause: error });
}

function textHeaders(answer: AxiosResponse): Record<string, string> {
  return Object.fromEntries(Object.entries(answer.headers).flatMap(([name, value]: [string, unknown]) => typeof value === 'string' ? [[name.toLowerCase(), value.slice(0, 1_000)]] : []));
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
