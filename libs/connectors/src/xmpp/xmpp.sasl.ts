import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);
/** More would only keep us busy. */
const mostIterations = 2_000_000;

export type Mechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-1' | 'PLAIN';

/** The strongest that both know. Never the bare password on a line that others can read. */
export function chooseMechanism(offered: readonly string[], encrypted: boolean): Mechanism | undefined {
  const known: Mechanism[] = encrypted ? ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'] : ['SCRAM-SHA-256', 'SCRAM-SHA-1'];
  return known.find((mechanism) => offered.includes(mechanism));
}

export function plain(user: string, password: string): string {
  return `\u0000${user}\u0000${password}`;
}

/** RFC 5802 from the client's side, without channel binding. */
export class Scram {
  private readonly first: string;
  /** The server showed that it knows the password. */
  proved = false;
  private serverSignature = Buffer.alloc(0);

  constructor(private readonly hash: 'sha1' | 'sha256', user: string, private readonly password: string, private readonly nonce = randomBytes(18).toString('base64url')) {
    this.first = `n=${user.normalize('NFKC').replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${this.nonce}`;
  }

  begin(): string {
    return `n,,${this.first}`;
  }

  /** Throws at a challenge that no honest server gives. */
  async answer(challenge: string): Promise<string> {
    const { r = '', s = '', i = '' } = fields(challenge);
    const iterations = Number(i);
    if (!r.startsWith(this.nonce) || r.length <= this.nonce.length || s === '' || !Number.isInteger(iterations) || iterations < 1 || iterations > mostIterations) throw new Error('the challenge makes no sense');
    const length = this.hash === 'sha1' ? 20 : 32;
    const salted = await derive(this.password.normalize('NFKC'), Buffer.from(s, 'base64'), iterations, length, this.hash);
    const clientKey = createHmac(this.hash, salted).update('Client Key').digest();
    const storedKey = createHash(this.hash).update(clientKey).digest();
    const final = `c=${Buffer.from('n,,').toString('base64')},r=${r}`;
    const signed = `${this.first},${challenge},${final}`;
    const signature = createHmac(this.hash, storedKey).update(signed).digest();
    this.serverSignature = createHmac(this.hash, createHmac(this.hash, salted).update('Server Key').digest()).update(signed).digest();
    return `${final},p=${Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString('base64')}`;
  }

  /** Whether the server knows the password too, rather than letting everybody in. */
  proves(last: string): boolean {
    const given = Buffer.from(fields(last)['v'] ?? '', 'base64');
    this.proved = this.serverSignature.length > 0 && given.length === this.serverSignature.length && timingSafeEqual(given, this.serverSignature);
    return this.proved;
  }
}

function fields(text: string): Partial<Record<string, string>> {
  return Object.fromEntries(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}
