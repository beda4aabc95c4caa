import { noticeChoices, type NoticeChoices, type NoticeChoicesPatch, type NoticeKind, type NoticeWay } from '@kontuar/contract';

/** What everybody begins with: everything of one's own below the bell, what cannot wait as a push, nothing twice, hardly a sound. */
const ways: Record<NoticeKind, NoticeWay[]> = {
  'mention': ['app', 'push'],
  'assigned': ['app', 'push'],
  'message': ['app', 'push'],
  'unassigned': [],
  'watched': ['app'],
  'approval': ['app', 'push'],
  'planned': ['app'],
  'aside': ['app', 'push'],
  'send-failed': ['app', 'push'],
  'case': ['app', 'push'],
  'promise': ['app', 'push'],
  'rating': ['app'],
  'knowledge': ['app'],
  'quality': ['app'],
  'rule': ['app'],
  'channel': ['app', 'push'],
};
export const defaultChoices: NoticeChoices = {
  ways,
  push: { withoutText: false, everyMinutes: 5 },
  digest: { every: 'day', at: '08:00' },
  quiet: null, quietOffShift: true, pausedUntil: null,
  sound: { kinds: ['mention', 'message'], volume: 0.4, onlyHidden: true },
  watch: { mentioned: true, wrote: false },
};

/** What a member chose, over what everybody begins with. What an older version kept and nobody can read any more counts as not chosen. */
export function choicesOf(kept: unknown): NoticeChoices {
  const own = (typeof kept === 'object' && kept !== null ? kept : {}) as NoticeChoicesPatch;
  const merged = noticeChoices.safeParse(mergeChoices(defaultChoices, own));
  return merged.success ? merged.data : defaultChoices;
}

/** Two levels deep, as the choices are: what a patch leaves out stays. */
export function mergeChoices(before: NoticeChoices, { ways: changedWays, push, digest, sound, watch, ...rest }: NoticeChoicesPatch): NoticeChoices {
  return {
    ...before, ...given(rest),
    ways: { ...before.ways, ...given(changedWays) }, push: { ...before.push, ...given(push) }, digest: { ...before.digest, ...given(digest) },
    sound: { ...before.sound, ...given(sound) }, watch: { ...before.watch, ...given(watch) },
  };
}

function given<T extends object>(patch: T | undefined): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Left out and undefined mean the same: what stands before stays.
  return Object.fromEntries(Object.entries(patch ?? {}).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
