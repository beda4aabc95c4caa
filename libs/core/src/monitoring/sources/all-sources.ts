import { bluesky } from './bluesky/bluesky';
import { feedSource } from './feed-source';
import { hackerNews } from './hacker-news/hacker-news';
import { mastodon } from './mastodon/mastodon';
import { reddit } from './reddit/reddit';
import { siteMap } from './site-map/site-map';
import { x } from './x/x';
import { youtube } from './youtube/youtube';
import type { AskedSource, StreamedSource } from './source';

/** Where can be listened; a new place is its folder and one line. */
export const askedSources: ReadonlyMap<string, AskedSource> = new Map([feedSource, siteMap, mastodon, hackerNews, youtube, x, reddit].map((source) => [source.kind, source]));
export const streamedSources: ReadonlyMap<string, StreamedSource> = new Map([bluesky].map((source) => [source.kind, source]));
