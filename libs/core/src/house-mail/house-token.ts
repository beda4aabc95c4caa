import { sameText, type Secrets } from '@kontuar/platform';

/** What a mail of the house is about: a side conversation, or a notice to one of our own people. */
export type HousePurpose = 'aside' | 'notice';
export interface HouseToken { purpose: HousePurpose; id: string }

const letters = { aside: 's', notice: 'n' } as const;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const shape = /^([sn])([a-z2-7]{26})-([a-z2-7]{16})$/;

/**
 * Names a side conversation or a notice, and proves that we did: `<s|n><id>-<mac>`. It goes out in the Message-ID and in the Reply-To, and comes back
 * with the answer. Small letters alone, because mail servers change case; 80 bits are beyond guessing over a mail server. Its form is another than
 * that of a customer's reply token (see messages/reply-token.ts): neither is ever taken for the other.
 */
export function houseToken(secrets: Secrets, purpose: HousePurpose, id: string): string {
  return `${letters[purpose]}${base32(Buffer.from(id.replaceAll('-', ''), 'hex'))}-${macOf(secrets, purpose, id)}`;
}

/** Undefined when it is none of ours. */
export function readHouseToken(secrets: Secrets, token: string): HouseToken | undefined {
  const [, letter, packed = '', mac = ''] = shape.exec(token.toLowerCase()) ?? [];
  if (letter === undefined) return undefined;
  const purpose = letter === 's' ? 'aside' : 'notice';
  const id = fromBase32(packed).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return sameText(macOf(secrets, purpose, id), mac) ? { purpose, id } : undefined;
}

const macOf = (secrets: Secrets, purpose: HousePurpose, id: string): string => base32(Buffer.from(secrets.mac(`house-${purpose}`, id), 'base64url').subarray(0, 10));

function base32(bytes: Buffer): string {
  let [text, bits, value] = ['', 0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += alphabet[(value >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [bits, value] = [0, 0];
  for (const letter of text) {
    value = ((value << 5) | alphabet.indexOf(letter)) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
    }
  }
  return Buffer.from(bytes);
}
