import { createECDH } from 'node:crypto';
import type { Secrets } from '@kontuar/platform';

export interface PushKey { publicKey: string; privateKey: string }

/**
 * The pair that signs pushes (VAPID, RFC 8292). It is derived from the installation's secret: nothing to keep, to lose, or to bring along, and the same in every
 * process. A browser subscribes for one such key, so all workspaces of an installation share it.
 */
export function pushKey(secrets: Secrets): PushKey {
  for (let attempt = 0; ; attempt += 1) {
    const ecdh = createECDH('prime256v1');
    try {
      ecdh.setPrivateKey(secrets.keyFor(`web-push:${attempt}`));
    } catch {
      // Not every 32 bytes are a key of this curve: about one in four billion is not.
      continue;
    }
    return { publicKey: ecdh.getPublicKey().toString('base64url'), privateKey: ecdh.getPrivateKey().toString('base64url').padStart(43, 'A') };
  }
}
