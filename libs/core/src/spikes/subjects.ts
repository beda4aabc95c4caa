import type { AlertKind } from '@kontuar/contract';

/** Of what unusually much comes in: a channel or the post below which most of it stands (by the channel), a matter, a monitor. */
export interface Subject { kind: AlertKind; key: string }

/** In this order they are looked at: what says where comes before what says about what. */
export const kinds: readonly AlertKind[] = ['channel', 'post', 'monitor', 'matter'];
export const nameOf = ({ kind, key }: Subject): string => `${kind} ${key}`;
export const subjectOf = (name: string): Subject => {
  const at = name.indexOf(' ');
  const kind = kinds.find((one) => one === name.slice(0, at));
  if (kind === undefined) throw new Error(`nothing is called ${name}`);
  return { kind, key: name.slice(at + 1) };
};
/** What stands on a channel. */
export const channelOf = ({ kind, key }: Subject): string | null => (kind === 'channel' || kind === 'post' ? key : null);

/** What an alert `a` is about, as people call it; a matter by its key. */
export const alertName = `coalesce((SELECT name FROM channels WHERE id = a.channel_id), CASE WHEN a.kind = 'monitor' THEN (SELECT name FROM monitors WHERE id = a.key::uuid) END, a.key, '')`;
