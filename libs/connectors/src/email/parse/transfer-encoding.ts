/** Content-Transfer-Encoding, forgiving: what can't be decoded is kept as it is. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding.replace(/\([^()]{0,200}\)/g, '').trim().toLowerCase().replace(/^["']|["';]$/g, '')) {
    case 'base64':
      return decodeBase64(body);
    case 'quoted-printable':
    case 'quotedprintable':
      return decodeQuotedPrintable(body);
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return decodeUu(body) ?? body;
    default:
      return body;
  }
}

const base64Values = new Int8Array(256).fill(-1);
for (const [index, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) base64Values[char.charCodeAt(0)] = index;

/** Goes on after padding (several encoded blocks glued together) and skips foreign bytes, where Node's own decoder stops. */
export function decodeBase64(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(Math.floor((body.length * 3) / 4) + 3);
  let size = 0;
  let bits = 0;
  let held = 0;
  for (const byte of body) {
    if (byte === 0x3d) {
      bits = 0;
      held = 0;
      continue;
    }
    const value = base64Values[byte] as number;
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[size++] = (held >> bits) & 0xff;
    }
  }
  return out.subarray(0, size);
}

/**
 * A list server adds its footer to a text without looking how that is encoded. The footer begins behind an empty line or behind the padding, with a
 * line that base64 can't hold.
 */
export function clearTail(body: Buffer): number {
  let at = 0;
  let ended = false;
  let begun = false;
  while (at < body.length) {
    const newline = body.indexOf(0x0a, at);
    const end = newline < 0 ? body.length : newline;
    const line = body.subarray(at, Math.min(end, at + 1_000)).toString('latin1').trim();
    if (line === '') ended ||= begun;
    else if (!/^[A-Za-z0-9+/=]+$/.test(line)) return ended ? at : body.length;
    else {
      begun = true;
      ended ||= line.endsWith('=');
    }
    at = end + 1;
  }
  return body.length;
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  return -1;
}

export function decodeQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let size = 0;
  let index = 0;
  // Spaces before a line's end were added by transport (RFC 2045 §6.7), so they are written only once something follows.
  let spaces = 0;
  while (index < body.length) {
    const byte = body[index] as number;
    if (byte === 0x20 || byte === 0x09) {
      spaces += 1;
      out[size++] = byte;
      index += 1;
      continue;
    }
    if (byte === 0x0d || byte === 0x0a) {
      size -= spaces;
      spaces = 0;
      out[size++] = byte;
      index += 1;
      continue;
    }
    spaces = 0;
    if (byte === 0x3d) {
      const high = hexValue(body[index + 1]);
      const low = hexValue(body[index + 2]);
      if (high >= 0 && low >= 0) {
        out[size++] = high * 16 + low;
        index += 3;
        continue;
      }
      let next = index + 1;
      // A bounded look-ahead keeps "= = = =" from being read again and again.
      while (next < body.length && next - index < 80 && (body[next] === 0x20 || body[next] === 0x09)) next += 1;
      if (next >= body.length) break;
      if (body[next] === 0x0d && body[next + 1] === 0x0a) {
        index = next + 2;
        continue;
      }
      if (body[next] === 0x0a || body[next] === 0x0d) {
        index = next + 1;
        continue;
      }
    }
    out[size++] = byte;
    index += 1;
  }
  return out.subarray(0, size);
}

/** The first `begin … end` block; undefined when there is none. */
export function decodeUu(body: Buffer): Buffer | undefined {
  const lines = body.toString('latin1').split('\n');
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /.test(line));
  if (begin < 0) return undefined;
  const chunks: Buffer[] = [];
  for (const raw of lines.slice(begin + 1)) {
    const line = raw.replace(/\r$/, '');
    if (line === 'end') break;
    const length = (line.charCodeAt(0) - 32) & 63;
    if (line === '' || length === 0) continue;
    const chunk = Buffer.alloc(Math.ceil(length / 3) * 3);
    for (let group = 0; group * 3 < length; group += 1) {
      const at = (offset: number): number => ((line.charCodeAt(1 + group * 4 + offset) || 32) - 32) & 63;
      chunk.writeUIntBE((at(0) << 18) | (at(1) << 12) | (at(2) << 6) | at(3), group * 3, 3);
    }
    chunks.push(chunk.subarray(0, length));
  }
  return Buffer.concat(chunks);
}
