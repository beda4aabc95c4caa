import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from './ids';

export class FileTooLargeError extends Error {
  constructor(readonly maxBytes: number) {
    super(`The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB`);
    this.name = 'FileTooLargeError';
  }
}

/** Bytes by key, in a folder that every api and worker shares. Names and types live in the database, never in a path. */
export class Files {
  constructor(private readonly root: string) {}

  /** Resolves when the bytes are whole under their key. @throws FileTooLargeError */
  async put(content: Buffer | Readable, maxBytes = Number.MAX_SAFE_INTEGER): Promise<{ key: string; sizeBytes: number }> {
    const key = newId();
    const path = this.path(key);
    await mkdir(join(path, '..'), { recursive: true });
    let sizeBytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) done(new FileTooLargeError(maxBytes));
        else done(null, chunk);
      },
    });
    try {
      await pipeline(Buffer.isBuffer(content) ? Readable.from([content]) : content, counted, createWriteStream(`${path}.part`, { flags: 'wx', flush: true }));
      await rename(`${path}.part`, path);
    } catch (error) {
      await rm(`${path}.part`, { force: true });
      throw error;
    }
    return { key, sizeBytes };
  }

  open(key: string): Readable {
    return createReadStream(this.path(key));
  }

  async size(key: string): Promise<number | undefined> {
    return (await stat(this.path(key)).catch(() => undefined))?.size;
  }

  /** Adds a line to a list that is read by people and by commands. */
  async note(list: string, line: string): Promise<void> {
    await mkdir(this.root, { recursive: true });
    await appendFile(join(this.root, list), `${line}\n`, { flush: true });
  }

  /** The whole list; undefined when nobody wrote one. */
  async readNotes(list: string): Promise<string | undefined> {
    return readFile(join(this.root, list), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  }

  /** Whole or not at all, and only while it says what was read. */
  async rewriteNotes(list: string, read: string, next: string): Promise<void> {
    const path = join(this.root, list);
    await writeFile(`${path}.part`, next, { flush: true });
    if ((await this.readNotes(list)) === read) await rename(`${path}.part`, path);
    else await rm(`${path}.part`, { force: true });
  }

  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  /** The last characters of a UUIDv7 are random: they spread, the first ones would fill one folder a day. */
  private path(key: string): string {
    if (!/^[0-9a-f-]{36}$/.test(key)) throw new TypeError('not a file key');
    return join(this.root, key.slice(-2), key.slice(-4, -2), key);
  }
}
