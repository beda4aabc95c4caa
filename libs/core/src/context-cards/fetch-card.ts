import axios, { type AxiosInstance } from 'axios';
import { contextCard, type ContextCard } from '@kontuar/contract';
import { BlockedAddressError } from '@kontuar/platform';

export const CARD_MS = 3000;
export const CARD_BYTES = 64 * 1024;
const USUAL_SECONDS = 300;

export type Fetched = { kind: 'card'; card: ContextCard; etag: string | null; seconds: number } | { kind: 'same'; seconds: number } | { kind: 'unknown' } | { kind: 'trouble'; trouble: string };

/** Asks the shop's own system. Never throws: what goes wrong is said in words for the agent. */
export async function fetchCard(http: AxiosInstance, url: string, headers: Record<string, string>, etag: string | null): Promise<Fetched> {
  try {
    const response = await http.get<string>(url, {
      headers: { Accept: 'application/json', ...headers, ...(etag === null ? {} : { 'If-None-Match': etag }) },
      responseType: 'text', transformResponse: (body: string) => body, validateStatus: () => true,
      // Of everything together, also of a server that sends a letter a second.
      signal: AbortSignal.timeout(CARD_MS),
    });
    const seconds = freshFor(String(response.headers['cache-control'] ?? ''));
    if (response.status === 304 && etag !== null) return { kind: 'same', seconds };
    if (response.status === 404 || response.status === 204) return { kind: 'unknown' };
    if (response.status !== 200) return trouble(`It answered with ${response.status}.`);
    const given = response.headers['etag'] as unknown;
    return read(response.data, typeof given === 'string' && given.length <= 200 && /^[\x21-\x7e ]+$/.test(given) ? given : null, seconds);
  } catch (error) {
    return trouble(reasonOf(error));
  }
}

function read(body: string, etag: string | null, seconds: number): Fetched {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return trouble('What it answered is no JSON.');
  }
  const parsed = contextCard.safeParse(json);
  if (parsed.success) return { kind: 'card', card: parsed.data, etag, seconds };
  const [issue] = parsed.error.issues;
  // Names of fields that we know and places in lists: never what stands in them.
  const path = issue?.path.filter((part) => typeof part === 'number' || (typeof part === 'string' && /^[a-z]{1,12}$/.test(part))).join('.') ?? '';
  return trouble(`What it answered is no card; look at “${path === '' ? 'card' : path}”.`);
}

function reasonOf(error: unknown): string {
  if (error instanceof BlockedAddressError || (axios.isAxiosError(error) && (error.cause instanceof BlockedAddressError || error.code === 'EBLOCKED'))) return 'Its address lies inside a private network.';
  if (axios.isCancel(error) || (axios.isAxiosError(error) && (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT'))) return 'It did not answer within three seconds.';
  if (axios.isAxiosError(error) && /maxContentLength/.test(error.message)) return 'What it answered is too large for a card.';
  return 'It cannot be reached.';
}

const trouble = (words: string): Fetched => ({ kind: 'trouble', trouble: words });

/** As long as the shop says, within reason; without a word five minutes. */
function freshFor(header: string): number {
  if (/\bno-(store|cache)\b/.test(header)) return 30;
  const seconds = /\bmax-age=(\d{1,9})\b/.exec(header)?.[1];
  return seconds === undefined ? USUAL_SECONDS : Math.min(3600, Math.max(30, Number(seconds)));
}
