import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import type { Thumbnailer } from '@kontuar/core';
import { ChildPool } from './child-pool';
import { makeThumbnail } from './thumbnail';

type Made = Awaited<ReturnType<typeof makeThumbnail>>;

@Injectable()
export class ApartThumbnailer implements Thumbnailer {
  private readonly pool = new ChildPool({ script: join(__dirname, 'thumbnail.child.js'), size: 1, timeoutMs: 15_000, heapMb: 256 });

  async make(picture: NodeJS.ReadableStream): Promise<Made> {
    const bytes = await buffer(picture);
    if (!this.pool.available) return makeThumbnail(bytes);
    const made = await this.pool.run<Made>({ picture: bytes });
    return made === undefined ? undefined : { ...made, thumbnail: Buffer.from(made.thumbnail) };
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
