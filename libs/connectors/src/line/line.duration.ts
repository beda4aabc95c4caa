/** LINE wants to know how long a recording is before it shows it. Reads just enough of the two kinds that LINE plays. */

/** Milliseconds, or undefined when it can't be told. */
export function durationOf(bytes: Buffer, contentType: string): number | undefined {
  return /mpeg|mp3/.test(contentType) ? mp3Duration(bytes) : mp4Duration(bytes);
}

/** The movie header of an MP4 file: its time scale and its length in that scale. */
function mp4Duration(bytes: Buffer): number | undefined {
  const found = bytes.indexOf('mvhd', 0, 'latin1');
  if (found < 4 || found + 40 > bytes.length) return undefined;
  const at = found + 4;
  const long = bytes.readUInt8(at) === 1;
  const scale = bytes.readUInt32BE(at + (long ? 20 : 12));
  const length = long ? Number(bytes.readBigUInt64BE(at + 24)) : bytes.readUInt32BE(at + 16);
  return plausible(scale === 0 ? 0 : (length / scale) * 1000);
}

const bitrates = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** By the bit rate of the first frame: right for constant rates, near enough for others. */
function mp3Duration(bytes: Buffer): number | undefined {
  const tagged = bytes.toString('latin1', 0, 3) === 'ID3' && bytes.length > 10;
  const start = tagged ? 10 + ((bytes.readUInt8(6) & 0x7f) << 21 | (bytes.readUInt8(7) & 0x7f) << 14 | (bytes.readUInt8(8) & 0x7f) << 7 | (bytes.readUInt8(9) & 0x7f)) : 0;
  for (let at = start; at + 4 <= Math.min(bytes.length, start + 65_536); at += 1) {
    // Eleven ones begin a frame; the layer must be three.
    if (bytes.readUInt8(at) !== 0xff || (bytes.readUInt8(at + 1) & 0xe6) !== 0xe2) continue;
    const version = (bytes.readUInt8(at + 1) & 0x18) === 0x18 ? 1 : 2;
    const kilobits = bitrates[version][bytes.readUInt8(at + 2) >> 4] ?? 0;
    if (kilobits > 0) return plausible(((bytes.length - at) * 8) / kilobits);
  }
  return undefined;
}

function plausible(milliseconds: number): number | undefined {
  return milliseconds > 0 && milliseconds < 24 * 3_600_000 ? Math.max(1, Math.round(milliseconds)) : undefined;
}
