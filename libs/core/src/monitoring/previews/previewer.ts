import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { AxiosInstance } from 'axios';
import { Database, outboundHttp, type ReadyConfig } from '@kontuar/platform';
import { THUMBNAILER, type Thumbnailer } from '../../attachments/media.service';
import { CONFIG } from '../../tokens';
import { readPage } from '../sources/page';
import { refused, Site } from '../sources/site';
import { SourceTrouble } from '../sources/source';

interface Waiting { post_id: string; workspace_id: string; address: string; tries: number }
interface Seen { title: string; description: string; site: string; picture: Buffer | undefined }

const AT_ONCE = 8;
const TRIES = 3;
const WHOLE_MS = 25_000;
const PAGE_BYTES = 2 * 1024 * 1024;
const pictures: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);

/** Fetches what mentions link to: within robots.txt, never inside our own network, small and soon; pictures are made anew, so that nothing of theirs reaches a browser of ours. */
@Injectable()
export class Previewer {
  private readonly http: AxiosInstance;

  constructor(private readonly database: Database, @Inject(CONFIG) config: ReadyConfig, @Inject(THUMBNAILER) private readonly thumbnailer: Thumbnailer) {
    this.http = outboundHttp({ allowPrivateHosts: config.allowPrivateHosts, timeoutMs: 8_000, maxBytes: PAGE_BYTES });
  }

  /** Taken for a while by whoever fetches it. */
  due(): Promise<Waiting[]> {
    return this.database.asSystem((tx) => tx.query<Waiting>(
      `UPDATE post_previews SET look_at = now() + interval '2 minutes', tries = tries + 1 WHERE post_id IN (SELECT post_id FROM post_previews WHERE state = 'waiting' AND look_at <= now() ORDER BY look_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) RETURNING post_id, workspace_id, address, tries`));
  }

  async run({ post_id: postId, workspace_id: workspaceId, address, tries }: Waiting): Promise<void> {
    const seen = await this.look(address).catch((error: unknown) => {
      if (!(error instanceof SourceTrouble)) throw error;
      return undefined;
    });
    await this.database.inWorkspace(workspaceId, async (tx) => {
      // It failed in a way that may pass: tried again, a few times.
      if (seen === undefined && tries < TRIES) await tx.execute(`UPDATE post_previews SET look_at = now() + interval '30 seconds' WHERE post_id = $1 AND address = $2`, [postId, address]);
      else await tx.execute('UPDATE post_previews SET state = $3, title = $4, description = $5, site = $6, picture = $7 WHERE post_id = $1 AND address = $2', [postId, address, seen === undefined || (seen.title === '' && seen.picture === undefined) ? 'none' : 'ready', seen?.title ?? '', seen?.description ?? '', seen?.site ?? '', seen?.picture ?? null]);
    });
  }

  private async look(address: string): Promise<Seen> {
    const none: Seen = { title: '', description: '', site: '', picture: undefined };
    const site = new Site(this.http, Date.now() + WHOLE_MS);
    const answer = await site.read(address, { accept: 'text/html,image/*' });
    if (answer === undefined) return none;
    const type = typeOf(answer.headers['content-type']);
    if (answer.status >= 500 || answer.status === 429) throw refused(answer);
    if (answer.status !== 200) return none;
    if (pictures.has(type)) return { ...none, site: new URL(answer.url).hostname, picture: await this.made(answer.body) };
    if (type !== 'text/html' && type !== 'application/xhtml+xml') return none;
    const page = readPage(answer.body.toString('utf8'), answer.url);
    if (page.hidden) return none;
    return { title: page.title, description: page.description, site: page.site, picture: page.picture === undefined ? undefined : await this.pictureAt(site, page.picture) };
  }

  /** Without its picture a preview is one all the same. */
  private async pictureAt(site: Site, address: string): Promise<Buffer | undefined> {
    try {
      const answer = await site.read(address, { accept: 'image/*' });
      return answer?.status === 200 && pictures.has(typeOf(answer.headers['content-type'])) ? await this.made(answer.body) : undefined;
    } catch (error) {
      if (error instanceof SourceTrouble) return undefined;
      throw error;
    }
  }

  /** What is no picture after all, or one made to burst, is none; whoever unpacks it can be killed. */
  private async made(picture: Buffer): Promise<Buffer | undefined> {
    return (await this.thumbnailer.make(Readable.from([picture])).catch(() => undefined))?.thumbnail;
  }
}

const typeOf = (header: string | undefined): string => header?.split(';')[0]?.trim().toLowerCase() ?? '';
