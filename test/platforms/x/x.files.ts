/** What was uploaded in pieces, and what people attach. */
import { z } from 'zod';
import { Violation, type ApiAnswer, type ApiCall, type Media } from '../platform';
import { problem, read, type Route } from './x.answers';

const initialize = z.strictObject({
  media_type: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4', 'video/quicktime']), total_bytes: z.number().int().positive(),
  media_category: z.enum(['tweet_image', 'tweet_gif', 'tweet_video', 'dm_image', 'dm_gif', 'dm_video']),
});
const limits: Readonly<Record<string, number>> = { image: 5, gif: 15, video: 512 };

export interface File { key: string; type: string; contentType: string; bytes: Buffer; category: string; complete: boolean; total: number; pieces: Buffer[]; looks: number }

export class Files {
  readonly all = new Map<string, File>();
  /** How often a film is still being worked on when asked. */
  processingLooks = 0;
  private count = 0;

  constructor(private readonly root: string) {}

  put({ contentType, bytes }: Media): File {
    this.count += 1;
    const type = contentType.startsWith('video/') ? 'video' : 'photo';
    const file = { key: `${type === 'video' ? '7' : '3'}_${9_000 + this.count}`, type, contentType, bytes, category: '', complete: true, total: bytes.length, pieces: [], looks: 0 };
    this.all.set(file.key, file);
    return file;
  }

  addressOf({ key, contentType }: File): string {
    return `${this.root}/media/${key}.${contentType.split('/')[1] ?? 'bin'}`;
  }

  /** As in `includes.media`. */
  shown(file: File): object {
    return file.type === 'video'
      ? { media_key: file.key, type: 'video', preview_image_url: this.addressOf(file), variants: [{ content_type: 'application/x-mpegURL', url: `${this.root}/media/list.m3u8` }, { bit_rate: 832_000, content_type: 'video/mp4', url: this.addressOf(file) }] }
      : { media_key: file.key, type: 'photo', url: this.addressOf(file) };
  }

  /** Ready to be used in a post or a message. */
  take(id: string, where: 'tweet' | 'dm'): File {
    const file = this.all.get(id);
    if (file === undefined || !file.complete) throw new Violation(`media ${id} is not there yet`, problem(400, 'Invalid Request', 'Your media IDs are invalid.'));
    if (!file.category.startsWith(where)) throw new Violation(`media of the category ${file.category} in a ${where}`, problem(400, 'Invalid Request', 'Your media IDs are invalid.'));
    return file;
  }

  routes(): Route[] {
    return [
      { method: 'POST', path: /^\/2\/media\/upload\/initialize$/, run: (call) => {
        const { media_type: contentType, total_bytes: total, media_category: category } = read('media/upload/initialize', initialize, call.parsed);
        const [, kind = ''] = category.split('_');
        if (total > (limits[kind] ?? 0) * 1024 * 1024) throw new Violation(`${category} of ${total} bytes`, problem(400, 'Invalid Request', 'The media is too large.'));
        this.count += 1;
        const id = String(1_880_028_106_020_510_000n + BigInt(this.count));
        this.all.set(id, { key: id, type: kind === 'video' ? 'video' : 'photo', contentType, bytes: Buffer.alloc(0), category, complete: false, total, pieces: [], looks: this.processingLooks });
        return { status: 200, body: { data: { id, media_key: `3_${id}`, expires_after_secs: 86_400 } } };
      } },
      { method: 'POST', path: /^\/2\/media\/upload\/(\d+)\/append$/, run: (call, id = '') => this.append(call, id) },
      { method: 'POST', path: /^\/2\/media\/upload\/(\d+)\/finalize$/, run: (_call, id = '') => {
        const file = this.known(id);
        file.bytes = Buffer.concat(file.pieces);
        if (file.bytes.length !== file.total) throw new Violation(`${file.bytes.length} of ${file.total} bytes`, problem(400, 'Invalid Request', 'The media is incomplete.'));
        return this.state(file);
      } },
      { method: 'GET', path: /^\/2\/media\/upload$/, run: ({ query }) => {
        const { media_id: id } = read('media/upload', z.strictObject({ command: z.literal('STATUS'), media_id: z.string() }), query);
        const file = this.known(id);
        file.looks -= 1;
        return this.state(file);
      } },
    ];
  }

  private append({ files, parsed }: ApiCall, id: string): ApiAnswer {
    const file = this.known(id);
    const { segment_index: index } = read('append', z.strictObject({ segment_index: z.coerce.number().int().min(0).max(999) }), parsed);
    const [piece] = files;
    if (piece === undefined || piece.field !== 'media' || piece.bytes.length === 0 || piece.bytes.length > 5 * 1024 * 1024) throw new Violation('a piece is a file named "media" of at most 5 MB', problem(400, 'Invalid Request', 'Segment too large.'));
    file.pieces[index] = piece.bytes;
    return { status: 200, body: { data: { expires_at: 1_790_000_000 } } };
  }

  private state(file: File): ApiAnswer {
    file.complete = file.looks <= 0 || file.type !== 'video';
    return { status: 200, body: { data: { id: file.key, media_key: `3_${file.key}`, size: file.total, ...(file.type === 'video' ? { processing_info: file.complete ? { state: 'succeeded', progress_percent: 100 } : { state: 'in_progress', check_after_secs: 0, progress_percent: 40 } } : {}) } } };
  }

  private known(id: string): File {
    const file = this.all.get(id);
    if (file === undefined) throw new Violation(`nobody began to upload ${id}`, problem(404, 'Not Found Error', 'No such media.'));
    return file;
  }
}
