import type { ChannelView } from '@kontuar/contract';

export type Refusal = 'none-here' | 'too-many' | 'too-large' | 'wrong-type' | 'empty';

/** Said before a byte leaves: what the channel would refuse. Notes stay in the house and know the server's limits alone. */
export function refusalOf(file: Pick<File, 'size' | 'type'>, already: number, accepts: ChannelView['capabilities']['attachments'] | 'note'): Refusal | null {
  if (file.size === 0) return 'empty';
  const limits = accepts === 'note' ? { maxCount: 20, maxBytes: 40 * 1024 * 1024 } : accepts;
  if (limits === false) return 'none-here';
  if (already >= limits.maxCount) return 'too-many';
  if (file.size > limits.maxBytes) return 'too-large';
  const types = 'contentTypes' in limits ? limits.contentTypes : undefined;
  if (types !== undefined && types.length > 0 && !types.some((type) => matches(file.type, type))) return 'wrong-type';
  return null;
}

function matches(given: string, accepted: string): boolean {
  return accepted === '*/*' || accepted === given || (accepted.endsWith('/*') && given.startsWith(accepted.slice(0, -1)));
}
