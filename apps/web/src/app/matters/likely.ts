import type { ConversationView, MatterView } from '@kontuar/contract';

export interface Likely { key: string; /** Null: nothing speaks for it. */ probability: number | null }
type About = Pick<ConversationView, 'matter' | 'matterOdds'>;

/** Likeliest first, so that C and Enter do; the rest in the workspace's order. Of several conversations: what they have in common. */
export function likelyMatters(offered: readonly Pick<MatterView, 'key'>[], conversations: readonly About[]): Likely[] {
  const chances = new Map<string, number>();
  for (const { matterOdds } of conversations) for (const { matter, probability } of matterOdds) chances.set(matter, (chances.get(matter) ?? 0) + probability / conversations.length);
  const likely = offered.map(({ key }) => ({ key, probability: chances.get(key) ?? null }));
  return likely.map((one, place) => ({ one, place })).sort((a, b) => (b.one.probability ?? 0) - (a.one.probability ?? 0) || a.place - b.place).map(({ one }) => one);
}
