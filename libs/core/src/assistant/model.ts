import { isAxiosError, type AxiosInstance } from 'axios';
import { z } from 'zod';
import { DomainError } from '../errors';
import type { ChatMessage } from './prompt';

export interface Endpoint { baseUrl: string; model: string; key: string | undefined }
export interface Completion { content: string; tokens: number }

const MAX_ANSWER_TOKENS = 1500;
const answer = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1), usage: z.object({ total_tokens: z.number() }).partial().nullish() });

const unreachable = (cause?: unknown): DomainError => Object.assign(new DomainError('unavailable', 'assistant-unreachable', 'The assistant does not answer. Try again later.'), { cause });
export const unusable = (): DomainError => new DomainError('unavailable', 'assistant-unusable', 'The assistant answered something that cannot be used. Try again.');

/** One question to any service with the chat completions of OpenAI. No tools, no streaming: an answer is looked at as a whole before anybody sees it. @throws DomainError in plain words */
export async function complete(http: AxiosInstance, { baseUrl, model, key }: Endpoint, messages: readonly ChatMessage[], signal: AbortSignal): Promise<Completion> {
  const response = await http.post<unknown>(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, { model, messages, temperature: 0.2, max_tokens: MAX_ANSWER_TOKENS, stream: false }, {
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }) }, validateStatus: () => true, signal,
  }).catch((error: unknown) => {
    // Its request has the key and the words in it, and stays out of every log.
    throw unreachable(isAxiosError(error) ? new Error(error.code ?? 'no answer') : undefined);
  });
  if (response.status === 429) {
    const wait = Number(response.headers['retry-after']);
    throw new DomainError('throttled', 'assistant-busy', 'The assistant has too much to do. Try again in a moment.', { retryAfterSeconds: Number.isFinite(wait) && wait > 0 ? Math.min(3600, Math.ceil(wait)) : 30 });
  }
  if (response.status === 401 || response.status === 403) throw new DomainError('unavailable', 'assistant-key', 'The assistant’s service does not accept our key. An administrator can change it.');
  if (response.status === 404) throw new DomainError('unavailable', 'assistant-model', 'The assistant’s service does not know this address or model. An administrator can change it.');
  if (response.status >= 500) throw unreachable();
  if (response.status >= 300) throw new DomainError('unavailable', 'assistant-refused', 'The assistant’s service refused the question.');
  const read = answer.safeParse(response.data);
  const content = read.success ? read.data.choices[0]?.message.content : undefined;
  if (typeof content !== 'string') throw unusable();
  const used = read.success ? read.data.usage?.total_tokens : undefined;
  return { content, tokens: used !== undefined && used > 0 ? Math.min(Math.round(used), 10_000_000) : Math.ceil((JSON.stringify(messages).length + content.length) / 3) };
}
