import { inflateRawSync } from 'node:zlib';
import { zipStream, type ZipEntry } from './zip-stream';

async function archive(entries: ZipEntry[]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of zipStream((async function* () { yield* entries; })())) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** As a program that unpacks reads it: from the directory at the end. */
function unpack(bytes: Buffer): Record<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files: Record<string, string> = {};
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, packed, length, offset] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString('utf8', at + 46, at + 46 + length);
    const start = offset + 30 + bytes.readUInt16LE(offset + 26);
    const raw = bytes.subarray(start, start + packed);
    files[name] = (method === 8 ? inflateRawSync(raw) : raw).toString('utf8');
    at += 46 + length;
  }
  return files;
}

describe('an archive that is written piece by piece', () => {
  it('is one that others unpack, with names in every script', async () => {
    const long = 'zażółć gęślą jaźń '.repeat(20_000);
    const bytes = await archive([{ name: 'a.json', at: new Date(), content: ['{"a":', '1}'] }, { name: 'pliki/zdjęcie.jpg', at: new Date(), content: [Buffer.from('raw')], packed: true }, { name: 'long.txt', at: new Date(), content: [long] }, { name: 'empty.txt', at: new Date(), content: [] }]);
    expect(unpack(bytes)).toEqual({ 'a.json': '{"a":1}', 'pliki/zdjęcie.jpg': 'raw', 'long.txt': long, 'empty.txt': '' });
    expect(bytes.length).toBeLessThan(20_000);
  });

  it('ends with the fault of what it was to hold', async () => {
    const bad: ZipEntry = { name: 'b', at: new Date(), content: (async function* () { yield 'x'; throw new Error('the disk is gone'); })() };
    await expect(archive([bad])).rejects.toThrow('the disk is gone');
  });
});
