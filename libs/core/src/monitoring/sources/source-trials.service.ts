import { Inject, Injectable } from '@nestjs/common';
import type { ListeningSourceInput, ListeningSourceTrial, PostSaid } from '@kontuar/contract';
import type { AxiosInstance } from 'axios';
import { outboundHttp, type ReadyConfig } from '@kontuar/platform';
import { CONFIG } from '../../tokens';
import { askedSources, streamedSources } from './all-sources';
import { settingsOf } from './listening-sources.service';
import { Site } from './site';
import { SocketLine } from './socket-line';
import { noPurse, SourceTrouble, type Purse } from './source';

const SAMPLES = 3;
const SHOWN = 300;
/** Somebody waits for it. */
const TRIAL_MS = 25_000;
/** A network that tells of everything is never quiet for so long. */
const FIRST_WORD_MS = 8_000;

/** Asks a place once before it is kept: what it says, or why it says nothing, in words that whoever set it up understands. */
@Injectable()
export class SourceTrials {
  private readonly http: AxiosInstance;

  constructor(@Inject(CONFIG) private readonly config: ReadyConfig) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: 10_000, maxBytes: 5 * 1024 * 1024 });
  }

  async attempt(input: ListeningSourceInput): Promise<ListeningSourceTrial> {
    const site = new Site(this.http, Date.now() + TRIAL_MS);
    try {
      return { ok: true, trouble: null, samples: (await this.said(input, site)).slice(0, SAMPLES).map(sampleOf), calls: site.calls };
    } catch (error) {
      if (!(error instanceof SourceTrouble)) throw error;
      return { ok: false, trouble: error.message, samples: [], calls: site.calls };
    }
  }

  private async said(input: ListeningSourceInput, site: Site): Promise<PostSaid[]> {
    const settings = settingsOf(input);
    const now = new Date();
    const asked = askedSources.get(input.kind);
    if (asked !== undefined) return (await asked.ask({ site, settings, token: input.token, memory: {}, now, patience: () => Promise.resolve(), purse: asked.metered === undefined ? noPurse : onceThrough(input.allowance ?? asked.metered.usual) })).posts;
    const streamed = streamedSources.get(input.kind);
    // A push door has nobody to ask.
    if (streamed === undefined) return [];
    const line = await SocketLine.open(streamed.address(settings, undefined, now), { http: this.http, allowPrivateHosts: this.config.allowPrivateHosts });
    try {
      const posts: PostSaid[] = [];
      for (let left = FIRST_WORD_MS; posts.length === 0 && left > 0 && !line.broken; left = FIRST_WORD_MS - (Date.now() - now.getTime())) {
        for (const frame of await line.next(left)) {
          const told = streamed.read(frame);
          if (told?.what === 'post') posts.push(told.post);
        }
      }
      if (posts.length === 0) throw new SourceTrouble('The line is open, and nothing was said on it. Is this the address of a stream of posts?');
      return posts;
    } finally {
      line.close();
    }
  }
}

const sampleOf = ({ author, title = '', text = '', url, publishedAt }: PostSaid): ListeningSourceTrial['samples'][number] => ({ author: author?.name || author?.handle || '', title: title.slice(0, SHOWN), text: text.slice(0, SHOWN), url: url ?? null, publishedAt: publishedAt ?? null });

/** Of what costs something, a trial takes the least that the place gives, once. */
function onceThrough(most: number): Purse {
  let isTaken = false;
  return {
    most,
    take: (_most, least = 1) => {
      const granted = isTaken ? 0 : least;
      isTaken = true;
      return Promise.resolve(granted);
    },
    giveBack: () => Promise.resolve(),
  };
}
