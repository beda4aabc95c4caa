import { crc32, createDeflateRaw } from 'node:zlib';

/** One file of an archive; its bytes are asked for when its turn comes. */
export interface ZipEntry { name: string; at: Date; content: AsyncIterable<Buffer | string> | Iterable<Buffer | string>; /** What is packed already (pictures, films) is put in as it is. */ packed?: boolean }

interface Written { name: Buffer; crc: number; packed: number; size: number; offset: number; method: number; time: number; day: number }

/** Sizes stand in 32 bits. */
const MOST = 0xffff_ffff;
/** Names in UTF-8, sizes behind the bytes. */
const FLAGS = 0x0808;

const dosTime = (at: Date): { time: number; day: number } => ({
  time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  day: (Math.max(0, at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
});

/** The bytes of a ZIP archive (PKWARE's APPNOTE 6.3, without ZIP64), one piece after the other: no file and no archive is ever whole in memory. @throws RangeError past 4 GB */
export async function* zipStream(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8');
    const one: Written = { name, crc: 0, packed: 0, size: 0, offset, method: entry.packed === true ? 0 : 8, ...dosTime(entry.at) };
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(FLAGS, 6);
    head.writeUInt16LE(one.method, 8);
    head.writeUInt16LE(one.time, 10);
    head.writeUInt16LE(one.day, 12);
    head.writeUInt16LE(name.length, 26);
    yield Buffer.concat([head, name]);
    offset += head.length + name.length;
    for await (const piece of packed(entry, one)) {
      one.packed += piece.length;
      offset += piece.length;
      yield piece;
    }
    if (offset > MOST || one.size > MOST) throw new RangeError('the archive is larger than 4 GB');
    const behind = Buffer.alloc(16);
    behind.writeUInt32LE(0x08074b50, 0);
    behind.writeUInt32LE(one.crc, 4);
    behind.writeUInt32LE(one.packed, 8);
    behind.writeUInt32LE(one.size, 12);
    yield behind;
    offset += behind.length;
    written.push(one);
  }
  yield directory(written, offset);
}

async function* packed(entry: ZipEntry, one: Written): AsyncGenerator<Buffer> {
  async function* raw(): AsyncGenerator<Buffer> {
    for await (const piece of entry.content) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      one.crc = crc32(bytes, one.crc);
      one.size += bytes.length;
      yield bytes;
    }
  }
  if (one.method === 0) {
    yield* raw();
    return;
  }
  const deflate = createDeflateRaw();
  const fed = (async () => {
    for await (const bytes of raw()) if (!deflate.write(bytes)) await new Promise((drained) => deflate.once('drain', drained));
    deflate.end();
  })();
  // What goes wrong while it is fed ends the reading, too.
  fed.catch((error: unknown) => deflate.destroy(error as Error));
  for await (const piece of deflate) yield piece as Buffer;
  await fed;
}

function directory(written: readonly Written[], offset: number): Buffer {
  const lines = written.map((one) => {
    const line = Buffer.alloc(46);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(0x031e, 4);
    line.writeUInt16LE(20, 6);
    line.writeUInt16LE(FLAGS, 8);
    line.writeUInt16LE(one.method, 10);
    line.writeUInt16LE(one.time, 12);
    line.writeUInt16LE(one.day, 14);
    line.writeUInt32LE(one.crc, 16);
    line.writeUInt32LE(one.packed, 20);
    line.writeUInt32LE(one.size, 24);
    line.writeUInt16LE(one.name.length, 28);
    line.writeUInt32LE((0o100644 << 16) >>> 0, 38);
    line.writeUInt32LE(one.offset, 42);
    return Buffer.concat([line, one.name]);
  });
  const size = lines.reduce((sum, line) => sum + line.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(written.length, 8);
  end.writeUInt16LE(written.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...lines, end]);
}
