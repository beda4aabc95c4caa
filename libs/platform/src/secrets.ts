import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';

function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}

/**
 * Envelope encryption and MACs from one installation secret. Each value has a data key of its own, wrapped by the key that is
 * derived from the secret; `context` binds a value to its row, so that it can't be moved to another.
 */
export class Secrets {
  private readonly wrapping: Buffer;
  private readonly macs = new Map<string, Buffer>();

  constructor(private readonly secret: string) {
    this.wrapping = this.derive('wrap');
  }

  seal(plain: string, context: string): string {
    const dataKey = randomBytes(32);
    return ['v1', encrypt(this.wrapping, dataKey, context), encrypt(dataKey, Buffer.from(plain), context)]
      .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
      .join('.');
  }

  /** @throws when the value was made with another secret or for another row. */
  open(sealed: string, context: string): string {
    const [version, wrapped, body] = sealed.split('.');
    if (version !== 'v1' || wrapped === undefined || body === undefined) throw new Error('sealed value has an unknown form');
    const dataKey = decrypt(this.wrapping, Buffer.from(wrapped, 'base64url'), context);
    return decrypt(dataKey, Buffer.from(body, 'base64url'), context).toString('utf8');
  }

  /** `purpose` keeps the MACs of one use from passing for another's. */
  mac(purpose: string, text: string): string {
    let key = this.macs.get(purpose);
    if (key === undefined) this.macs.set(purpose, (key = this.derive(`mac:${purpose}`)));
    return createHmac('sha256', key).update(text).digest('base64url');
  }

  macMatches(purpose: string, text: string, mac: string): boolean {
    return sameText(this.mac(purpose, text), mac);
  }

  /** 32 bytes that only this installation knows and that are the same in every process of it, without being kept anywhere. */
  keyFor(purpose: string): Buffer {
    return this.derive(`key:${purpose}`);
  }

  private derive(info: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secret, 'kontuar', info, 32));
  }
}

/** Compares in constant time. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** For tokens with full entropy: no salt needed. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
