import { z } from 'zod';
import type { ApiAnswer, ApiCall, Customer, Happened, PlatformModule, Saying, Simulated } from '../platform';
import { Violation } from '../platform';

interface Video { id: string; channel: string; title: string; description: string; at: Date; views: number }

const instant = z.iso.datetime({ offset: true });
const search = z.strictObject({ part: z.literal('snippet'), type: z.literal('video'), order: z.literal('date'), maxResults: z.coerce.number().int().min(0).max(50), q: z.string().min(1), publishedAfter: instant.optional(), publishedBefore: instant.optional() });
const videos = z.strictObject({ part: z.literal('snippet,statistics'), id: z.string().regex(/^[\w-]+(,[\w-]+){0,49}$/) });
const refusal = (code: number, reason: string, domain = 'global'): ApiAnswer => ({ status: code, body: { error: { code, message: reason, errors: [{ message: reason, domain, reason }] } } });

/** The search of YouTube, as a project with a key may ask it: a hundred searches a day, and ten thousand units for everything else. */
export class YoutubeSearchSimulated implements Simulated {
  readonly videos: Video[] = [];
  readonly accepted = [];
  searches = 0;
  units = 0;
  /** Google's own limit. */
  most = 100;
  readonly failures = { 'quota-used': refusal(403, 'quotaExceeded', 'youtube.quota'), 'rate-limited': refusal(403, 'rateLimitExceeded', 'usageLimits'), 'bad-key': { status: 400, body: { error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT', errors: [{ message: 'API key not valid.', domain: 'global', reason: 'badRequest' }], details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' }] } } } };

  constructor(private readonly root: string, private readonly now: () => Date) {}

  settings(): Record<string, unknown> {
    return { url: `${this.root}/youtube/v3` };
  }

  isSend(): boolean {
    return true;
  }

  customer(name = 'ania'): Customer {
    return { id: name, name, handle: name };
  }

  say({ from, text = '' }: Saying): Happened {
    return this.upload(from.id, text, this.now());
  }

  upload(channel: string, title: string, at: Date): Happened {
    const id = `vid${String(this.videos.length + 1).padStart(8, '0')}`;
    this.videos.push({ id, channel, title, description: `All about ${title}.\nhttps://example.com`, at, views: 212_000 });
    return { externalId: id, events: [] };
  }

  remove(externalId: string): Happened {
    this.videos.splice(this.videos.findIndex(({ id }) => id === externalId), 1);
    return { externalId, events: [] };
  }

  handle(call: ApiCall): ApiAnswer {
    if ('key' in call.query) throw new Violation('a key in an address, which is written down on the way', this.failures['bad-key']);
    if (call.headers['x-goog-api-key'] !== 'sesame') return this.failures['bad-key'];
    if (call.method !== 'GET') return refusal(404, 'notFound');
    if (call.path === '/youtube/v3/search') return this.given(search, call, (asked) => this.search(asked));
    if (call.path === '/youtube/v3/videos') return this.given(videos, call, ({ id }) => {
      this.units += 1;
      return { status: 200, body: { items: this.videos.filter((video) => id.split(',').includes(video.id)).map((video) => ({ kind: 'youtube#video', id: video.id, snippet: { publishedAt: video.at.toISOString(), channelId: `UC${video.channel}`, channelTitle: `Name of ${video.channel}`, title: video.title, description: video.description, defaultAudioLanguage: 'pl-PL' }, statistics: { viewCount: String(video.views), likeCount: '31', commentCount: '7' } })) } };
    });
    return refusal(404, 'notFound');
  }

  private search({ q, maxResults, publishedAfter, publishedBefore }: z.infer<typeof search>): ApiAnswer {
    if (this.searches >= this.most) return this.failures['quota-used'];
    this.searches += 1;
    const any = q.split('|').map((word) => word.replaceAll('"', '').toLowerCase());
    const fits = this.videos.filter(({ title, at }) => any.some((word) => title.toLowerCase().includes(word)) && (publishedAfter === undefined || at >= new Date(publishedAfter)) && (publishedBefore === undefined || at < new Date(publishedBefore))).sort((a, b) => b.at.getTime() - a.at.getTime());
    // Titles come with entities here, and descriptions cut short.
    return { status: 200, body: { kind: 'youtube#searchListResponse', items: fits.slice(0, maxResults).map((video) => ({ kind: 'youtube#searchResult', id: { kind: 'youtube#video', videoId: video.id }, snippet: { publishedAt: video.at.toISOString(), channelId: `UC${video.channel}`, title: video.title, description: video.description.slice(0, 20), channelTitle: video.channel } })) } };
  }

  private given<T extends z.ZodType>(shape: T, { query }: ApiCall, answer: (asked: z.infer<T>) => ApiAnswer): ApiAnswer {
    const { data, error } = shape.safeParse(query);
    if (error !== undefined) throw new Violation(z.prettifyError(error), refusal(400, 'invalidParameter'));
    return answer(data);
  }
}

export const youtubeSearchPlatform: PlatformModule<YoutubeSearchSimulated> = { id: 'youtube-search', label: 'YouTube', create: ({ root, now }) => new YoutubeSearchSimulated(root, now) };
