import { createHash } from 'node:crypto';

/**
 * In a conversation of two, everything refers to a message by the id that its sender gave it. So our name for one says with whom it was
 * exchanged, which way it went, and that id: nobody can correct or take back what another wrote.
 */
export type Way = 'in' | 'out';

/** Ids that apps choose may be of any length. */
const longest = 400;

export function messageKey(peer: string, way: Way, id: string): string {
  return `${peer.replaceAll('%', '%25').replaceAll(' ', '%20')} ${way} ${id.length > longest ? createHash('sha256').update(id).digest('hex') : id}`;
}

export function readKey(externalId: string): { peer: string; way: Way; id: string } | undefined {
  const found = /^(\S+) (in|out) (.*)$/s.exec(externalId);
  return found === null ? undefined : { peer: (found[1] ?? '').replaceAll('%20', ' ').replaceAll('%25', '%'), way: found[2] === 'in' ? 'in' : 'out', id: found[3] ?? '' };
}

const ours = /^kontuar-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:-(\d{1,2}))?$/;

/** The id that a message of ours carries. `part` 1 and on: the files that follow the text. */
export function wireId(messageId: string, part = 0): string {
  return part === 0 ? `kontuar-${messageId}` : `kontuar-${messageId}-${part}`;
}

export function isOurs(id: string): boolean {
  return ours.test(id);
}

/** Our own id of the message, where it is its first part. */
export function messageIdOf(id: string): string | undefined {
  const found = ours.exec(id);
  return found?.[2] === undefined ? found?.[1] : undefined;
}
